// Tracker: reports become tracks.
//
// What names itself (a transponder's identity) is fused at once; what a sensor sees waits for the
// end of its look, which is told by the tick, and is fused with all that the sensor saw at the same
// time. What comes late is worked in at its own time (rework.h).
//
// Determinism   a function of the inputs in their order; ids are given in that order.
// Memory        at most 1,000,000 tracks; a report that would need one more is counted. The plots of the
// history,
//               at most 6,000,000 and those of one second.
// Threads       the core's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "daemon/base/deadlines.h"
#include "daemon/base/ids.h"
#include "daemon/base/interner.h"
#include "daemon/fusion/rework.h"
#include "daemon/fusion/scan_fusion.h"
#include "daemon/fusion/track_store.h"
#include "daemon/model/identity.h"
#include "daemon/model/mission.h"
#include "daemon/model/report_id.h"

namespace watchpost {

enum class ChangeKind : std::uint8_t {
  updated,    // by a report
  coasting,   // no report for longer than usual
  lost,       // dropped: its reports stopped
  left_area,  // dropped: it is outside the mission area, where it is not followed
  revised,    // dropped: a late report has shown that it never was
};

struct TrackChange {
  TrackId id{};
  ChangeKind kind = ChangeKind::updated;
  ReportId report{};                 // behind an update; none where late plots have only taken others away
  EventTime time;                    // of that report; of coasting, its beginning
  std::optional<EventTime> coasted;  // from then until that report
  // Where late plots were worked in: what the track was at this time or later holds no more, and
  // moments() has what it has gone through instead.
  std::optional<EventTime> since;
};

// What a track was after one report.
struct TrackMoment {
  TrackId id{};
  EventTime time;
  ReportId report{};
  KeptEstimate estimate;
  bool is_confirmed = false;
  std::optional<EventTime> coasted;  // from then until this report
};

class Tracker {
 public:
  struct Counters {
    std::uint64_t set_aside = 0;   // jumps that nothing had confirmed
    std::uint64_t too_late = 0;    // reports older than the lag, or than the history of their track
    std::uint64_t unmeasured = 0;  // reports that name nobody and measure nothing

    template <class Archive>
    friend void transfer(Archive& archive, Counters& counters) {
      archive(counters.set_aside, counters.too_late, counters.unmeasured);
    }
  };

  explicit Tracker(std::shared_ptr<const Mission> mission);

  // Adds to `changes` what became of the tracks. A dropped track can be read until the next report or
  // tick.
  void take(const Report& report, std::vector<TrackChange>& changes);
  // At a tick: fuses what sensors have seen since the last one, look by look. False: nothing waits.
  bool fuse_next(std::vector<TrackChange>& changes);
  // Then: what silence brings about. REQUIRES: fuse_next() has said that nothing waits
  void tick(ReceiveTime now, EventTime watermark, std::vector<TrackChange>& changes);

  // A changed configuration, between two ticks: which tracks are our units is found again (`renamed`: those
  // of which that has changed), and what is outside its area now is dropped. REQUIRES: feeds and units of the
  // same numbers; more of both may have been added
  void reconfigure(std::shared_ptr<const Mission> mission, ReceiveTime now, std::vector<TrackId>& renamed,
                   std::vector<TrackChange>& changes);

  // Of the last take() or fuse_next(): where late plots were worked in, what the tracks that they
  // concern went through again, in order of time.
  const std::vector<TrackMoment>& moments() const { return moments_; }

  bool is_known(TrackId id) const;
  bool is_dropped(TrackId id) const;                 // or not known at all
  std::size_t size() const { return shown_count_; }  // tracks that people have heard of
  const Counters& counters() const { return counters_; }
  std::uint64_t no_room() const {
    return fusion_.no_room();
  }  // reports that would have needed one track more
  const Rework::Counters& rework_counters() const { return rework_.counters(); }
  const TrackStore& store() const { return store_; }

  // Fills in what is known of a track, predicted to `time` where that is later. False: not known.
  bool show(TrackId id, EventTime time, Track& track) const;
  // The same as it was then; what people read beside where it is, is as it is known now.
  bool show(const TrackMoment& moment, Track& track) const;
  // Every track that people have heard of, in order of id, each predicted to `time` where that is later.
  void for_each(EventTime time, const std::function<void(const Track&)>& visit) const;

  template <class Archive>
  friend void transfer(Archive& archive, Tracker& tracker) {
    tracker.transfer_state(archive);
  }

