#include "adapters/recorded_clock.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "adapters/fields.h"

namespace watchpost {
namespace {

__extension__ using Int128 = __int128;

constexpr double rate_uhz_max = 1e18;

std::uint64_t micro_hertz(double rate_hz) {
  const double rate_uhz = std::round(rate_hz * 1e6);
  if (!(rate_uhz >= 1)) return 1;
  return static_cast<std::uint64_t>(std::min(rate_uhz, rate_uhz_max));
}

std::optional<int> two_digits(std::string_view text, std::size_t at, int max) {
  const auto value = integer(text.substr(at, 2), 0, max);
  if (!value || text[at] < '0' || text[at] > '9') return std::nullopt;
  return static_cast<int>(*value);
}

// `Z`, or +HH:MM as minutes.
std::optional<int> offset_minutes(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const auto hours = two_digits(zone, 1, 23);
  const auto minutes = two_digits(zone, 4, 59);
  if (!hours || !minutes) return std::nullopt;
  return (zone[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

// REQUIRES: since >= 0. As late as can be said, at most.
ReceiveTime later(ReceiveTime time, Duration since) {
  return time > ReceiveTime::max() - since ? ReceiveTime::max() : time + since;
}

}  // namespace

std::optional<ReceiveTime> start_time(std::string_view text) {
  constexpr std::size_t to_seconds = 19;  // YYYY-MM-DDTHH:MM:SS
  if (text.size() <= to_seconds || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' ||
      std::string_view("Tt ").find(text[10]) == std::string_view::npos)
    return std::nullopt;
  const auto year = integer(text.substr(0, 4), 1678, 2261);
  const auto month = two_digits(text, 5, 12);
  const auto day = two_digits(text, 8, 31);
  const auto hour = two_digits(text, 11, 23);
  const auto minute = two_digits(text, 14, 59);
  const auto second = two_digits(text, 17, 59);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const auto whole =
      unix_time_ns(CivilTime{static_cast<int>(*year), *month, *day, *hour, *minute, *second, 0});

  std::string_view rest = text.substr(to_seconds);
  std::optional<std::int64_t> fraction_ns = 0;
  if (rest.front() == '.') {
    const std::size_t zone = rest.find_first_not_of("0123456789", 1);
    if (zone == std::string_view::npos || zone == 1) return std::nullopt;
    fraction_ns = unix_time_ns("0" + std::string(rest.substr(0, zone)));
    rest.remove_prefix(zone);
  }
  const auto offset = offset_minutes(rest);
  if (!whole || !fraction_ns || !offset) return std::nullopt;
  return receive_time_from_ns(*whole + *fraction_ns) - std::chrono::minutes(*offset);
}

RecordedClock::RecordedClock(ReceiveTime start, double rate_hz, RecordedProgress& progress, Output output)
    : start_(start), rate_uhz_(micro_hertz(rate_hz)), progress_(progress), output_(std::move(output)) {}

ReceiveTime RecordedClock::invented_time(std::uint64_t frame_number) const {
  constexpr Int128 ns_per_us_rate = Int128{1'000'000'000} * 1'000'000;
  const Int128 since_start_ns = (Int128{frame_number} * ns_per_us_rate + rate_uhz_ / 2) / rate_uhz_;
  const Int128 time_ns = unix_ns(start_) + since_start_ns;
  return receive_time_from_ns(
      static_cast<std::int64_t>(std::min(time_ns, Int128{std::numeric_limits<std::int64_t>::max()})));
}

ReceiveTime RecordedClock::time_of(const RecordedCounter& counter) const {
  const ReceiveTime time = later(start_, counter.since_start);
  if (!progress_.newest || progress_.is_invented || counter.period <= Duration(0)) return time;
  // More than half a period behind: it has begun anew.
  const Duration behind = *progress_.newest - time;
  if (behind <= counter.period / 2) return time;
  return later(time, behind / counter.period * counter.period +
                         (behind % counter.period > counter.period / 2 ? counter.period : Duration(0)));
}

void RecordedClock::put_out(const Frame& frame) {
  if (progress_.is_invented) {
    const ReceiveTime time = invented_time(progress_.frame_count);
    progress_.newest = std::max(progress_.newest.value_or(time), time);
  }
  ++progress_.frame_count;
  output_(frame, *progress_.newest, progress_.is_invented);
}

void RecordedClock::frame(const Frame& frame, std::optional<ReceiveTime> recorded) {
  if (recorded && !progress_.has_reported) {
    if (std::exchange(progress_.is_invented, false)) progress_.newest.reset();
    progress_.newest = std::max(progress_.newest.value_or(*recorded), *recorded);
    release();
  }
  if (progress_.newest) {
    release();  // another connection of the feed may have brought the first time
    put_out(frame);
    return;
  }
  waiting_.push_back({frame.bytes.size(), frame.offset, frame.is_unfinished});
  waiting_bytes_.append(frame.bytes);
  // A short frame costs more in waiting_ than in bytes.
  if (waiting_bytes_.size() + waiting_.size() * sizeof(Waiting) > backlog_bytes_max) give_up_waiting();
}

void RecordedClock::release() {
  if (waiting_.empty()) return;
  const std::vector<Waiting> waiting = std::exchange(waiting_, {});
  const std::string bytes = std::exchange(waiting_bytes_, {});
  std::size_t begin = 0;
  for (const Waiting& one : waiting) {
    put_out({std::string_view(bytes).substr(begin, one.length), one.offset, one.is_unfinished});
    begin += one.length;
  }
}

void RecordedClock::give_up_waiting() {
  if (waiting_.empty()) return;
  if (!progress_.newest) progress_.is_invented = true;
  release();
}

}  // namespace watchpost
