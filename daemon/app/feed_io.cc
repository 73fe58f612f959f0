#include "daemon/app/feed_io.h"

#include <boost/asio/post.hpp>
#include <chrono>

namespace watchpost {
namespace {

// Room for every feed's allowance and for the marks of many seconds beside them.
std::size_t queue_capacity(const Mission& mission) {
  return mission.feeds.size() * (FeedIo::batches_on_the_way_max + 16) + 1024;
}

}  // namespace

FeedIo::FeedIo(const Mission& mission, Wakeup& core_wakeup)
    : mission_(mission),
      timer_(context_),
      queue_(queue_capacity(mission), WhenFull::wait, core_wakeup, &room_),
      used_(queue_capacity(mission), WhenFull::wait, room_) {}

FeedIo::~FeedIo() {
  stop();
}

Status FeedIo::start() {
  for (std::size_t i = 0; i < mission_.feeds.size(); ++i) {
    const auto id = static_cast<FeedId>(i);
    auto state = std::make_unique<RunningFeed>();
    auto reader = FeedReader::create(
        mission_.feeds[i], id, context_, [this] { return clock_.now(); },
        [this, id](ReportBatchPtr& batch) { return take_batch(id, batch); },
        [this, id](ConnectionState connection) {
          push(FeedConnection{id, connection});
        });
    if (!reader) return reader.error();
    state->reader = std::move(*reader);
    feeds_.push_back(std::move(state));
  }
  work_.emplace(boost::asio::make_work_guard(context_));
  boost::asio::post(context_, [this] {
    for (const auto& feed : feeds_) feed->reader->start();
    push_health();  // every feed is known from the start
    wait_for_second();
  });
  thread_ = std::thread([this] { context_.run(); });
  return {};
}

void FeedIo::stop() {
  if (!thread_.joinable()) return;
  is_stopped_ = true;
  boost::asio::post(context_, [this] {
    timer_.cancel();
    for (const auto& feed : feeds_) feed->reader->stop();
    work_.reset();
    context_.stop();
  });
  thread_.join();
}

bool FeedIo::take_batch(FeedId feed, ReportBatchPtr& batch) {
  RunningFeed& state = *feeds_[index(feed)];
  if (state.on_the_way.load() >= batches_on_the_way_max) {
    state.is_waiting = true;
    // The core may have given the last one back just before it could see that we wait.
    if (state.on_the_way.load() >= batches_on_the_way_max) return false;
    state.is_waiting = false;
  }
  ++state.on_the_way;
  ReportBatchPtr next;
  if (!used_.pop(next)) next = std::make_unique<ReportBatch>();
  std::swap(next, batch);
  push(FeedBatch{feed, std::move(next)});
  return true;
}

// The allowances keep the queue from filling; a core that hangs while marks pile up holds us here.
void FeedIo::push(FeedEvent event) {
  queue_.push_wait(std::move(event), is_stopped_);
}

void FeedIo::give_back(FeedId feed, ReportBatchPtr batch) {
  batch->clear();
  if (!used_.push(std::move(batch))) batch.reset();
  RunningFeed& state = *feeds_[index(feed)];
  --state.on_the_way;
  if (state.on_the_way.load() > batches_on_the_way_max / 2 || !state.is_waiting.exchange(false)) return;
  boost::asio::post(context_, [&state] { state.reader->resume(); });
}

void FeedIo::wait_for_second() {
  const ReceiveTime now = clock_.now();
  const ReceiveTime next = floor_to_second(now) + std::chrono::seconds(1);
  timer_.expires_after(next - now);
  timer_.async_wait([this, next](const boost::system::error_code& error) {
    if (error || is_stopped_) return;
    on_second(next);
    wait_for_second();
  });
}

void FeedIo::on_second(ReceiveTime due) {
  const ReceiveTime now = clock_.now();
  for (SystemEvent& event : machine_.look(due, now, clock_.system_clock_offset())) push(std::move(event));
  for (const auto& feed : feeds_) feed->reader->tick(now);
  push(SecondMark{floor_to_second(now)});
  push_health();
}

void FeedIo::push_health() {
  FeedHealthSnapshot snapshot;
  for (const auto& feed : feeds_) snapshot.feeds.push_back(feed->reader->health());
  push(std::move(snapshot));
}

}  // namespace watchpost
