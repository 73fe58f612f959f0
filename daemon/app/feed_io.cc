#include "daemon/app/feed_io.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "daemon/app/reload.h"
#include "daemon/base/log.h"

namespace watchpost {
namespace {

// Feeds that may be added while running before they share the room of the others.
constexpr std::size_t feeds_added = 16;

// Room for every feed's allowance and for the marks of many seconds beside them.
std::size_t queue_capacity(const Mission& mission) {
  return (mission.feeds.size() + feeds_added) * (FeedIo::batches_on_the_way_max + 16) + 1024;
}

}  // namespace

FeedIo::FeedIo(std::shared_ptr<const Mission> mission, Wakeup& core_wakeup)
    : mission_(std::move(mission)),
      timer_(context_),
      queue_(queue_capacity(*mission_), WhenFull::wait, core_wakeup, &room_),
      used_(queue_capacity(*mission_), WhenFull::wait, room_) {}

FeedIo::~FeedIo() {
  stop();
}

Status FeedIo::start() {
  for (std::size_t i = 0; i < mission_->feeds.size(); ++i) {
    feeds_.push_back(std::make_shared<RunningFeed>());
    if (Status status = open(static_cast<FeedId>(i)); !status) return status;
  }
  feeds_of_core_ = feeds_;
  work_.emplace(boost::asio::make_work_guard(context_));
  boost::asio::post(context_, [this] {
    for (const auto& feed : feeds_) feed->reader->start();
    push_health();  // every feed is known from the start
    wait_for_second();
  });
  thread_ = std::thread([this] { context_.run(); });
  return {};
}

Status FeedIo::open(FeedId id) {
  RunningFeed& feed = *feeds_[index(id)];
  auto reader = FeedReader::create(
      mission_->feeds[index(id)], id, context_, [this] { return clock_.now(); },
      [this, id](ReportBatchPtr& batch) { return take_batch(id, batch); },
      [this, id](ConnectionState connection) {
        push(FeedConnection{id, connection});
      },
      feed.totals);
  if (!reader) return reader.error();
  feed.reader = std::move(*reader);
  return {};
}

void FeedIo::close(FeedId id) {
  RunningFeed& feed = *feeds_[index(id)];
  if (feed.reader == nullptr) return;
  feed.reader->stop();
  feed.totals = feed.reader->totals();
  feed.reader.reset();
}

void FeedIo::reconfigure(std::shared_ptr<const Mission> mission) {
  while (feeds_of_core_.size() < mission->feeds.size())
    feeds_of_core_.push_back(std::make_shared<RunningFeed>());
  boost::asio::post(context_, [this, next = std::move(mission), feeds = feeds_of_core_]() mutable {
    reconfigure_here(std::move(next), std::move(feeds));
  });
}

// What is closed is closed first: it may hold the port of one that is opened.
void FeedIo::reconfigure_here(std::shared_ptr<const Mission> mission, RunningFeeds feeds) {
  const std::shared_ptr<const Mission> before = std::exchange(mission_, std::move(mission));
  feeds_ = std::move(feeds);
  std::vector<FeedId> opened;
  for (std::size_t i = 0; i < feeds_.size(); ++i) {
    const auto id = static_cast<FeedId>(i);
    const Feed& feed = mission_->feeds[i];
    if (i < before->feeds.size() && !is_read_differently(before->feeds[i], feed)) continue;
    close(id);
    if (!feed.is_retired) opened.push_back(id);
  }
  for (const FeedId id : opened) {
    if (Status status = open(id); status.ok())
      feeds_[index(id)]->reader->start();
    else
      log().error("{}", status.error().line());
  }
  push_health();
}

void FeedIo::stop() {
  if (!thread_.joinable()) return;
  is_stopped_ = true;
  boost::asio::post(context_, [this] {
    timer_.cancel();
    for (const auto& feed : feeds_)
      if (feed->reader != nullptr) feed->reader->stop();
    work_.reset();
    context_.stop();
  });
  thread_.join();
}

bool FeedIo::is_used_up(const RunningFeed& feed) {
  return feed.on_the_way.load() >= batches_on_the_way_max ||
         feed.reports_on_the_way.load() >= reports_on_the_way_max;
}

bool FeedIo::take_batch(FeedId feed, ReportBatchPtr& batch) {
  RunningFeed& state = *feeds_[index(feed)];
  if (is_used_up(state)) {
    state.is_waiting = true;
    // The core may have given the last one back just before it could see that we wait.
    if (is_used_up(state)) return false;
    state.is_waiting = false;
  }
  ++state.on_the_way;
  state.reports_on_the_way += static_cast<int>(batch->reports().size());
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
  const auto report_count = static_cast<int>(batch->reports().size());
  batch->clear();
  if (!used_.push(std::move(batch))) batch.reset();
  const std::shared_ptr<RunningFeed>& state = feeds_of_core_[index(feed)];
  const int batches_left = --state->on_the_way;
  const int reports_left = state->reports_on_the_way -= report_count;
  if (batches_left > batches_on_the_way_max / 2 || reports_left > reports_on_the_way_max / 2 ||
      !state->is_waiting.exchange(false))
    return;
  boost::asio::post(context_, [state] {
    if (state->reader != nullptr) state->reader->resume();
  });
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
  for (const auto& feed : feeds_)
    if (feed->reader != nullptr) feed->reader->tick(now);
  push(SecondMark{floor_to_second(now)});
  push_health();
}

void FeedIo::push_health() {
  FeedHealthSnapshot snapshot;
  for (const auto& feed : feeds_)
    if (feed->reader != nullptr) snapshot.feeds.push_back(feed->reader->health());
  push(std::move(snapshot));
}

}  // namespace watchpost
