#include "daemon/query/query_thread.h"

#include <future>
#include <utility>

#include "daemon/query/query_server.h"
#include "daemon/sockets/socket.h"

namespace watchpost {
namespace {

constexpr std::int64_t request_bytes_max = 1 << 20;
constexpr int answers_waiting_max = 64;   // for one consumer, a page each
constexpr int requests_waiting_max = 64;  // of one consumer
constexpr int linger_ms = 1000;
constexpr int idle_ms = 1000;
constexpr std::size_t frame_count_max = 8;  // the peer's id, what the message came by, the request

}  // namespace

// What lives on the thread.
class QueryThread::Loop {
 public:
  Loop(QueryThread& owner, Socket socket)
      : owner_(owner),
        server_(owner.info_, owner.settings_.stream_endpoint, owner.clock_, owner.settings_.alerts_kept),
        socket_(std::move(socket)) {}

  void run() {
    while (!owner_.is_stopped_.load(std::memory_order_acquire)) {
      apply_all();
      if (!answer_one()) sleep();
    }
  }

 private:
  // At most what can wait, so that whoever asks gets his turn.
  void apply_all() {
    OutgoingPtr outgoing;
    for (std::size_t i = 0; i < owner_.settings_.queue_capacity && owner_.queue_.pop(outgoing); ++i) {
      server_.apply(outgoing);
      outgoing.reset();
    }
  }

  bool answer_one() {
    if (!socket_.receive(frames_, frame_count_max)) return false;
    if (frames_.size() < 2 || frames_.size() > frame_count_max) {
      owner_.garbage_.fetch_add(1, std::memory_order_relaxed);
      return true;
    }
    server_.answer(frames_.back(), response_);
    frames_.back().swap(response_);
    owner_.requests_.fetch_add(1, std::memory_order_relaxed);  // before the one who asked can look
    socket_.send(frames_);
    return true;
  }

  void sleep() {
    owner_.work_.arm();
    if (owner_.queue_.is_empty() && !owner_.is_stopped_.load(std::memory_order_acquire))
      socket_.wait(owner_.work_.fd(), idle_ms);
    owner_.work_.disarm();
  }

  QueryThread& owner_;
  QueryServer server_;
  Socket socket_;
  Frames frames_;
  std::string response_;
};

QueryThread::QueryThread(NodeInfo info, QuerySettings settings, ClockFunction clock)
    : info_(std::move(info)),
      settings_(std::move(settings)),
      clock_(std::move(clock)),
      queue_(settings_.queue_capacity, WhenFull::wait, work_, &room_) {}

QueryThread::~QueryThread() {
  stop();
}

Status QueryThread::start() {
  std::promise<Status> started;
  std::future<Status> is_started = started.get_future();
  thread_ = std::thread([this, &started] {
    SocketContext context;
    Result<Socket> bound =
        Socket::bind(context, SocketKind::router, settings_.endpoint,
                     {request_bytes_max, answers_waiting_max, requests_waiting_max, linger_ms});
    if (!bound.ok()) return started.set_value(bound.error());
    endpoint_ = bound->endpoint();
    Loop loop(*this, std::move(*bound));
    started.set_value({});
    loop.run();
  });
  Status status = is_started.get();
  if (!status.ok()) thread_.join();
  return status;
}

void QueryThread::stop() {
  is_stopped_.store(true, std::memory_order_release);
  work_.signal();
  room_.signal();
  if (thread_.joinable()) thread_.join();
}

}  // namespace watchpost
