#include "daemon/model/mission_change.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace watchpost {
namespace {

template <class Named, class Retire>
std::vector<Named> aligned(const std::vector<Named>& before, std::vector<Named> next, Retire retire) {
  std::vector<Named> all = before;
  for (Named& one : all) {
    const auto same = std::find_if(next.begin(), next.end(),
                                   [&](const Named& candidate) { return candidate.name == one.name; });
    if (same == next.end()) {
      retire(one);
    } else {
      one = std::move(*same);
      next.erase(same);
    }
  }
  std::move(next.begin(), next.end(), std::back_inserter(all));
  return all;
}

}  // namespace

Mission with_numbers_of(const Mission& before, Mission next) {
  next.name = before.name;
  next.node = before.node;
  next.mode = before.mode;
  next.feeds = aligned(before.feeds, std::move(next.feeds), [](Feed& feed) {
    feed.is_retired = true;
    feed.is_trusted = false;
  });
  next.units = aligned(before.units, std::move(next.units), [](Unit& unit) {
    unit.is_retired = true;
    unit.identity = {};  // matches nobody
  });
  return next;
}

}  // namespace watchpost
