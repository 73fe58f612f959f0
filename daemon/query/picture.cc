#include "daemon/query/picture.h"

#include <algorithm>
#include <utility>

#include "daemon/base/check.h"

namespace watchpost {
namespace {

bool is_over(AlertState state) {
  return state == AlertState::cleared || state == AlertState::cancelled;
}

}  // namespace

bool is_inside(const LatLonBounds& bounds, LatLon position) {
  if (position.latitude_deg < bounds.south_deg || position.latitude_deg > bounds.north_deg) return false;
  const bool is_east_of_west = position.longitude_deg >= bounds.west_deg;
  const bool is_west_of_east = position.longitude_deg <= bounds.east_deg;
  return bounds.west_deg <= bounds.east_deg ? is_east_of_west && is_west_of_east
                                            : is_east_of_west || is_west_of_east;
}

Picture::Picture(const Mission& mission, ClockFunction clock, std::uint64_t alerts_kept)
    : clock_(std::move(clock)), alerts_kept_(alerts_kept) {
  for (const std::string& label : labels_of(mission)) logs_.emplace(label, AlertLog{});
}

void Picture::apply(const OutgoingPtr& outgoing) {
  // The part shares the ownership of the whole: nothing is copied.
  std::visit(
      [&](const auto& part) { apply(std::shared_ptr<const std::decay_t<decltype(part)>>(outgoing, &part)); },
      *outgoing);
}

void Picture::apply(std::shared_ptr<const OutgoingTrack> track) {
  logs_.try_emplace(track->label);
  const TrackStatus status = track->track.status;
  const auto [place, is_new] = tracks_.try_emplace(index(track->track.id));
  if (!is_new) --counts_[static_cast<std::size_t>(place->second->track.status)];
  if (status == TrackStatus::dropped) {
    tracks_.erase(place);
    return;
  }
  ++counts_[static_cast<std::size_t>(status)];
  place->second = std::move(track);
}

void Picture::apply(std::shared_ptr<const OutgoingAlert> alert) {
  AlertLog& log = logs_[alert->alert.release_label];
  if (log.alerts.empty()) log.first_sequence = alert->sequence;
  CHECK(alert->sequence == log.first_sequence + log.alerts.size(),
        "the sequence of a label's alerts has a hole");
  LoggedAlert logged{std::move(alert), {}};
  logged.published_time = logged.alert->published_time ? *logged.alert->published_time : clock_();
  if (is_over(logged.alert->alert.state))
    open_.erase(logged.alert->alert.alert_id);
  else
    open_[logged.alert->alert.alert_id] = logged;
  log.alerts.push_back(std::move(logged));
  if (log.alerts.size() > alerts_kept_) {
    log.alerts.pop_front();
    ++log.first_sequence;
  }
}

void Picture::apply(std::shared_ptr<const OutgoingHealth> health) {
  logs_.try_emplace(health->label);
  FeedId feed = health->health.feed;
  health_[feed] = std::move(health);
}

void Picture::apply(const std::shared_ptr<const OutgoingTick>& tick) {
  tick_time_ = tick->time;
  fusion_ = tick->fusion;
}

void Picture::apply(const std::shared_ptr<const OutgoingMission>& outgoing) {
  const Mission& mission = *outgoing->mission;
  for (const std::string& label : labels_of(mission)) logs_.try_emplace(label);
  for (std::size_t feed = 0; feed < mission.feeds.size(); ++feed)
    if (mission.feeds[feed].is_retired) health_.erase(FeedId(static_cast<std::uint16_t>(feed)));
}

// One that is not open any more ended lately, mostly.
const LoggedAlert* Picture::find_alert(std::string_view alert_id) const {
  if (const auto open = open_.find(alert_id); open != open_.end()) return &open->second;
  for (const auto& [label, log] : logs_) {
    const auto found = std::find_if(log.alerts.rbegin(), log.alerts.rend(), [&](const LoggedAlert& logged) {
      return logged.alert->alert.alert_id == alert_id;
    });
    if (found != log.alerts.rend()) return &*found;
  }
  return nullptr;
}

std::vector<std::shared_ptr<const OutgoingTrack>> Picture::tracks(
    const std::optional<LatLonBounds>& bounds) const {
  std::vector<std::shared_ptr<const OutgoingTrack>> found;
  if (!bounds) found.reserve(tracks_.size());
  for (const auto& [number, track] : tracks_)
    if (!bounds || is_inside(*bounds, track->track.position)) found.push_back(track);
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a->track.id < b->track.id; });
  return found;
}

}  // namespace watchpost