 private:
  // What the report of a plot says beside it, until the plot has found its track.
  struct Said {
    PlotHandle plot = no_plot;
    Description description;

    template <class Archive>
    friend void transfer(Archive& archive, Said& said) {
      archive(said.plot, said.description);
    }
  };
  struct Mark {
    ReceiveTime time;
    PlotHandle end = 0;

    template <class Archive>
    friend void transfer(Archive& archive, Mark& mark) {
      archive(mark.time, mark.end);
    }
  };

  template <class Archive>
  void transfer_state(Archive& archive) {
    archive.section("tracker", 1);
    std::uint64_t no_room = fusion_.no_room();
    archive(store_, rework_.counters(), names_, deadlines_, counters_, no_room, newest_, last_received_,
            last_seen_, fusion_.bearings(), waiting_, said_, marks_, dropped_, shown_count_);
    fusion_.set_no_room(no_room);
    if constexpr (Archive::is_loading) {
      if (!archive.has_failed() && !is_sound()) archive.fail("found a plot or a track that is not there");
    }
  }
  bool is_sound() const;
  void take_named(const Report& report, IdentityKey identity, std::vector<TrackChange>& changes);
  void take_named_plot(const Report& report, IdentityKey identity, PlotHandle plot);
  void take_unnamed(const Report& report);
  bool work_in(Slot slot, PlotHandle plot);
  PlotHandle keep(const Report& report, const Plot& plot, bool is_named);

  void begin_step();
  void begin_fusing();
  void rework(std::vector<PlotHandle> late, std::vector<PlotHandle>& waiting,
              std::vector<std::pair<PlotHandle, IdentityKey>> names);
  void keep_moment(Slot slot, PlotHandle plot, const TrackState& state);
  void set_late_apart();
  void group_waiting(EventTime time);
  void settle(std::vector<TrackChange>& changes);
  void tell_of_others(std::size_t first_change, std::vector<TrackChange>& changes);
  void note(const Touched& hit);
  void note_said(const Touched& hit);
  void tell(Slot slot, ChangeKind kind, PlotHandle plot, std::vector<TrackChange>& changes);
  void end(Slot slot, ChangeKind why, std::vector<TrackChange>& changes);

  void schedule(Slot slot, ReceiveTime time);
  Duration silence_meaning_nothing(Slot slot) const;
  void look_at_named(Slot slot, ReceiveTime now, std::vector<TrackChange>& changes);
  void look_at_seen(Slot slot, ReceiveTime now, EventTime watermark, std::vector<TrackChange>& changes);
  void coast(Slot slot, ReceiveTime now, ReceiveTime drops, std::vector<TrackChange>& changes);
  bool has_left_area(Slot slot, ReceiveTime now) const;
  bool is_followed_everywhere(Slot slot) const;
  void release_dropped();
  void match_units_again(Slot slot, std::vector<TrackId>& renamed);
  void forget_outside();
  void forget_old_plots(ReceiveTime now);
  void forget_plots_beyond_their_bound();

  std::shared_ptr<const Mission> mission_;
  TrackStore store_;
  ScanFusion fusion_;
  Rework rework_;
  Interner names_;
  Deadlines<ReceiveTime, std::uint64_t> deadlines_;  // by track id: looked up again when due
  Counters counters_;
  EventTime newest_ = EventTime::min();   // of any plot that has found its track
  ReceiveTime last_received_;             // of any report
  std::optional<ReceiveTime> last_seen_;  // of what sensors saw
  std::vector<PlotHandle> waiting_;       // seen since the last tick
  std::vector<Said> said_;
  std::vector<Mark> marks_;                     // where the plots of each tick end
  std::vector<std::pair<Slot, bool>> dropped_;  // told now; whether nothing can bring it back
  std::size_t shown_count_ = 0;

  // Of one tick; reused.
  std::vector<Scan> scans_;
  std::size_t next_scan_ = 0;
  std::size_t scan_count_ = 0;
  bool is_fusing_ = false;
  std::vector<PlotHandle> late_;
  std::vector<Touched> touched_;
  std::vector<Slot> ended_;
  std::vector<Slot> reworked_;  // the tracks that late plots have concerned
  EventTime reworked_since_;
  std::vector<TrackMoment> moments_;
  std::vector<std::uint32_t> last_touch_;  // by slot
};

}  // namespace watchpost
