// For tests of transports: a sink that remembers, plain blocking sockets as the peers, files that go away.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/transport/transport.h"

namespace watchpost {

// Turns the event loop until the condition holds. Generous, because machines are slow at times; it asserts
// that something happens, not when.
inline bool run_until(boost::asio::io_context& context, const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    context.restart();
    context.run_one_for(std::chrono::milliseconds(20));
  }
  return true;
}

inline void run_for_a_while(boost::asio::io_context& context) {
  context.restart();
  context.run_for(std::chrono::milliseconds(100));
}

struct RememberingSink final : ConnectionSink {
  struct Connection {
    std::string peer;
    std::string bytes;
    bool is_closed = false;
    std::optional<Error> why;
  };

  void opened(ConnectionId id, std::string_view peer) override { connections[id].peer = peer; }
  bool bytes(ConnectionId id, std::string_view chunk, ReceiveTime received) override {
    EXPECT_LE(chunk.size(), read_bytes);
    EXPECT_FALSE(connections[id].is_closed);
    connections[id].bytes += chunk;
    last_received = received;
    return takes_more;
  }
  void closed(ConnectionId id, const std::optional<Error>& why) override {
    EXPECT_FALSE(connections[id].is_closed);
    connections[id].is_closed = true;
    connections[id].why = why;
  }
  void state(ConnectionState state, std::string_view detail) override { states.emplace_back(state, detail); }

  bool is_open() const { return !states.empty() && states.back().first == ConnectionState::open; }
  // Of a listener, which says where it listens.
  std::uint16_t port() const {
    const std::string& detail = states.back().second;
    return static_cast<std::uint16_t>(std::stoi(detail.substr(detail.rfind(':') + 1)));
  }
  std::size_t open_count() const {
    std::size_t count = 0;
    for (const auto& [id, connection] : connections) count += connection.is_closed ? 0 : 1;
    return count;
  }

  std::map<ConnectionId, Connection> connections;
  std::vector<std::pair<ConnectionState, std::string>> states;
  ReceiveTime last_received;
  bool takes_more = true;
};

class Socket {
 public:
  // A test that waits in vain fails, and does not hang.
  explicit Socket(int descriptor) : descriptor_(descriptor) {
    const timeval patience{30, 0};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Socket() { close(); }

  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  static Socket connect(std::uint16_t port) {
    Socket socket(::socket(AF_INET, SOCK_STREAM, 0));
    const sockaddr_in address = loopback(port);
    EXPECT_EQ(::connect(socket.descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return socket;
  }
  static Socket listen(std::uint16_t port = 0) {
    Socket socket(::socket(AF_INET, SOCK_STREAM, 0));
    const int yes = 1;
    setsockopt(socket.descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const sockaddr_in address = loopback(port);
    EXPECT_EQ(::bind(socket.descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(socket.descriptor_, 16), 0);
    return socket;
  }
  Socket accept() const { return Socket(::accept(descriptor_, nullptr, nullptr)); }
  bool is_anyone_waiting() const {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(descriptor_, &set);
    timeval none{0, 0};
    return select(descriptor_ + 1, &set, nullptr, nullptr, &none) == 1;
  }

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }
  // How many bytes were taken; all of them unless the peer does not read.
  std::size_t send(std::string_view bytes, int flags = 0) const {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t count =
          ::send(descriptor_, bytes.data() + sent, bytes.size() - sent, flags | MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<std::size_t>(count);
    }
    return sent;
  }
  std::string receive(std::size_t size) const {
    std::string bytes(size, '\0');
    const ssize_t count = ::recv(descriptor_, bytes.data(), size, MSG_WAITALL);
    bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return bytes;
  }
  // With a reset, as a crashed peer would.
  void abort() {
    const linger none{1, 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close();
  }
  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

 private:
  int descriptor_;
};

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "watchpost-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, std::string_view bytes,
                    std::ios::openmode mode = std::ios::binary) const {
    std::ofstream(file(name), mode | std::ios::binary | std::ios::out)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file(name);
  }

 private:
  std::filesystem::path path_;
};

inline ReceiveTime test_time() {
  return ReceiveTime(std::chrono::seconds(1234));
}

inline std::unique_ptr<Transport> open_transport(const std::string& source, boost::asio::io_context& context,
                                                 const TransportOptions& options = {}) {
  auto transport = make_transport(source, options, context, test_time);
  EXPECT_TRUE(transport.ok()) << transport.error().line();
  return std::move(*transport);
}

}  // namespace watchpost
