// Story: what becomes of one condition over time, from what was judged of it.
//
//                    holds, hold_s over                    fails, clear_s over; a person clears
//    idle ──► holding ─────────────────► raised ──► clearing ──────────────► cooling ──► idle
//     ▲   holds  │ fails, coasts           ▲ ▲ holds   │                       │ cooldown_s over,
//     └──────────┘                         │ └─────────┘                       │ holds
//                                          └───────────────────────────────────┘
//
// A hold, a clear or a cooldown that ends between two judgements takes effect at the first whole second
// not before its end: the tick. The story is a function of the judgements in order of their times and of
// how far the ticks have come, not of when anybody heard of them: taken back to an earlier time and told
// again with what was missing, it is the story as if that had come in order.
//
// Memory        the states of the last `memory`, one for each change.
// Determinism   a function of the calls; integers alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/time.h"

namespace watchpost {

enum class Phase : std::uint8_t { idle, holding, raised, clearing, cooling };

enum class Verdict : std::uint8_t {
  holds,
  fails,
  happens,  // at this moment: what it raises clears `clear` later
  coasts,   // nothing is heard of the subject any more: holds are forgotten, what is raised stays
  ends,     // the subject is no more
  cleared,  // by a person
};

// What the rule asks for.
struct Timing {
  Duration hold{};
  Duration clear{};
  Duration cooldown{};
  bool is_latched = false;
};

class Story {
 public:
  // One alert from its raising to its end.
  struct Episode {
    EventTime raised_time;
    std::optional<EventTime> cleared_time;
    std::string why;  // it ended

    bool operator==(const Episode&) const = default;
  };

  // REQUIRES: not before last_time(): take back first
  void judge(Verdict verdict, EventTime time, std::string_view why, const Timing& timing, Duration memory);
  // A cooldown that goes on from an earlier story of the same subject. REQUIRES: nothing judged yet
  void rest_until(EventTime time);
  // The ticks have come to `now`.
  void tick(EventTime now, const Timing& timing);
  // As if nothing had been judged at or after the time; what people have cleared since is cleared again in
  // its turn. False: it is too long ago, and nothing has changed.
  bool take_back(EventTime time);

  Phase phase() const { return now_.phase; }
  bool is_open() const { return now_.is_open(); }
  bool is_true() const { return now_.is_true; }       // as it was judged last
  EventTime began() const { return now_.began; }      // what holds, or was raised
  EventTime last_time() const { return last_time_; }  // of what was judged
  EventTime raised_time() const { return now_.raised_time; }
  EventTime rests_until() const { return now_.due; }  // REQUIRES: phase() == Phase::cooling
  // When the next tick matters; nothing where none does.
  std::optional<EventTime> due() const { return due_of(now_); }
  // The alerts that have ended, as far as they are not forgotten, the oldest first, and the one that is open.
  std::vector<Episode> episodes() const;
  // Whether ticks have brought about what a judgement before them may undo.
  bool has_ticked() const { return !(now_ == last_judged()); }
  std::size_t closed_count() const { return closed_.size(); }
  void forget_closed_before(EventTime time);

  template <class Archive>
  friend void transfer(Archive& archive, Story& story) {
    archive(story.states_, story.closed_, story.cleared_, story.now_, story.last_time_, story.ticked_,
            story.is_whole_);
    if constexpr (Archive::is_loading) {
      if (!story.is_sound()) archive.fail("found a story that contradicts itself");
    }
  }

 private:
  struct State {
    Phase phase = Phase::idle;
    bool is_true = false;
    bool is_moment = false;  // it happened, and is over
    EventTime due;           // of holding, clearing, cooling
    EventTime hold_complete;
    EventTime began;
    EventTime raised_time;

    bool is_open() const { return phase == Phase::raised || phase == Phase::clearing; }
    bool operator==(const State&) const = default;

    template <class Archive>
    friend void transfer(Archive& archive, State& state) {
      archive(state.phase, state.is_true, state.is_moment, state.due, state.hold_complete, state.began,
              state.raised_time);
      if constexpr (Archive::is_loading) {
        if (state.phase > Phase::cooling) archive.fail("found a phase that there is not");
      }
    }
  };
  struct Kept {  // after what was judged at the time, and before any later tick
    EventTime time;
    State state;

    template <class Archive>
    friend void transfer(Archive& archive, Kept& kept) {
      archive(kept.time, kept.state);
    }
  };
  struct Closed {
    Episode episode;
    bool is_by_tick = false;

    template <class Archive>
    friend void transfer(Archive& archive, Closed& closed) {
      archive(closed.episode.raised_time, closed.episode.cleared_time, closed.episode.why, closed.is_by_tick);
    }
  };
  struct Cleared {  // by a person
    EventTime time;
    std::string why;

    template <class Archive>
    friend void transfer(Archive& archive, Cleared& cleared) {
      archive(cleared.time, cleared.why);
    }
  };

  static std::optional<EventTime> due_of(const State& state);
  const State& last_judged() const;
  void proceed(State& state, EventTime end, EventTime ticks_end, const Timing& timing);
  void run_ticks(State& state, EventTime end, const Timing& timing);
  void begin(State& state, EventTime time, bool is_moment, const Timing& timing);
  void raise(State& state, EventTime time, const Timing& timing);
  void close(State& state, EventTime time, std::string_view why, const Timing& timing, bool is_by_tick);
  void apply(State& state, Verdict verdict, EventTime time, std::string_view why, const Timing& timing);
  void holds(State& state, EventTime time, bool is_moment, const Timing& timing);
  void fails(State& state, EventTime time, std::string_view why, const Timing& timing);
  void forget_ticks();
  bool is_sound() const;

  std::vector<Kept> states_;      // in order of time
  std::vector<Closed> closed_;    // in order of time
  std::vector<Cleared> cleared_;  // in order of time
  State now_;
  EventTime last_time_ = long_ago;
  EventTime ticked_ = long_ago;
  bool is_whole_ = true;  // no state has been forgotten
};

// The first whole second not before the time.
constexpr EventTime ceil_to_second(EventTime time) {
  if (time > EventTime::max() - std::chrono::seconds(1)) return EventTime::max();
  const EventTime whole = floor_to_second(time);
  return whole == time ? time : whole + std::chrono::seconds(1);
}

}  // namespace watchpost
