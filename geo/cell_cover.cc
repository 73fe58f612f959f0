#include "geo/cell_cover.h"

// clang-format off: it stands before what it prepares
#include "geo/before_s2.h"
// clang-format on

#include <s2/s2coords.h>
#include <s2/s2metrics.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace watchpost {
namespace {

// The range of a disc along one of a face's axes. Seen along the other axis the disc lies between two
// planes through the earth's centre, as a circle on a globe lies between two meridians.
struct AxisRange {
  double least = -1;
  double most = 1;

  bool is_on_face() const { return least <= 1 && most >= -1; }
  bool is_inside_face() const { return least > -1 && most < 1; }
};

AxisRange axis_range(double along, double outward, double sine) {
  const double room = along * along + outward * outward - sine * sine;
  if (room <= 0) return {-2, 2};  // around the other axis: every plane meets it
  const double cosine = std::sqrt(room);
  const double least_outward = outward * cosine + along * sine;
  const double most_outward = outward * cosine - along * sine;
  // Where a plane has turned beyond the face's horizon there is no end on this side.
  return {least_outward > 0 ? (along * cosine - outward * sine) / least_outward : -2,
          most_outward > 0 ? (along * cosine + outward * sine) / most_outward : 2};
}

std::uint32_t leaf_of(double coordinate) {
  const double share = S2::UVtoST(std::clamp(coordinate, -1.0, 1.0));
  constexpr std::uint32_t leaf_count = 1U << CellCover::leaf_level;
  return std::min(static_cast<std::uint32_t>(share * leaf_count), leaf_count - 1);
}

}  // namespace

Vector3 place_on_sphere(LatLon position) {
  const double latitude = position.latitude_deg * (std::numbers::pi / 180);
  const double longitude = position.longitude_deg * (std::numbers::pi / 180);
  const double axis_distance = std::cos(latitude);
  return {axis_distance * std::cos(longitude), axis_distance * std::sin(longitude), std::sin(latitude)};
}

CellDisc disc_around(const Cell& cell) {
  const double width = std::ldexp(1.0, -cell.level);
  const S2Point middle = S2::FaceUVtoXYZ(static_cast<int>(cell.face), S2::STtoUV((cell.i + 0.5) * width),
                                         S2::STtoUV((cell.j + 0.5) * width))
                             .Normalize();
  // The middle in i and j is off the true one by a share that halves from level to level.
  const double angle_rad = S2::kMaxDiag.GetValue(cell.level) * 0.5 * (1 + 4 * width);
  return {{middle.x(), middle.y(), middle.z()}, angle_rad};
}

int finest_level_as_wide_as(double width_rad) {
  return std::clamp(std::ilogb(S2::kMinWidth.deriv() / width_rad), 0, CellCover::leaf_level);
}

CellCover::CellCover(Vector3 middle, double angle_rad) {
  const double sine = angle_rad < 0.01 ? angle_rad : std::sin(angle_rad);
  const auto home = static_cast<unsigned>(S2::GetFace(S2Point(middle.x, middle.y, middle.z)));
  if (add_face(home, middle, sine)) return;
  for (unsigned face = 0; face < 6; ++face)
    if (face != home) add_face(face, middle, sine);
}

bool CellCover::add_face(unsigned face, Vector3 middle, double sine) {
  const S2Point seen = S2::FaceXYZtoUVW(static_cast<int>(face), S2Point(middle.x, middle.y, middle.z));
  if (seen.z() <= 0) return false;
  const AxisRange u = axis_range(seen.x(), seen.z(), sine);
  const AxisRange v = axis_range(seen.y(), seen.z(), sine);
  if (!u.is_on_face() || !v.is_on_face()) return false;
  rectangles_[face_count_++] = {face, leaf_of(u.least), leaf_of(u.most), leaf_of(v.least), leaf_of(v.most)};
  return u.is_inside_face() && v.is_inside_face();
}

}  // namespace watchpost
