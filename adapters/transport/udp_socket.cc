#include "adapters/transport/udp_socket.h"

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

namespace watchpost {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

#ifndef IPV6_MULTICAST_ALL
constexpr int IPV6_MULTICAST_ALL = 29;  // newer than some headers of the C library
#endif

bool set(int descriptor, int level, int option, int value) {
  return setsockopt(descriptor, level, option, &value, sizeof value) == 0;
}

// Without these the socket serves all the same: less patient, and blind for what the kernel drops.
void ask_for_room(int descriptor) {
  if (!set(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, UdpSocket::receive_buffer_bytes))
    set(descriptor, SOL_SOCKET, SO_RCVBUF, UdpSocket::receive_buffer_bytes);
  set(descriptor, SOL_SOCKET, SO_RXQ_OVFL, 1);
}

// Else a socket hears each group that anybody on this machine has joined.
void hear_own_groups_alone(int descriptor, bool is_v6) {
  if (is_v6)
    set(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
  else
    set(descriptor, IPPROTO_IP, IP_MULTICAST_ALL, 0);
}

Error failed(const std::string& what, const std::string& why) {
  return {"", what + ": " + why};
}

}  // namespace

std::string endpoint_text(const udp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + address + "]:" + port : address + ":" + port;
}

Result<UdpSocket> UdpSocket::open(asio::io_context& context, const udp::endpoint& endpoint,
                                  const std::string& interface) {
  UdpSocket opened(context);
  opened.interface_ = interface;
  if (Status status = opened.set_up(endpoint, interface); !status) return status.error();
  return Result<UdpSocket>(std::move(opened));
}

Status UdpSocket::set_up(const udp::endpoint& endpoint, const std::string& interface) {
  const bool is_group = endpoint.address().is_multicast();
  const bool is_v6 = endpoint.protocol() == udp::v6();
  unsigned interface_index = 0;
  if (!interface.empty() && (interface_index = if_nametoindex(interface.c_str())) == 0)
    return failed("interface " + interface, "there is none of this name");

  error_code problem;
  socket_.open(endpoint.protocol(), problem);
  if (!problem && is_v6) socket_.set_option(asio::ip::v6_only(true), problem);
  // Several programs of one machine may hear one group; an address of its own belongs to one of them.
  if (!problem && is_group) socket_.set_option(udp::socket::reuse_address(true), problem);
  udp::endpoint place = endpoint;
  if (is_v6 && interface_index != 0) {
    auto address = endpoint.address().to_v6();
    address.scope_id(interface_index);  // a group of the link alone is one of each link
    place.address(address);
  }
  if (!problem) {
    ask_for_room(socket_.native_handle());
    if (is_group) hear_own_groups_alone(socket_.native_handle(), is_v6);
    socket_.bind(place, problem);
  }
  if (!problem) socket_.non_blocking(true, problem);
  if (problem) return failed(endpoint_text(endpoint), problem.message());
  return is_group ? join(endpoint.address(), interface_index) : Status();
}

Status UdpSocket::join(const asio::ip::address& group, unsigned interface_index) {
  int done = 0;
  if (group.is_v6()) {
    ipv6_mreq request{};
    const auto bytes = group.to_v6().to_bytes();
    std::memcpy(&request.ipv6mr_multiaddr, bytes.data(), bytes.size());
    request.ipv6mr_interface = interface_index;
    done = setsockopt(socket_.native_handle(), IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &request, sizeof request);
  } else {
    ip_mreqn request{};
    const auto bytes = group.to_v4().to_bytes();
    std::memcpy(&request.imr_multiaddr, bytes.data(), bytes.size());
    request.imr_ifindex = static_cast<int>(interface_index);
    done = setsockopt(socket_.native_handle(), IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request);
  }
  if (done != 0) return failed("joining group " + group.to_string(), std::strerror(errno));
  return {};
}

std::string UdpSocket::description() const {
  error_code problem;
  const auto place = socket_.local_endpoint(problem);
  int buffer_bytes = 0;
  socklen_t size = sizeof buffer_bytes;
  getsockopt(const_cast<udp::socket&>(socket_).native_handle(), SOL_SOCKET, SO_RCVBUF, &buffer_bytes, &size);
  return (place.address().is_multicast() ? "in group " : "at ") + endpoint_text(place) +
         (interface_.empty() ? "" : " on " + interface_) + ", kernel buffer " +
         std::to_string(buffer_bytes / 2 / 1024) + " KiB";  // the kernel says twice what it has for us
}

Result<std::optional<Datagram>> UdpSocket::receive(std::span<char> buffer) {
  sockaddr_storage peer{};
  iovec place{buffer.data(), buffer.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(std::uint32_t))];
  msghdr message{};
  message.msg_name = &peer;
  message.msg_namelen = sizeof peer;
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const ssize_t count = recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
  if (count < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return std::optional<Datagram>();
    return Error{"", std::strerror(errno)};
  }
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_RXQ_OVFL) continue;
    std::uint32_t now = 0;
    std::memcpy(&now, CMSG_DATA(part), sizeof now);
    dropped_ += now - kernel_count_;  // modulo 2^32
    kernel_count_ = now;
  }
  Datagram datagram;
  datagram.sender.resize(message.msg_namelen);
  std::memcpy(datagram.sender.data(), &peer, message.msg_namelen);
  datagram.bytes = std::string_view(buffer.data(), static_cast<std::size_t>(count));
  return std::optional<Datagram>(datagram);
}

}  // namespace watchpost
