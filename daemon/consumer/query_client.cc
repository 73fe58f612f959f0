#include "daemon/consumer/query_client.h"

#include <chrono>
#include <utility>

namespace watchpost {
namespace {

namespace pb = ::watchpost::v1;
using Monotonic = std::chrono::steady_clock;

constexpr std::int64_t response_bytes_max = 1 << 20;
constexpr int poll_ms = 100;

}  // namespace

Result<QueryClient> QueryClient::connect(SocketContext& context, const std::string& endpoint,
                                         Duration patience) {
  Result<Socket> socket =
      Socket::connect(context, SocketKind::dealer, endpoint, {response_bytes_max, 10, 100, 0});
  if (!socket.ok()) return socket.error();
  return QueryClient(std::move(*socket), patience);
}

Result<pb::Response> QueryClient::exchange(Request request, const std::atomic<bool>& is_stopped) {
  ++last_request_;
  request.set_request_id(std::to_string(last_request_));
  if (!socket_.send({request.SerializeAsString()})) return Error{socket_.endpoint(), "cannot be reached"};
  return wait_for(request.request_id(), is_stopped);
}

Result<pb::Response> QueryClient::ask(Request request, const std::atomic<bool>& is_stopped) {
  Result<Response> response = exchange(std::move(request), is_stopped);
  if (response.ok() && response->has_error()) return Error{socket_.endpoint(), response->error().text()};
  return response;
}

Result<pb::Response> QueryClient::wait_for(const std::string& request_id,
                                           const std::atomic<bool>& is_stopped) {
  const auto deadline = Monotonic::now() + patience_;
  pb::Response response;
  while (Monotonic::now() < deadline && !is_stopped.load(std::memory_order_acquire)) {
    if (!socket_.receive(frames_)) {
      socket_.wait(-1, poll_ms);
      continue;
    }
    // An answer to an earlier question, given up, may still come.
    if (response.ParseFromString(frames_.back()) && response.request_id() == request_id) return response;
  }
  return Error{socket_.endpoint(),
               "gave no answer within " + std::to_string(static_cast<int>(seconds(patience_))) + " s"};
}

Status QueryClient::ask_all(Request request, const std::function<void(const Response&)>& on_page,
                            const std::atomic<bool>& is_stopped) {
  for (;;) {
    const Result<Response> page = ask(request, is_stopped);
    if (!page.ok()) return page.error();
    on_page(*page);
    if (!page->has_continue_()) return {};
    request.set_continue_(page->continue_());
  }
}

}  // namespace watchpost
