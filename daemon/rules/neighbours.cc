#include "daemon/rules/neighbours.h"

#include <algorithm>
#include <cmath>

#include "daemon/base/archive.h"
#include "daemon/model/transfer.h"
#include "daemon/rules/far_off.h"
#include "geo/frame.h"

namespace watchpost {
namespace {

// How unsure a place becomes that is as old as this: the velocity is known to about this, and changes by
// that.
constexpr double velocity_std_mps = 0.5;
constexpr double process_noise_m2ps3 = 0.5;

constexpr Duration listing_min = std::chrono::seconds(30);

PlaceInTime predicted(const PlaceInTime& place, EventTime time) {
  const double age_s = seconds(time - place.time);
  if (age_s <= 0) return place;
  PlaceInTime then = place;
  then.time = time;
  then.position = LocalFrame(place.position)
                      .to_global({place.velocity_mps.east_m * age_s, place.velocity_mps.north_m * age_s});
  const double added_m2 =
      velocity_std_mps * velocity_std_mps * age_s * age_s + process_noise_m2ps3 * age_s * age_s * age_s / 3;
  then.covariance.ee_m2 += added_m2;
  then.covariance.nn_m2 += added_m2;
  return then;
}

double speed_mps(const PlaceInTime& place) {
  return std::hypot(place.velocity_mps.east_m, place.velocity_mps.north_m);
}

}  // namespace

Slot Neighbours::slot_of(TrackId track) {
  if (const auto known = by_id_.find(index(track))) return *known;
  const Slot slot = numbers_.take();
  if (slot >= tracks_.size()) tracks_.resize(slot + 1);
  tracks_[slot].id = track;
  by_id_.set(index(track), slot);
  return slot;
}

void Neighbours::remove(Slot slot) {
  for (const Slot partner : tracks_[slot].partners)
    std::erase_if(tracks_[partner].partners, [&](Slot other) { return other == slot; });
  by_id_.erase(index(tracks_[slot].id));
  subjects_.remove(slot);
  others_.remove(slot);
  tracks_[slot] = Neighbour{};
  numbers_.give_back(slot);
}

void Neighbours::add(Slot slot, const PlaceInTime& place) {
  std::vector<PlaceInTime>& places = tracks_[slot].places;
  while (!places.empty() && places.back().time >= place.time) places.pop_back();
  places.push_back(place);
  while (places.size() > 1 && places[1].time < place.time - memory_) places.erase(places.begin());
  list(slot, place.time + listing_min);
}

void Neighbours::take_back(Slot slot, EventTime since) {
  Neighbour& track = tracks_[slot];
  std::erase_if(track.places, [&](const PlaceInTime& place) { return place.time >= since; });
  track.revised_since = std::min(track.revised_since.value_or(since), since);
}

void Neighbours::list(Slot slot, EventTime until) {
  Neighbour& track = tracks_[slot];
  const PlaceInTime& newest = track.places.back();
  const PlaceInTime then = predicted(newest, until);
  const double radius_m = speed_mps(newest) * seconds(until - newest.time) + reach_m(then.covariance);
  const auto place = [&](Grid& grid, bool is_in) {
    if (!is_in)
      grid.remove(slot);
    else if (!grid.holds(slot, newest.position, radius_m))
      grid.place(slot, newest.position, 1.5 * radius_m + 50);
  };
  place(subjects_, track.is_subject);
  place(others_, track.is_other);
  if (track.listed_until >= until - listing_min / 2 && track.listed_until <= until) return;
  track.listed_until = until;
  listings_.add(until, index(track.id));
}

void Neighbours::list_until(EventTime time) {
  while (listings_.is_due(time)) {
    const EventTime due = listings_.next_time();
    const auto slot = find(TrackId{listings_.pop()});
    if (!slot || tracks_[*slot].listed_until != due || tracks_[*slot].places.empty()) continue;
    const Duration age = time - tracks_[*slot].places.back().time;
    list(*slot, time + std::max<Duration>(listing_min, age));
  }
}

void Neighbours::near(Slot slot, double distance_m, std::vector<Slot>& found) const {
  const Neighbour& track = tracks_[slot];
  const PlaceInTime& newest = track.places.back();
  const double radius_m = distance_m + reach_m(newest.covariance);
  const std::size_t begin = found.size();
  if (track.is_subject && others_.size() > 0) others_.near(newest.position, radius_m, found);
  if (track.is_other && subjects_.size() > 0) subjects_.near(newest.position, radius_m, found);
  const auto from = found.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(from, found.end());
  found.erase(std::unique(from, found.end()), found.end());
}

std::optional<PlaceInTime> Neighbours::at(Slot slot, EventTime time) const {
  const std::vector<PlaceInTime>& places = tracks_[slot].places;
  const auto later =
      std::find_if(places.begin(), places.end(), [&](const PlaceInTime& place) { return place.time > time; });
  if (later == places.begin()) return std::nullopt;
  return predicted(*std::prev(later), time);
}

template <class Archive>
void transfer(Archive& archive, PlaceInTime& place) {
  archive(place.time, place.position, place.covariance, place.velocity_mps, place.report.feed,
          place.report.number);
}

template <class Archive>
void transfer(Archive& archive, Neighbour& track) {
  archive(track.id, track.facts, track.is_subject, track.is_other, track.is_quiet, track.places,
          track.partners, track.listed_until, track.revised_since);
}

void Neighbours::save(SaveArchive& archive) const {
  archive.section("neighbours", 1);
  archive(numbers_, subjects_, others_, listings_);
  for (Slot slot = 0; slot < numbers_.end(); ++slot) archive(tracks_[slot]);
}

void Neighbours::load(LoadArchive& archive) {
  archive.section("neighbours", 1);
  archive(numbers_, subjects_, others_, listings_);
  tracks_.clear();
  by_id_ = {};
  const Slot end = archive.has_failed() ? 0 : numbers_.end();
  for (Slot slot = 0; slot < end && !archive.has_failed(); ++slot) {
    Neighbour& track = tracks_.emplace_back();
    archive(track);
    for (const Slot partner : track.partners)
      if (partner >= end) return archive.fail("found a neighbour that there is not");
    const bool is_listed = subjects_.is_listed(slot) || others_.is_listed(slot);
    if (is_listed && (track.id == TrackId{} || track.places.empty()))
      return archive.fail("found a place in the grid of no track");
    if (track.id != TrackId{}) by_id_.set(index(track.id), slot);
  }
}

}  // namespace watchpost
