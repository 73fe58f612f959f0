// Jumps: the reports of a name that its track has not believed, and which later report settled each.
//
// The newest waits for a second report that agrees with it; a report that agrees with the track, or
// a jump to yet another place, settles it too. What was settled is remembered for as long as the
// track can be taken back behind it.
//
// Memory   72 bytes a jump, at most jumps_max of them for a name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/fusion/plot_window.h"

namespace watchpost {

struct Jump {
  WindowPlot plot;
  PlotHandle handle = no_plot;
  PlotHandle settled_by = no_plot;  // no_plot: it waits
  EventTime settled_time;
  bool is_confirmed = false;  // by that report: the track has begun anew there

  template <class Archive>
  friend void transfer(Archive& archive, Jump& jump) {
    archive(jump.plot, jump.handle, jump.settled_by, jump.settled_time, jump.is_confirmed);
  }
};

class Jumps {
 public:
  static constexpr std::size_t jumps_max = 64;  // the oldest makes room

  const Jump* waiting() const {
    return jumps_.empty() || jumps_.back().settled_by != no_plot ? nullptr : &jumps_.back();
  }
  const Jump* confirmed_by(PlotHandle handle) const {
    const auto jump = std::find_if(jumps_.rbegin(), jumps_.rend(), [&](const Jump& entry) {
      return entry.is_confirmed && entry.settled_by == handle;
    });
    return jump == jumps_.rend() ? nullptr : &*jump;
  }

  void settle(PlotHandle by, EventTime time, bool is_confirmed) {
    if (waiting() == nullptr) return;
    jumps_.back().settled_by = by;
    jumps_.back().settled_time = time;
    jumps_.back().is_confirmed = is_confirmed;
  }

  // `history` is how far a track can be taken back.
  void add(PlotHandle handle, const WindowPlot& plot, Duration history) {
    settle(handle, plot.time, false);
    std::erase_if(jumps_, [&](const Jump& entry) { return entry.settled_time < plot.time - history; });
    if (jumps_.size() == jumps_max) jumps_.erase(jumps_.begin());
    jumps_.push_back({plot, handle, no_plot, plot.time, false});
  }

  // As if these plots had not come yet.
  template <class Plots>
  void take_back(const Plots& plots) {
    const auto is_gone = [&](PlotHandle handle) {
      return std::find(plots.begin(), plots.end(), handle) != plots.end();
    };
    std::erase_if(jumps_, [&](const Jump& entry) { return is_gone(entry.handle); });
    for (Jump& entry : jumps_) {
      if (entry.settled_by == no_plot || !is_gone(entry.settled_by)) continue;
      entry.settled_by = no_plot;
      entry.is_confirmed = false;
    }
  }

  template <class Archive>
  friend void transfer(Archive& archive, Jumps& jumps) {
    archive(jumps.jumps_);
    if constexpr (Archive::is_loading)
      if (jumps.jumps_.size() > jumps_max) archive.fail("found more jumps of a name than are remembered");
  }

 private:
  std::vector<Jump> jumps_;  // in the order in which they were folded in
};

}  // namespace watchpost
