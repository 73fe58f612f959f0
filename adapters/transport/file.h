// Reads a file, a pipe or standard input as the one connection of a transport.
#pragma once

#include <memory>

#include "adapters/transport/transport.h"

namespace watchpost {

std::unique_ptr<Transport> make_file_transport(const Source& source, const TransportOptions& options,
                                               boost::asio::io_context& context, ClockFunction clock);

}  // namespace watchpost
