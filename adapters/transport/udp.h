// Receives datagrams at an address of this machine, or of a multicast group.
//
// Each sender (address and port) is a connection of its own, and so has its own decoder; the one heard
// longest ago makes room for one more than udp_senders_max, and one that is silent for a minute has gone.
//
// Memory   while the reader is paused at most udp_pending_bytes_max wait; the oldest are shed.
// Errors   a port in use, an interface that is not there: said by state(), tried again each second.
#pragma once

#include <memory>

#include "adapters/transport/transport.h"

namespace watchpost {

inline constexpr std::size_t udp_senders_max = 256;
inline constexpr Duration udp_sender_memory = std::chrono::seconds(60);
inline constexpr std::size_t udp_pending_bytes_max = 4 * 1024 * 1024;

std::unique_ptr<Transport> make_udp_receiver(const Source& source, const TransportOptions& options,
                                             boost::asio::io_context& context, ClockFunction clock);

}  // namespace watchpost
