// Time: when it happened, when we heard of it, and never one for the other.
//
// Both are nanoseconds since 1970-01-01 UTC, leap seconds ignored. The two time
// points have different types: comparing or subtracting one from the other does
// not compile, and neither clock has a now(). Event time comes from reports and
// ticks; receive time is stamped once, by the transport that read the bytes.
//
// Determinism   integers only; a time never passes through a floating-point number
//               on its way from bytes to bytes. seconds() is for measured values.
#pragma once

#include <chrono>
#include <cstdint>

namespace watchpost {

using Duration = std::chrono::nanoseconds;

template <class Tag>
struct Clock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = false;
};

using EventTime = Clock<struct EventTag>::time_point;      // observed at
using ReceiveTime = Clock<struct ReceiveTag>::time_point;  // arrived at

template <class Time>
constexpr std::int64_t unix_ns(Time time) {
  return time.time_since_epoch().count();
}

constexpr EventTime event_time_from_ns(std::int64_t unix_time_ns) {
  return EventTime(Duration(unix_time_ns));
}
constexpr ReceiveTime receive_time_from_ns(std::int64_t unix_time_ns) {
  return ReceiveTime(Duration(unix_time_ns));
}

// The one place where a receive time is taken for an event time, on purpose: a tick's
// time for rules, and a report whose source has no clock of its own.
constexpr EventTime as_event_time(ReceiveTime received) {
  return event_time_from_ns(unix_ns(received));
}

// Before everything, and far enough from the end of numbers to be rounded.
inline constexpr EventTime long_ago = EventTime::min() + std::chrono::hours(24);

// A duration as a measured value, for arithmetic with other measured values.
constexpr double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

// The nearest duration to a number of seconds from configuration or a filter.
constexpr Duration duration_from_s(double duration_s) {
  return Duration(static_cast<std::int64_t>(duration_s * 1e9 + (duration_s < 0 ? -0.5 : 0.5)));
}

// The last whole second at or before a time, as a tick is made on.
template <class Time>
constexpr Time floor_to_second(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

}  // namespace watchpost
