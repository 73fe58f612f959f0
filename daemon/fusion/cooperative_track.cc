#include "daemon/fusion/cooperative_track.h"

#include <algorithm>

#include "daemon/fusion/reach.h"
#include "daemon/model/identity.h"

namespace watchpost {
namespace {

// A set-aside report that nothing has confirmed for this long says nothing about the next one.
constexpr Duration set_aside_memory = std::chrono::seconds(600);

// Whether one class says the same as another and more: `vessel.cargo` after `vessel`.
bool is_refinement(std::string_view more, std::string_view less) {
  return more.size() > less.size() && more.substr(0, less.size()) == less && more[less.size()] == '.';
}

bool learn_class(const Classification& said, std::vector<TrackClass>& known) {
  if (known.empty()) {
    known.push_back({std::string(said.type), said.confidence});
    return true;
  }
  TrackClass& best = known.front();
  if (best.type == said.type || is_refinement(best.type, said.type)) return false;
  best = {std::string(said.type), said.confidence};
  return true;
}

template <class Known, class Said>
bool learn(Known& known, const std::optional<Said>& said) {
  if (!said || known == said) return false;
  known = said;
  return true;
}

template <class Word>
bool learn_word(Word& known, Word said) {
  if (said == Word::unspecified || known == said) return false;
  known = said;
  return true;
}

void show(const Estimate& estimate, Track& track) {
  track.time = estimate.time;
  track.position = position_of(estimate);
  track.covariance = covariance_of(estimate);
  track.velocity_mps = velocity_of(estimate);
}

}  // namespace

CooperativeTrack::CooperativeTrack(TrackId id, const Report& report) : last_received_(report.receive_time) {
  shown_.id = id;
  shown_.created_time = report.event_time;
  shown_.status = TrackStatus::tentative;
  shown_.existence = 0.5;
  take_description(report);
  const Plot plot = plot_of(report);
  history_.restart(plot, first_estimate(plot, motion()));
  accept(report);
}

const Motion& CooperativeTrack::motion() const {
  return motion_of(shown_.classification.empty() ? std::string_view() : shown_.classification.front().type);
}

PlotOutcome CooperativeTrack::take_position(const Report& report, Duration lag) {
  const Plot plot = plot_of(report);
  const Estimate* before = history_.before(plot);
  if (before == nullptr) return PlotOutcome::too_late;

  if (is_within_reach(*before, plot, motion())) {
    history_.insert(plot, motion());
    set_aside_.reset();
    ++agreeing_plots_;
    rhythm_.add_interval(report.receive_time - last_received_);
    accept(report);
    history_.forget_before(history_.newest().time - lag);
    return PlotOutcome::agreed;
  }

  const bool has_second = set_aside_ && set_aside_->time <= plot.time &&
                          plot.time - set_aside_->time <= set_aside_memory &&
                          is_within_reach(first_estimate(*set_aside_, motion()), plot, motion());
  if (!has_second) {
    set_aside_ = plot;
    return PlotOutcome::set_aside;
  }
  begin_anew(*set_aside_, plot);
  accept(report);
  return PlotOutcome::jumped;
}

void CooperativeTrack::begin_anew(const Plot& first, const Plot& second) {
  history_.restart(first, first_estimate(first, motion()));
  history_.insert(second, motion());
  set_aside_.reset();
  agreeing_plots_ = 2;
}

void CooperativeTrack::accept(const Report& report) {
  last_received_ = report.receive_time;
  shown_.last_report_time = std::max(shown_.last_report_time, report.event_time);
  shown_.is_outside_area = report.is_outside_area;
  if (agreeing_plots_ >= 2) {
    shown_.status = TrackStatus::confirmed;
    shown_.existence = 1;
  }
  note_sensor(report);
  show(history_.newest(), shown_);
  ++shown_.revision;
}

bool CooperativeTrack::take_description(const Report& report) {
  bool has_changed = merge_identity(report, shown_.identity);
  has_changed |= learn(shown_.altitude_m, report.get<Field::altitude>());
  if (report.has(Field::altitude)) shown_.altitude_reference = report.altitude_reference;
  has_changed |= learn(shown_.heading_deg, report.get<Field::heading>());
  has_changed |= learn(shown_.length_m, report.get<Field::length>());
  has_changed |= learn(shown_.beam_m, report.get<Field::beam>());
  has_changed |= learn_word(shown_.navigation, report.navigation);
  has_changed |= learn_word(shown_.emergency, report.emergency);
  if (!shown_.unit) has_changed |= learn_word(shown_.affiliation, report.affiliation);
  if (report.details != nullptr)
    for (const Classification& said : report.details->classification)
      has_changed |= learn_class(said, shown_.classification);
  if (has_changed) ++shown_.revision;
  return has_changed;
}

void CooperativeTrack::match_units(const std::vector<Unit>& units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!matches(units[i].identity, shown_.identity)) continue;
    shown_.unit = UnitId(i);
    shown_.affiliation = units[i].affiliation;
    return;
  }
}

void CooperativeTrack::note_sensor(const Report& report) {
  const auto known =
      std::find_if(shown_.sensors.begin(), shown_.sensors.end(), [&](const TrackSensor& sensor) {
        return sensor.feed == report.feed && sensor.sensor == report.sensor;
      });
  if (known != shown_.sensors.end()) {
    known->last_report_time = std::max(known->last_report_time, report.event_time);
  } else {
    // A hostile feed may name a new sensor in each report: the one heard longest ago makes room.
    constexpr std::size_t sensors_max = 16;
    if (shown_.sensors.size() == sensors_max)
      shown_.sensors.erase(std::min_element(shown_.sensors.begin(), shown_.sensors.end(),
                                            [](const TrackSensor& a, const TrackSensor& b) {
                                              return a.last_report_time < b.last_report_time;
                                            }));
    shown_.sensors.push_back({report.feed, std::string(report.sensor), report.event_time});
  }
  const auto feed = static_cast<std::uint16_t>(index(report.feed));
  const auto place = std::lower_bound(shown_.feeds.begin(), shown_.feeds.end(), feed);
  if (place == shown_.feeds.end() || *place != feed) shown_.feeds.insert(place, feed);
}

Track CooperativeTrack::shown_at(EventTime time) const {
  Track track = shown_;
  if (time > history_.newest().time) show(predict(history_.newest(), time, motion()), track);
  return track;
}

void CooperativeTrack::set_status(TrackStatus status) {
  shown_.status = status;
  ++shown_.revision;
}

}  // namespace watchpost
