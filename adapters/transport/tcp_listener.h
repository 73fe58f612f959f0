// Takes any number of TCP connections, up to listen_connections_max.
#pragma once

#include <memory>

#include "adapters/transport/transport.h"

namespace watchpost {

std::unique_ptr<Transport> make_tcp_listener(const Source& source, boost::asio::io_context& context,
                                             ClockFunction clock);

}  // namespace watchpost
