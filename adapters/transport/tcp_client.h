// Connects to a TCP server, and again when the connection is lost.
#pragma once

#include <memory>

#include "adapters/transport/transport.h"

namespace watchpost {

std::unique_ptr<Transport> make_tcp_client(const Source& source, boost::asio::io_context& context,
                                           ClockFunction clock);

}  // namespace watchpost
