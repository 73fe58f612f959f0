#include "geo/grid.h"

#include <algorithm>

#include "daemon/base/check.h"

namespace watchpost {

void Grid::place(Slot slot, LatLon centre, double radius_m) {
  CHECK(slot <= max_slot, "a slot number too large for the grid");
  if (slot < discs_.size()) __builtin_prefetch(&discs_[slot]);
  list(slot, ListedDisc::of(centre, radius_m));
}

void Grid::list(Slot slot, const ListedDisc& disc) {
  if (slot >= discs_.size()) {
    if (slot >= discs_.capacity()) discs_.reserve(slot + slot / 4 + 64);
    discs_.resize(slot + 1);
  }
  const DiscCells after(disc);
  const DiscCells before(discs_[slot]);
  if (disc.is_listed()) ++listed_count_;
  if (discs_[slot].is_listed()) --listed_count_;
  if (before.level() != after.level()) {
    count_level(slot, before.level(), -1);
    count_level(slot, after.level(), +1);
  }
  for (const CellKey key : after.keys())
    if (!before.has(key)) lists_.prefetch(key);
  for (const CellKey key : before.keys())
    if (!after.has(key)) lists_.remove(key, slot);
  for (const CellKey key : after.keys())
    if (!before.has(key)) lists_.add(key, slot);
  discs_[slot] = disc;
}

void Grid::remove(Slot slot) {
  if (is_listed(slot)) list(slot, ListedDisc{});
}

void Grid::count_level(Slot slot, int level, int change) {
  if (level == nowhere_level) return;
  if (level == everywhere_level) {
    const auto place = std::lower_bound(everywhere_.begin(), everywhere_.end(), slot);
    if (change > 0)
      everywhere_.insert(place, slot);
    else
      everywhere_.erase(place);
    return;
  }
  std::uint32_t& count = count_at_level_[static_cast<std::size_t>(level)];
  count += static_cast<std::uint32_t>(change);
  if (count > 0)
    levels_in_use_ |= level_bit(level);
  else
    levels_in_use_ &= ~level_bit(level);
}

bool Grid::holds(Slot slot, LatLon centre, double radius_m) const {
  if (!is_listed(slot)) return false;
  const ListedDisc& disc = discs_[slot];
  const double apart_m = AskedDisc(centre, 0).distance_m_max(disc);
  return apart_m + std::max(0.0, radius_m) <= static_cast<double>(disc.radius_m);
}

std::size_t Grid::memory_bytes() const {
  return sizeof *this + lists_.memory_bytes() + discs_.capacity() * sizeof(ListedDisc) +
         everywhere_.capacity() * sizeof(Slot);
}

Grid::Columns Grid::columns() const {
  Columns columns;
  for (Slot slot = 0; slot < discs_.size(); ++slot) {
    if (!discs_[slot].is_listed()) continue;
    columns.slots.push_back(slot);
    columns.x.push_back(discs_[slot].x);
    columns.y.push_back(discs_[slot].y);
    columns.z.push_back(discs_[slot].z);
    columns.radii_m.push_back(discs_[slot].radius_m);
  }
  return columns;
}

bool Grid::restore(const Columns& columns) {
  *this = Grid();
  const std::size_t count = columns.slots.size();
  if (columns.x.size() != count || columns.y.size() != count || columns.z.size() != count ||
      columns.radii_m.size() != count)
    return false;
  for (std::size_t n = 0; n < count; ++n) {
    const bool ascends = n == 0 || columns.slots[n] > columns.slots[n - 1];
    const ListedDisc disc{columns.x[n], columns.y[n], columns.z[n], columns.radii_m[n]};
    if (!ascends || columns.slots[n] > max_slot || !disc.is_sound()) return false;
    list(columns.slots[n], disc);
  }
  return true;
}

}  // namespace watchpost
