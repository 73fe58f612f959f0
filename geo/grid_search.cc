// What is asked of the grid: near() and along().
#include <algorithm>
#include <bit>

#include "geo/grid.h"
#include "geo/wedge.h"

namespace watchpost {
namespace {

constexpr std::size_t many_cells = 64;
constexpr std::size_t keys_at_once = 32;
constexpr std::size_t prefetch_distance = 8;

std::size_t cells_at(const CellCover& cover, std::uint32_t levels) {
  std::size_t count = 0;
  for (std::uint32_t rest = levels; rest != 0; rest &= rest - 1)
    count += cover.cell_count(std::countr_zero(rest));
  return count;
}

}  // namespace

// Cells gathered to be looked up together.
class Grid::LookUp {
 public:
  LookUp(const CellLists& lists, std::vector<Slot>& found) : lists_(lists), found_(found) {}

  void add(const Cell& cell) {
    const CellKey key = cell.key();
    lists_.prefetch(key);
    keys_[key_count_++] = key;
    if (key_count_ == keys_at_once) flush();
  }

  void add(const CellCover& cover, std::uint32_t levels) {
    for (std::uint32_t rest = levels; rest != 0; rest &= rest - 1)
      cover.for_each(std::countr_zero(rest), [this](const Cell& cell) { add(cell); });
  }

  Effort finish() {
    flush();
    return effort_;
  }

 private:
  void flush() {
    effort_.cell_count += key_count_;
    effort_.visit_count += lists_.collect({keys_.data(), key_count_}, found_);
    key_count_ = 0;
  }

  const CellLists& lists_;
  std::vector<Slot>& found_;
  std::array<CellKey, keys_at_once> keys_;
  std::size_t key_count_ = 0;
  Effort effort_;
};

// From wide cells down to the finest level, leaving out those that the wedge does not touch.
class Grid::WedgeWalk {
 public:
  WedgeWalk(const Wedge& wedge, std::uint32_t levels, std::size_t cell_limit, LookUp& look_up)
      : wedge_(wedge), levels_(levels), cell_limit_(cell_limit), look_up_(look_up) {}

  // False where the cells are more than the limit: then the rest is left undone.
  bool walk(const Cell& cell) {
    if (++cell_count_ > cell_limit_) return false;
    const CellDisc disc = disc_around(cell);
    if (!wedge_.may_touch(disc.middle, disc.angle_rad * most_curvature_radius_m)) return true;
    if ((levels_ & level_bit(cell.level)) != 0) look_up_.add(cell);
    if (levels_ >> cell.level >> 1 == 0) return true;
    for (std::uint32_t which = 0; which < 4; ++which)
      if (!walk(cell.child(which))) return false;
    return true;
  }

  bool walk(const CellCover& cover, int level) {
    bool is_within_limit = true;
    cover.for_each(level, [&](const Cell& cell) { is_within_limit = is_within_limit && walk(cell); });
    return is_within_limit;
  }

  std::size_t cell_count() const { return cell_count_; }

 private:
  const Wedge& wedge_;
  std::uint32_t levels_;
  std::size_t cell_limit_;
  std::size_t cell_count_ = 0;
  LookUp& look_up_;
};

std::uint32_t Grid::wide_levels() const {
  const std::uint32_t narrow = levels_in_use_ >> coarse_disc_level >> 1;
  return (levels_in_use_ & (level_bit(coarse_disc_level) - 1)) |
         (narrow != 0 ? level_bit(coarse_disc_level) : 0);
}

template <class Accepts>
void Grid::settle(std::vector<Slot>& found, std::size_t begin, Accepts accepts) const {
  for (std::size_t n = begin; n < std::min(found.size(), begin + prefetch_distance); ++n)
    __builtin_prefetch(&discs_[found[n]]);
  std::size_t end = begin;
  for (std::size_t n = begin; n < found.size(); ++n) {
    if (n + prefetch_distance < found.size()) __builtin_prefetch(&discs_[found[n + prefetch_distance]]);
    if (accepts(discs_[found[n]])) found[end++] = found[n];
  }
  const auto first = found.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = found.begin() + static_cast<std::ptrdiff_t>(end);
  std::sort(first, last);
  found.erase(std::unique(first, last), found.end());
}

template <class Accepts>
Grid::Effort Grid::pass_over_all(std::vector<Slot>& found, Accepts accepts) const {
  for (Slot slot = 0; slot < discs_.size(); ++slot)
    if (discs_[slot].is_listed() && accepts(discs_[slot])) found.push_back(slot);
  return {0, discs_.size()};
}

Grid::Effort Grid::near(LatLon position, double radius_m, std::vector<Slot>& found) const {
  const AskedDisc asked(position, radius_m);
  const auto may_touch = [&asked](const ListedDisc& disc) { return asked.may_touch(disc); };
  if (asked.angle_rad() >= max_cover_angle_rad) return pass_over_all(found, may_touch);

  const CellCover cover(asked.middle(), asked.angle_rad());
  std::uint32_t levels = levels_in_use_;
  if (cells_at(cover, levels) > many_cells) {
    levels = wide_levels();
    // A cell costs about as much as four slots that lie in a row.
    if (cells_at(cover, levels) > many_cells + discs_.size() / 4) return pass_over_all(found, may_touch);
  }
  const std::size_t begin = found.size();
  LookUp look_up(lists_, found);
  look_up.add(cover, levels);
  Effort effort = look_up.finish();
  effort.visit_count += everywhere_.size();
  found.insert(found.end(), everywhere_.begin(), everywhere_.end());
  settle(found, begin, may_touch);
  return effort;
}

Grid::Effort Grid::along(LatLon position, double azimuth_deg, double half_width_deg, double range_m_max,
                         std::vector<Slot>& found) const {
  if (half_width_deg >= 180) return near(position, range_m_max, found);
  const AskedDisc asked(position, range_m_max);
  const Wedge wedge(position, azimuth_deg, half_width_deg, range_m_max);
  const auto may_touch = [&](const ListedDisc& disc) {
    return asked.may_touch(disc) && wedge.may_touch(disc.middle(), static_cast<double>(disc.radius_m));
  };
  if (asked.angle_rad() >= max_cover_angle_rad) return pass_over_all(found, may_touch);

  const CellCover cover(asked.middle(), asked.angle_rad());
  const std::uint32_t levels = wide_levels();
  int start_level = levels == 0 ? 0 : std::bit_width(levels) - 1;
  while (start_level > 0 && cover.cell_count(start_level) > many_cells / 4) --start_level;

  const std::size_t begin = found.size();
  LookUp look_up(lists_, found);
  look_up.add(cover, levels & (level_bit(start_level) - 1));
  WedgeWalk walk(wedge, levels, many_cells + discs_.size() / 16, look_up);
  if (levels != 0 && !walk.walk(cover, start_level)) {
    found.resize(begin);
    Effort effort = pass_over_all(found, may_touch);
    effort.cell_count += walk.cell_count();
    return effort;
  }
  Effort effort = look_up.finish();
  effort.cell_count += walk.cell_count();
  effort.visit_count += everywhere_.size();
  found.insert(found.end(), everywhere_.begin(), everywhere_.end());
  settle(found, begin, may_touch);
  return effort;
}

}  // namespace watchpost
