#include "daemon/fusion/history.h"

#include <tuple>

#include "daemon/base/check.h"

namespace watchpost {
namespace {

bool comes_before(const Plot& one, const Plot& other) {
  return std::tuple(one.time, index(one.feed), one.number) <
         std::tuple(other.time, index(other.feed), other.number);
}

}  // namespace

void History::restart(const Plot& plot, const Estimate& estimate) {
  entries_.clear();
  entries_.push_back({plot, estimate});
}

// How many entries come before the plot.
std::size_t History::place_of(const Plot& plot) const {
  std::size_t place = entries_.size();
  while (place > 0 && comes_before(plot, entries_[place - 1].plot)) --place;
  return place;
}

const Estimate* History::before(const Plot& plot) const {
  const std::size_t place = place_of(plot);
  return place == 0 ? nullptr : &entries_[place - 1].after;
}

const Estimate& History::insert(const Plot& plot, const Motion& motion) {
  const std::size_t place = place_of(plot);
  CHECK(place > 0, "a plot older than the history of its track");
  entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(place), Entry{plot, {}});
  for (std::size_t i = place; i < entries_.size(); ++i) {
    const Plot& next = entries_[i].plot;
    entries_[i].after = update(predict(entries_[i - 1].after, next.time, motion), next);
  }
  if (entries_.size() > plots_max) entries_.erase(entries_.begin());
  return newest();
}

void History::forget_before(EventTime time) {
  std::size_t old = 0;
  while (old + 1 < entries_.size() && entries_[old + 1].plot.time < time) ++old;
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(old));
}

}  // namespace watchpost
