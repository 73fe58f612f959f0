// QueryClient: asks a daemon's query endpoint, and waits for the answer.
//
// Errors   no answer in time, or the daemon's own error, with the endpoint.
// Threads  one; a signal to it or `is_stopped` ends the wait.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/sockets/socket.h"
#include "watchpost/v1/query.pb.h"

namespace watchpost {

class QueryClient {
 public:
  using Request = ::watchpost::v1::Request;
  using Response = ::watchpost::v1::Response;

  static Result<QueryClient> connect(SocketContext& context, const std::string& endpoint, Duration patience);

  // One page. The request's id is given here.
  Result<Response> ask(Request request, const std::atomic<bool>& is_stopped);
  // The same, where an error of the daemon's is an answer too.
  Result<Response> exchange(Request request, const std::atomic<bool>& is_stopped);

  // Every page of one answer, in order. Where the daemon no longer keeps the answer the error says so, and
  // the pages so far are of no use.
  Status ask_all(Request request, const std::function<void(const Response&)>& on_page,
                 const std::atomic<bool>& is_stopped);

 private:
  QueryClient(Socket socket, Duration patience) : socket_(std::move(socket)), patience_(patience) {}
  Result<Response> wait_for(const std::string& request_id, const std::atomic<bool>& is_stopped);

  Socket socket_;
  Duration patience_;
  std::uint64_t last_request_ = 0;
  Frames frames_;
};

}  // namespace watchpost
