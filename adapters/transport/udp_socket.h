// UdpSocket: an open socket for datagrams, as the kernel gives them: with who sent them, and with how many
// it had no room for.
//
// Source   ip(7), ipv6(7), udp(7), socket(7): SO_RXQ_OVFL, IP_ADD_MEMBERSHIP, IPV6_ADD_MEMBERSHIP.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/base/result.h"

namespace watchpost {

struct Datagram {
  boost::asio::ip::udp::endpoint sender;
  std::string_view bytes;  // in the buffer that was given
};

class UdpSocket {
 public:
  // Asked of the kernel, which may grant less: what a burst may hold while we are busy.
  static constexpr int receive_buffer_bytes = 8 * 1024 * 1024;

  // Bound to the endpoint; where that is a multicast group, a member of it at the interface.
  static Result<UdpSocket> open(boost::asio::io_context& context,
                                const boost::asio::ip::udp::endpoint& endpoint, const std::string& interface);

  // The next one that is there; nothing where none is.
  Result<std::optional<Datagram>> receive(std::span<char> buffer);
  // Datagrams that came since it was opened and found the kernel's buffer full, as known at the last
  // receive().
  std::uint64_t dropped() const { return dropped_; }

  boost::asio::ip::udp::socket& socket() { return socket_; }
  // For a person.
  std::string description() const;

 private:
  explicit UdpSocket(boost::asio::io_context& context) : socket_(context) {}
  Status set_up(const boost::asio::ip::udp::endpoint& endpoint, const std::string& interface);
  Status join(const boost::asio::ip::address& group, unsigned interface_index);

  boost::asio::ip::udp::socket socket_;
  std::uint32_t kernel_count_ = 0;  // begins again after 2^32
  std::uint64_t dropped_ = 0;
  std::string interface_;
};

std::string endpoint_text(const boost::asio::ip::udp::endpoint& endpoint);  // 127.0.0.1:80, [::1]:80

}  // namespace watchpost
