// HeldAnswers: answers too long for one page, as they were when they were asked for, so that all
// pages of one answer show the same moment.
//
// A page's `continue` names the answer and the place to go on at; both are checked when it comes
// back, and it may come back twice. Bounded: the oldest answer makes room for a new one.
// Threads  the query thread's own.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/query/picture.h"
#include "watchpost/v1/query.pb.h"

namespace watchpost {

// What a snapshot, or the alerts since a sequence, consist of.
struct HeldAnswer {
  bool is_snapshot = false;
  std::vector<std::shared_ptr<const OutgoingTrack>> tracks;
  std::vector<LoggedAlert> alerts;  // stand after the tracks
  std::vector<::watchpost::v1::LabelSequences> sequences;
  std::optional<ReceiveTime> time;

  std::size_t size() const { return tracks.size() + alerts.size(); }
};

// `STREAM.ANSWER.PLACE`
struct Continuation {
  std::string_view stream;
  std::uint64_t answer = 0;
  std::uint64_t place = 0;
};
std::optional<Continuation> parse_continuation(std::string_view text);
std::string continuation_text(const Continuation& continuation);

class HeldAnswers {
 public:
  static constexpr std::size_t held_max = 16;
  static constexpr Duration kept_unused = std::chrono::seconds(60);

  // Its number; from now on it is kept.
  std::uint64_t hold(std::shared_ptr<const HeldAnswer> answer, ReceiveTime now);

  // Null where it is no longer kept, or never was.
  std::shared_ptr<const HeldAnswer> find(std::uint64_t number, ReceiveTime now);

  void forget_unused(ReceiveTime now);

  std::size_t size() const { return held_.size(); }

 private:
  struct Held {
    std::uint64_t number;
    ReceiveTime used;
    std::shared_ptr<const HeldAnswer> answer;
  };
  std::list<Held> held_;  // the one used longest ago first
  std::uint64_t last_number_ = 0;
};

}  // namespace watchpost
