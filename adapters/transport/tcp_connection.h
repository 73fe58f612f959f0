// TcpConnection: reads one open socket for a transport, and writes answers to it.
//
// Memory    reads into the buffer that all connections of the transport share; at most
//           pending_bytes_max of answers wait.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/transport/transport.h"

namespace watchpost {

// What the connections of a transport share. After stop() there is no sink.
struct TcpReading {
  ConnectionSink* sink = nullptr;
  ClockFunction clock;
  std::array<char, read_bytes> buffer;
};

class TcpConnection : public std::enable_shared_from_this<TcpConnection> {
 public:
  static constexpr std::size_t pending_bytes_max = 1024 * 1024;
  using Ended = std::function<void(ConnectionId, const std::optional<Error>& why)>;

  // `ended` is called after the sink has been told, once, and not after close().
  TcpConnection(boost::asio::ip::tcp::socket socket, ConnectionId id, std::shared_ptr<TcpReading> reading,
                Ended ended);

  void start();
  void close();
  void resume();
  void send(std::string_view bytes);

  const std::string& peer() const { return peer_; }
  bool has_received() const { return has_received_; }

 private:
  void wait();
  void read();
  void write();
  void end(const std::optional<Error>& why);
  Error error(const boost::system::error_code& code) const { return {peer_, code.message()}; }

  boost::asio::ip::tcp::socket socket_;
  const ConnectionId id_;
  std::shared_ptr<TcpReading> reading_;
  Ended ended_;
  std::string peer_;
  std::string pending_;  // answers
  std::string writing_;
  bool is_paused_ = false;
  bool is_ended_ = false;
  bool has_received_ = false;
};

std::string endpoint_text(const boost::asio::ip::tcp::endpoint& endpoint);  // 127.0.0.1:80, [::1]:80

}  // namespace watchpost
