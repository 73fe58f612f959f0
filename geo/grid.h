// Grid: who may have caused a report here. Slots, small integers, are found by the disc on the earth that
// each is listed with.
//
// A slot is listed in every S2 cell that its disc touches, of a level whose cells are at least as wide as
// the disc; a small disc also in the cells of one coarse level, for wide questions. A question looks up the
// cells that it touches itself, of each level in use; or coarse ones where these would be many; or passes
// over all slots where there are fewer of them than cells. The way taken changes what it costs, not what it
// finds: those, and only those, whose distance says that they may touch.
//
// Exactness     every slot whose disc touches what is asked about, on the ellipsoid, is found. Others that
//               are found are farther by at most 1 % of the reach (4 cm where that is more), or lie off a
//               wedge's far corners.
// Cost          grows with what lies near, not with what is elsewhere. Discs of more than 500 km radius are
//               looked at each time. Slot numbers should be dense: memory is by the largest.
// Errors        a centre that is no number is a broken invariant. A radius below 0 counts as 0.
// Determinism   answers are sorted by slot number and a function of the listed discs alone; a grid that was
//               saved and loaded gives the same.
// Threads       questions may run at the same time; nothing else beside them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/cell_cover.h"
#include "geo/cell_lists.h"
#include "geo/coordinates.h"
#include "geo/listed_disc.h"

namespace watchpost {

class Grid {
 public:
  using Slot = CellLists::Slot;
  static constexpr Slot max_slot = (Slot{1} << 26) - 1;

  // How much a question had to look at; what is elsewhere does not change it.
  struct Effort {
    std::size_t cell_count = 0;
    std::size_t visit_count = 0;  // listings, and slots passed over
  };

  // Lists the slot with this disc, in place of the one before.
  void place(Slot slot, LatLon centre, double radius_m);
  void remove(Slot slot);  // nothing where it is not listed
  bool is_listed(Slot slot) const { return slot < discs_.size() && discs_[slot].is_listed(); }
  // Whether the slot's listed disc holds this one whole, so that it need not be placed anew. Where it does
  // but is nearer to the edge than 1 % of the distance between the centres, the answer may be no.
  bool holds(Slot slot, LatLon centre, double radius_m) const;

  // Appends the slots whose disc may touch this one, sorted, each once: a report's own ellipse, or any radius
  // up to half the earth.
  Effort near(LatLon position, double radius_m, std::vector<Slot>& found) const;
  Effort at(LatLon position, double radius_m, std::vector<Slot>& found) const {
    return near(position, radius_m, found);
  }
  // The same for the wedge from `position` out to range_m_max, half_width_deg to either side of the azimuth.
  Effort along(LatLon position, double azimuth_deg, double half_width_deg, double range_m_max,
               std::vector<Slot>& found) const;

  std::size_t size() const { return listed_count_; }
  std::size_t memory_bytes() const;

  template <class Archive>
  friend void transfer(Archive& archive, Grid& grid);

 private:
  static constexpr int level_count = CellCover::leaf_level + 1;

  // What is saved: a column each, slots ascending.
  struct Columns {
    std::vector<Slot> slots;
    std::vector<std::int32_t> x, y, z;
    std::vector<float> radii_m;
  };

  class LookUp;
  class WedgeWalk;

  void list(Slot slot, const ListedDisc& disc);
  void count_level(Slot slot, int level, int change);
  std::uint32_t wide_levels() const;
  // What stands behind `begin` becomes the answer: those accepted, sorted, each once.
  template <class Accepts>
  void settle(std::vector<Slot>& found, std::size_t begin, Accepts accepts) const;
  template <class Accepts>
  Effort pass_over_all(std::vector<Slot>& found, Accepts accepts) const;

  Columns columns() const;
  bool restore(const Columns& columns);  // false where they contradict themselves

  CellLists lists_;
  std::vector<ListedDisc> discs_;  // by slot
  std::vector<Slot> everywhere_;   // ascending
  std::array<std::uint32_t, level_count> count_at_level_{};
  std::uint32_t levels_in_use_ = 0;  // a bit a level
  std::size_t listed_count_ = 0;
};

template <class Archive>
void transfer(Archive& archive, Grid& grid) {
  Grid::Columns columns;
  if constexpr (!Archive::is_loading) columns = grid.columns();
  archive.section("grid", 1);
  archive(columns.slots, columns.x, columns.y, columns.z, columns.radii_m);
  if constexpr (Archive::is_loading) {
    if (!archive.has_failed() && !grid.restore(columns)) archive.fail("found a grid that contradicts itself");
  }
}

}  // namespace watchpost
