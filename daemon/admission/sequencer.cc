#include "daemon/admission/sequencer.h"

#include <algorithm>

#include "daemon/base/check.h"

namespace watchpost {
namespace {

constexpr Duration second = std::chrono::seconds(1);
// Seconds with faults that a feed may have ahead of the ticks; beyond them they count with the last.
constexpr std::size_t fault_counts_max = 65'536;
constexpr Duration gap_max = std::chrono::hours(24);

// The last whole second before a time.
ReceiveTime second_before(ReceiveTime time) {
  return floor_to_second(time - Duration(1));
}

}  // namespace

Sequencer::Sequencer(std::size_t feed_count, FeedTime time) : time_(time), feeds_(feed_count) {}

void Sequencer::push(FeedId feed, ReportBatchPtr batch) {
  FeedQueue& queue = feeds_[index(feed)];
  keep_faults(queue, *batch);
  if (batch->reports().empty()) {
    used_.emplace_back(feed, std::move(batch));
    return;
  }
  queue.batches.push_back(std::move(batch));
}

void Sequencer::keep_faults(FeedQueue& queue, const ReportBatch& batch) {
  for (const FaultCount& faults : batch.faults()) {
    const bool is_new = queue.faults.empty() || queue.faults.back().tick < faults.tick;
    if (is_new && queue.faults.size() < fault_counts_max)
      queue.faults.push_back(faults);
    else
      queue.faults.back().count += faults.count;
  }
}

std::uint64_t Sequencer::take_faults(FeedId feed, ReceiveTime tick) {
  std::deque<FaultCount>& faults = feeds_[index(feed)].faults;
  std::uint64_t count = 0;
  for (; !faults.empty() && faults.front().tick <= tick; faults.pop_front()) count += faults.front().count;
  return count;
}

bool Sequencer::is_over(FeedId feed) const {
  const FeedQueue& queue = feeds_[index(feed)];
  return !queue.is_open && queue.batches.empty();
}

void Sequencer::close(FeedId feed) {
  feeds_[index(feed)].is_open = false;
}

void Sequencer::open(FeedId feed) {
  feeds_[index(feed)].is_open = true;
}

void Sequencer::tick_mark(ReceiveTime time) {
  CHECK(time_ == FeedTime::clock, "recorded times make their own ticks");
  marked_ = std::max(marked_.value_or(time), time);
}

std::optional<std::variant<Report*, Tick>> Sequencer::next() {
  const std::optional<std::size_t> chosen = earliest();
  if (!chosen) {
    const bool is_over = time_ == FeedTime::data && last_report_ && !awaited();
    const std::optional<ReceiveTime> until =
        is_over ? std::optional(floor_to_second(*last_report_)) : marked_;
    if (!until) return std::nullopt;
    if (const auto tick = tick_before(*until + Duration(1))) return *tick;
    return std::nullopt;
  }
  Report* report = head(feeds_[*chosen]);
  if (last_report_) report->receive_time = std::max(report->receive_time, *last_report_);
  if (time_ == FeedTime::data && must_wait(*chosen)) return std::nullopt;
  if (const auto tick = tick_before(report->receive_time)) return *tick;
  last_report_ = report->receive_time;
  return advance(*chosen);
}

std::optional<FeedId> Sequencer::awaited() const {
  for (std::size_t i = 0; i < feeds_.size(); ++i)
    if (feeds_[i].is_open && feeds_[i].batches.empty()) return FeedId(i);
  return std::nullopt;
}

std::optional<std::pair<FeedId, ReportBatchPtr>> Sequencer::take_used() {
  if (used_.empty()) return std::nullopt;
  auto used = std::move(used_.front());
  used_.pop_front();
  return used;
}

Report* Sequencer::head(FeedQueue& queue) {
  return queue.batches.empty() ? nullptr : &queue.batches.front()->reports()[queue.position];
}

const Report* Sequencer::head(const FeedQueue& queue) const {
  return queue.batches.empty() ? nullptr : &queue.batches.front()->reports()[queue.position];
}

std::optional<std::size_t> Sequencer::earliest() const {
  std::optional<std::size_t> chosen;
  ReceiveTime least{};
  for (std::size_t i = 0; i < feeds_.size(); ++i) {
    const Report* report = head(feeds_[i]);
    if (report == nullptr || (chosen && report->receive_time >= least)) continue;
    chosen = i;
    least = report->receive_time;
  }
  return chosen;
}

// A feed that has shown a later report delivers no earlier one; one that has shown nothing may.
bool Sequencer::must_wait(std::size_t chosen) const {
  for (std::size_t i = 0; i < feeds_.size(); ++i)
    if (i != chosen && feeds_[i].is_open && feeds_[i].batches.empty()) return true;
  return false;
}

std::optional<Tick> Sequencer::tick_before(ReceiveTime received) {
  if (!last_tick_) {
    // The first tick is the first whole second at or after the first report or mark.
    if (time_ == FeedTime::clock && marked_ && !last_report_ && *marked_ < received) {
      last_tick_ = *marked_;
      return Tick{*last_tick_, {}};
    }
    if (!last_report_) return std::nullopt;
    last_tick_ = second_before(*last_report_);
  }
  const ReceiveTime last_due = second_before(received);
  if (*last_tick_ >= last_due) return std::nullopt;
  ReceiveTime tick = *last_tick_ + second;
  if (time_ == FeedTime::data && tick - *last_report_ > gap_max) tick = last_due;
  last_tick_ = tick;
  return Tick{tick, {}};
}

Report* Sequencer::advance(std::size_t chosen) {
  FeedQueue& queue = feeds_[chosen];
  Report* report = head(queue);
  if (++queue.position == queue.batches.front()->reports().size()) {
    used_.emplace_back(FeedId(chosen), std::move(queue.batches.front()));
    queue.batches.pop_front();
    queue.position = 0;
  }
  return report;
}

}  // namespace watchpost
