#include <algorithm>

#include "daemon/fusion/track_store.h"

namespace watchpost {

// A state that has been damaged may say anything; what it numbers is looked up without asking later.
bool TrackStore::is_sound() const {
  std::size_t used = 0;
  std::size_t listed = 0;
  for (Slot slot = 0; slot < end(); ++slot) {
    listed += grid_.is_listed(slot);
    if (lives_[slot].id == TrackId{}) continue;
    ++used;
    if (!is_sound(slot)) return false;
  }
  if (used != size() || used != by_id_.size() || listed != grid_.size()) return false;

  const auto is_of_feed = [&](std::uint16_t feed) { return feed < mission_->feeds.size(); };
  for (FeedSets::Id set = 0; set < feed_sets.size(); ++set)
    if (!std::all_of(feed_sets.feeds(set).begin(), feed_sets.feeds(set).end(), is_of_feed)) return false;
  for (PlotHandle handle = plots.end() - plots.size(); handle != plots.end(); ++handle) {
    const WindowPlot& plot = plots[handle];
    if (index(plot.sensor) >= sensors.size() || plot.kind > PlotKind::bearing) return false;
  }
  return true;
}

bool TrackStore::is_sound(Slot slot) const {
  const TrackLife& life = lives_[slot];
  for (std::size_t i = 0; i < life.sensors.size(); ++i)
    if (index(life.sensors[i].sensor) >= sensors.size()) return false;
  if (life.description != no_slot) {
    if (life.description >= description_numbers_.end()) return false;
    const auto& unit = descriptions_[life.description].unit;
    if (unit && index(*unit) >= mission_->units.size()) return false;
  }
  return index(life.id) <= last_id_ && life.status <= TrackStatus::dropped && life.feeds < feed_sets.size() &&
         is_motion_number(life.motion) && is_motion_number(life.motion_unnamed) &&
         checkpoints_.has(life.checkpoint);
}

TrackStore::Memory TrackStore::memory_bytes() const {
  Memory memory;
  memory.states = states_.capacity() * sizeof(TrackState);
  memory.lives = lives_.capacity() * sizeof(TrackLife);
  memory.descriptions = descriptions_.capacity() * sizeof(Description);
  memory.checkpoints = checkpoints_.memory_bytes();
  memory.plots = plots.memory_bytes();
  memory.grid = grid_.memory_bytes();
  memory.indexes = by_id_.memory_bytes() + by_identity_.memory_bytes() + listings_.memory_bytes();
  return memory;
}

}  // namespace watchpost
