// Checkpoints: a track's state at a few earlier times, so that it can be taken back for a late plot.
//
// A track keeps the newest checkpoint that is older than the lag and those after it, three fifths
// of it apart; the plots since then are in the plot window. So going back costs one restored state and
// a few updates, and a track costs a few hundred bytes and not one state a plot.
//
// Memory   160 bytes a checkpoint, in one slab for all tracks.
#pragma once

#include <array>
#include <cstdint>

#include "daemon/base/slot_array.h"
#include "daemon/fusion/track_state.h"

namespace watchpost {

class Checkpoints {
 public:
  using Head = Slot;  // the newest checkpoint of one track; no_slot: none
  // How far apart the checkpoints of a track stand that is to be taken back by at most a lag.
  static constexpr Duration spacing(Duration lag) { return lag * 3 / 5; }

  // Before a plot of this time is folded in: keeps the state where the newest checkpoint is far
  // enough back, and forgets what no plot within the lag can need.
  void keep(Head& head, const TrackState& state, EventTime time, Duration lag);

  // After a plot that has left the state as it was: a checkpoint of that state holds after it too.
  void keep_unchanged(Head head, const TrackState& state);

  // The newest state before the time, where there is one.
  bool find_before(Head head, EventTime time, TrackState& state) const;
  void forget_since(Head& head, EventTime time);  // those at or after it
  // Of the newest: the plots after this one, which had left the state as it was, are taken back.
  void set_newest_plot(Head head, PlotHandle newest_plot);

  void forget(Head& head);
  std::size_t memory_bytes() const { return saved_.capacity() * sizeof(Saved); }
  std::size_t size() const { return numbers_.used(); }
  bool has(Head head) const { return head == no_slot || head < numbers_.end(); }

  template <class Archive>
  friend void transfer(Archive& archive, Checkpoints& checkpoints) {
    archive(checkpoints.numbers_);
    for (Slot slot = 0; slot < checkpoints.numbers_.end() && !archive.has_failed(); ++slot) {
      checkpoints.saved_.grow_to(slot + 1);
      archive(checkpoints.saved_[slot]);
    }
    if constexpr (Archive::is_loading) {
      if (!archive.has_failed() && !checkpoints.is_sound())
        archive.fail("found checkpoints of a track that do not go back in time");
    }
  }

 private:
  // A state without what can be computed again: 10 of 16 covariances, an anchor instead of a frame.
  struct Saved {
    EventTime time;
    LatLon anchor;
    std::array<double, 4> mean{};
    std::array<double, 10> covariance{};
    EventTime last_hit;
    PlotHandle newest_plot = no_plot;
    float revisit_s = 0;
    std::uint16_t hits = 0;
    std::uint32_t gap_us = 0;
    Slot older = no_slot;

    template <class Archive>
    friend void transfer(Archive& archive, Saved& saved) {
      archive(saved.time, saved.anchor.latitude_deg, saved.anchor.longitude_deg, saved.mean, saved.covariance,
              saved.last_hit, saved.newest_plot, saved.revisit_s, saved.hits, saved.gap_us, saved.older);
    }
  };

  bool is_sound() const;
  static void pack(const TrackState& state, Saved& saved);
  static void unpack(const Saved& saved, TrackState& state);
  void drop_older_than_needed(Head head, EventTime horizon);

  SlotNumbers numbers_;
  SlotArray<Saved> saved_;
};

}  // namespace watchpost
