// History: the recent plots of one track with the estimates after them; late ones folded in.
//
// A late plot takes its place in order of event time, and everything after it is filtered again,
// so that the estimate is what it would have been in order. Plots of the same time stand in
// order of feed and number, whichever came first.
//
// Memory   what is older than the lag is forgotten, all but the newest of it; at most
//          `plots_max` plots.
#pragma once

#include <optional>
#include <vector>

#include "daemon/fusion/estimate.h"

namespace watchpost {

class History {
 public:
  static constexpr std::size_t plots_max = 64;

  // Begins anew with one estimate.
  void restart(const Plot& plot, const Estimate& estimate);

  // The estimate just before the plot's place; nothing where that is older than what is kept.
  const Estimate* before(const Plot& plot) const;

  // REQUIRES: before(plot) is there. Returns the newest estimate.
  const Estimate& insert(const Plot& plot, const Motion& motion);

  // Forgets what no plot at or after `time` can need.
  void forget_before(EventTime time);

  const Estimate& newest() const { return entries_.back().after; }
  bool is_empty() const { return entries_.empty(); }

 private:
  struct Entry {
    Plot plot;
    Estimate after;
  };
  std::size_t place_of(const Plot& plot) const;

  std::vector<Entry> entries_;
};

}  // namespace watchpost
