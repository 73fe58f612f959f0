// Timestamp: times of the model as google.protobuf.Timestamp, and back; exact to the nanosecond.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <optional>

#include "daemon/base/time.h"

namespace watchpost {

inline void set_timestamp(std::int64_t unix_time_ns, google::protobuf::Timestamp& message) {
  constexpr std::int64_t ns_a_second = 1'000'000'000;
  std::int64_t second_count = unix_time_ns / ns_a_second;
  std::int64_t rest_ns = unix_time_ns % ns_a_second;
  if (rest_ns < 0) {
    --second_count;
    rest_ns += ns_a_second;
  }
  message.set_seconds(second_count);
  message.set_nanos(static_cast<std::int32_t>(rest_ns));
}

template <class Time>
void set_timestamp(Time time, google::protobuf::Timestamp& message) {
  set_timestamp(unix_ns(time), message);
}

// Nanoseconds since 1970; nothing where the message is not a time within reach of the model
// (1678 to 2261).
inline std::optional<std::int64_t> unix_ns_of(const google::protobuf::Timestamp& message) {
  constexpr std::int64_t ns_a_second = 1'000'000'000;
  constexpr std::int64_t seconds_max = 9'223'372'035;
  if (message.nanos() < 0 || message.nanos() >= ns_a_second) return std::nullopt;
  if (message.seconds() < -seconds_max || message.seconds() > seconds_max) return std::nullopt;
  return message.seconds() * ns_a_second + message.nanos();
}

}  // namespace watchpost
