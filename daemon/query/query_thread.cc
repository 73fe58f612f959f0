#include "daemon/query/query_thread.h"

#include <future>
#include <map>
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
        server_(owner.info_, owner.settings_.stream_endpoint, owner.clock_, owner.settings_.alerts_kept,
                owner.settings_.act ? Actions::taken : Actions::refused),
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
      if (const auto* decision = std::get_if<OutgoingDecision>(outgoing.get())) answer_decided(*decision);
      outgoing.reset();
    }
  }

  bool answer_one() {
    if (!socket_.receive(frames_, frame_count_max)) return false;
    if (frames_.size() < 2 || frames_.size() > frame_count_max) {
      owner_.garbage_.fetch_add(1, std::memory_order_relaxed);
      return true;
    }
    owner_.requests_.fetch_add(1, std::memory_order_relaxed);  // before the one who asked can look
    if (auto command = server_.answer(frames_.back(), response_)) {
      act(std::move(*command));
      return true;
    }
    frames_.back().swap(response_);
    socket_.send(frames_);
    return true;
  }

  void act(Command command) {
    command.number = ++last_command_;
    const OutgoingDecision refusal{command.number, CommandProblem::no_room,
                                   "too much waits to be done already: try again"};
    waiting_.emplace(command.number, frames_);
    if (waiting_.size() > owner_.settings_.actions_waiting_max || !owner_.settings_.act(std::move(command)))
      answer_decided(refusal);
  }

  // The decision of a command that somebody waits for, or of none.
  void answer_decided(const OutgoingDecision& decision) {
    const auto waiting = waiting_.find(decision.command);
    if (waiting == waiting_.end()) return;
    Frames frames = std::move(waiting->second);
    waiting_.erase(waiting);
    server_.answer_decided(frames.back(), decision, response_);
    frames.back().swap(response_);
    socket_.send(frames);
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
  std::map<std::uint64_t, Frames> waiting_;  // for the core's decision, by the command's number
  std::uint64_t last_command_ = 0;
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
