#include "daemon/fusion/scan_fusion.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <tuple>

namespace watchpost {
namespace {

// What a plot costs that begins a track of its own: more than any pair inside the gate that is not
// hopelessly vague (e.g. a track known 150 times worse than the plot).
constexpr double price_of_staying_alone = 45;

// A camera's direction is compared with tracks up to here.
constexpr double bearing_range_m = 60'000;

// Two tracks that explain a name's first plot about equally well: then it is neither.
constexpr double clear_lead = 6;

// Neighbours on the ground stand near each other in this order; equal places are told apart by
// what else the plots say.
std::uint64_t interleaved(LatLon position) {
  const auto spread = [](std::uint64_t bits) {
    bits = (bits | bits << 16) & 0x0000FFFF0000FFFFULL;
    bits = (bits | bits << 8) & 0x00FF00FF00FF00FFULL;
    bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0FULL;
    bits = (bits | bits << 2) & 0x3333333333333333ULL;
    return (bits | bits << 1) & 0x5555555555555555ULL;
  };
  const auto steps = [](double share) { return static_cast<std::uint64_t>(share * 4294967295.0); };
  return spread(steps((position.latitude_deg + 90) / 180)) << 1 |
         spread(steps((position.longitude_deg + 180) / 360));
}

auto content(const WindowPlot& plot) {
  return std::tuple(std::int64_t{plot.latitude_steps}, std::int64_t{plot.longitude_steps}, plot.covariance[0],
                    plot.covariance[1], plot.covariance[2], plot.motion[0], plot.motion[1], plot.flags);
}

}  // namespace

// Those taken before are left out: a slot may be unborn twice in one rework.
void Unborn::sort() {
  std::erase_if(slots_, [](const auto& entry) { return entry.second == no_slot; });
  std::sort(slots_.begin(), slots_.end());
}

Slot Unborn::take(PlotHandle first_plot) {
  const auto place = std::lower_bound(slots_.begin(), slots_.end(), std::pair(first_plot, Slot{0}));
  if (place == slots_.end() || place->first != first_plot) return no_slot;
  return std::exchange(place->second, no_slot);
}

std::vector<Slot> Unborn::rest() const {
  std::vector<Slot> slots;
  for (const auto& [first_plot, slot] : slots_)
    if (slot != no_slot) slots.push_back(slot);
  return slots;
}

void ScanFusion::sort(std::vector<PlotHandle>& plots) const {
  if (plots.size() < 2) return;
  std::sort(plots.begin(), plots.end(), [&](PlotHandle a, PlotHandle b) {
    const WindowPlot& first = store_.plots[a];
    const WindowPlot& second = store_.plots[b];
    const std::uint64_t first_key = interleaved(first.position());
    const std::uint64_t second_key = interleaved(second.position());
    if (first_key != second_key) return first_key < second_key;
    return content(first) < content(second);
  });
}

void ScanFusion::fuse(const Scan& scan, Unborn* unborn, std::vector<Touched>& touched) {
  store_.list_until(scan.time);
  candidates_.clear();
  assignment_.begin(price_of_staying_alone);
  const bool is_bearing = scan.kind == PlotKind::bearing;
  std::optional<LocalFrame> sensor;
  for (const PlotHandle handle : scan.plots) {
    const Plot plot = unpacked(store_.plots[handle]);
    if (is_bearing && (!sensor || sensor->anchor() != plot.position)) sensor = LocalFrame(plot.position);
    if (is_bearing && (store_.plots[handle].flags & WindowPlot::is_remembered) == 0) {
      store_.plots[handle].set(WindowPlot::is_remembered, true);
      bearings_.push_back({handle, TrackId{}});
    }
    assignment_.add_plot();
    weigh(plot, sensor ? &*sensor : nullptr);
  }
  const std::vector<std::uint32_t>& tracks = assignment_.solve();
  for (std::size_t i = 0; i < scan.plots.size(); ++i) {
    const PlotHandle handle = scan.plots[i];
    Slot slot = no_slot;
    if (tracks[i] != Assignment::nobody)
      slot = candidates_[tracks[i]].slot;
    else if (!is_bearing)
      slot = begin(handle, unborn);
    if (is_bearing) remember_owner(handle, slot == no_slot ? TrackId{} : store_.life(slot).id);
    if (slot == no_slot) continue;
    fold_in(slot, handle, touched);
    store_.list(slot, scan.time);
  }
}

void ScanFusion::fold_in(Slot slot, PlotHandle handle, std::vector<Touched>& touched) {
  touched.push_back({slot, handle, store_.apply(slot, handle)});
  if (moments_ != nullptr && touched.back().outcome != PlotOutcome::set_aside)
    moments_->push_back({slot, handle, store_.state(slot)});
}

void ScanFusion::remember_owner(PlotHandle bearing, TrackId owner) {
  const auto known = std::find_if(bearings_.rbegin(), bearings_.rend(),
                                  [&](const KnownBearing& entry) { return entry.plot == bearing; });
  if (known != bearings_.rend()) known->owner = owner;
}

// The pairs of one plot with the tracks that may have caused it.
void ScanFusion::weigh(const Plot& plot, const LocalFrame* sensor) {
  found_.clear();
  const GateSize& gate = store_.gate();
  if (sensor != nullptr)
    find_along(plot, found_);
  else
    store_.grid().at(plot.position, gate_radius_m(largest_std_m(plot.covariance), gate), found_);

  const Vector3 place_m = earth_centred_m(plot.position);
  for (const Slot slot : found_) {
    const TrackState& state = store_.state(slot);
    if (state.estimate.time > plot.time || !store_.is_alive(slot, plot.time)) continue;
    // A direction tells too little to make a track of what was seen once.
    if (sensor != nullptr && !store_.lifecycle().is_confirmed(state, store_.life(slot).identity != 0))
      continue;
    const std::uint32_t candidate = candidate_of(slot, plot.time);
    const Estimate& predicted = candidates_[candidate].predicted;
    if (!store_.is_known_well(predicted)) continue;
    std::optional<Fit> found;
    if (sensor == nullptr)
      found = fit(predicted, view_position(predicted, plot, place_m), gate);
    else if (const auto view = view_bearing(predicted, plot, *sensor))
      found = fit(*view, plot.std_azimuth_deg, gate);
    if (found && plot.range_rate) found = fit_range_rate(*found, predicted, plot, gate);
    if (found) assignment_.add_pair(candidate, found->cost());
  }
}

void ScanFusion::find_along(const Plot& bearing, std::vector<Slot>& found) const {
  const double half_width_deg = std::sqrt(store_.gate().bearing_sq) * double{bearing.std_azimuth_deg};
  store_.grid().along(bearing.position, bearing.azimuth_deg, half_width_deg, bearing_range_m, found);
}

bool ScanFusion::does_look_at(const Plot& bearing, LatLon centre, double radius_m) const {
  const EastNorth there = LocalFrame(bearing.position).to_local(centre);
  const double distance_m = std::hypot(there.east_m, there.north_m);
  if (distance_m <= radius_m) return true;
  if (distance_m > bearing_range_m + radius_m) return false;
  constexpr double deg = 180 / std::numbers::pi;
  const double off_deg = std::abs(
      std::remainder(std::atan2(there.east_m, there.north_m) * deg - double{bearing.azimuth_deg}, 360));
  const double half_width_deg = std::sqrt(store_.gate().bearing_sq) * double{bearing.std_azimuth_deg};
  return off_deg <= half_width_deg + std::asin(radius_m / distance_m) * deg;
}

void ScanFusion::forget_old_bearings() {
  std::erase_if(bearings_, [&](const KnownBearing& bearing) { return !store_.plots.has(bearing.plot); });
}

std::uint32_t ScanFusion::candidate_of(Slot slot, EventTime time) {
  if (candidate_index_.size() < store_.end()) candidate_index_.resize(store_.end(), 0);
  const std::uint32_t known = candidate_index_[slot];
  if (known < candidates_.size() && candidates_[known].slot == slot) return known;
  const auto index = static_cast<std::uint32_t>(candidates_.size());
  candidates_.push_back({slot, predict(store_.state(slot).estimate, time, store_.motion_of(slot))});
  candidate_index_[slot] = index;
  return index;
}

Slot ScanFusion::begin(PlotHandle plot, Unborn* unborn) {
  Slot slot = unborn != nullptr ? unborn->take(plot) : no_slot;
  if (slot == no_slot) slot = store_.add();
  if (slot == no_slot) ++no_room_;
  return slot;
}

Slot ScanFusion::fuse_named(PlotHandle handle, IdentityKey identity, Unborn* unborn,
                            std::vector<Touched>& touched) {
  const Plot plot = unpacked(store_.plots[handle]);
  Slot slot = store_.find(identity).value_or(no_slot);
  if (slot == no_slot) {
    store_.list_until(plot.time);
    slot = find_unnamed_track_of(plot);
    const bool is_new = slot == no_slot;
    if (is_new) slot = begin(handle, unborn);
    if (slot == no_slot) return slot;
    const bool is_sure = !is_new && store_.lifecycle().is_confirmed(store_.state(slot), false);
    store_.plots[handle].set(WindowPlot::is_first_name, !is_sure);
    store_.name(slot, identity, plot.time);
  } else {
    store_.plots[handle].set(WindowPlot::is_first_name, false);
  }
  fold_in(slot, handle, touched);
  store_.list(slot, store_.state(slot).estimate.time);
  return slot;
}

// The one track without a name that explains the plot, and clearly better than any other.
Slot ScanFusion::find_unnamed_track_of(const Plot& plot) {
  found_.clear();
  const GateSize& gate = store_.gate();
  store_.grid().at(plot.position, gate_radius_m(largest_std_m(plot.covariance), gate), found_);
  const Vector3 place_m = earth_centred_m(plot.position);
  Slot best = no_slot;
  double best_cost = price_of_staying_alone;
  double second_cost = price_of_staying_alone;
  for (const Slot slot : found_) {
    if (store_.life(slot).identity != 0 || store_.state(slot).estimate.time > plot.time) continue;
    if (!store_.is_alive(slot, plot.time)) continue;
    const Estimate predicted = predict(store_.state(slot).estimate, plot.time, store_.motion_of(slot));
    if (!store_.is_known_well(predicted)) continue;
    const auto found = fit(predicted, view_position(predicted, plot, place_m), gate);
    if (!found) continue;
    second_cost = std::min(second_cost, std::max(best_cost, found->cost()));
    if (found->cost() < best_cost) {
      best_cost = found->cost();
      best = slot;
    }
  }
  return second_cost - best_cost >= clear_lead ? best : no_slot;
}

}  // namespace watchpost
