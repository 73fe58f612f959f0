#include "daemon/admission/watermark.h"

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <utility>

namespace watchpost {

Watermark::Watermark(const Mission& mission) : lateness_max_(mission.fusion_lag) {
  for (const Feed& feed : mission.feeds) feeds_.emplace_back().idle_after = feed.idle;
}

void Watermark::reconfigure(const Mission& mission) {
  static_assert(std::is_nothrow_move_constructible_v<FeedSensors>, "by_name points into the lists beside it");
  lateness_max_ = mission.fusion_lag;
  feeds_.resize(mission.feeds.size());
  for (std::size_t i = 0; i < feeds_.size(); ++i) {
    FeedSensors& feed = feeds_[i];
    feed.idle_after = mission.feeds[i].idle;
    if (!mission.feeds[i].is_retired) continue;
    for (Sensor& sensor : feed.active) unlist(sensor);
    feed.by_name.clear();
    feed.active.clear();
    feed.idle.clear();
  }
}

void Watermark::heard(const Report& report) {
  Sensor& sensor = sensor_of(feeds_[index(report.feed)], report);
  const EventTime observed = std::min(report.event_time, as_event_time(report.receive_time));
  if (const Duration age = report.receive_time - sensor.span_began; age >= 2 * lateness_span) {
    sensor.lateness = {};
    sensor.span_began = report.receive_time;
  } else if (age >= lateness_span) {
    sensor.lateness = {Duration{}, sensor.lateness[0]};
    sensor.span_began += lateness_span;
  }
  sensor.newest = std::max(sensor.newest, observed);
  sensor.lateness[0] = std::max(sensor.lateness[0], std::min(sensor.newest - observed, lateness_max_));
  sensor.heard = report.receive_time;
  sensor.is_touched = true;
}

EventTime Watermark::at(ReceiveTime tick) {
  for (FeedSensors& feed : feeds_) {
    for (Sensor& sensor : feed.active) {
      if (!std::exchange(sensor.is_touched, false)) break;
      list(sensor);
    }
    while (!feed.active.empty() && tick - feed.active.back().heard >= feed.idle_after) {
      unlist(feed.active.back());
      feed.active.back().is_idle = true;
      feed.idle.splice(feed.idle.begin(), feed.active, std::prev(feed.active.end()));
    }
  }
  const EventTime reached = marks_.empty() ? as_event_time(tick) : *marks_.begin();
  time_ = std::max(time_.value_or(reached), reached);
  return *time_;
}

std::size_t Watermark::sensor_count() const {
  std::size_t count = 0;
  for (const FeedSensors& feed : feeds_) count += feed.active.size() + feed.idle.size();
  return count;
}

// The report's sensor, at the head of those that are active.
Watermark::Sensor& Watermark::sensor_of(FeedSensors& feed, const Report& report) {
  if (!feed.active.empty() && feed.active.front().name == report.sensor) return feed.active.front();
  if (const auto known = feed.by_name.find(report.sensor); known != feed.by_name.end()) {
    Sensors& from = known->second->is_idle ? feed.idle : feed.active;
    known->second->is_idle = false;
    feed.active.splice(feed.active.begin(), from, known->second);
  } else {
    add_sensor(feed, report);
  }
  return feed.active.front();
}

void Watermark::add_sensor(FeedSensors& feed, const Report& report) {
  if (feed.by_name.size() >= sensors_max) make_room(feed);
  Sensor& sensor = feed.active.emplace_front();
  sensor.name = report.sensor;
  sensor.newest = std::min(report.event_time, as_event_time(report.receive_time));
  sensor.span_began = report.receive_time;
  feed.by_name.emplace(sensor.name, feed.active.begin());
}

void Watermark::make_room(FeedSensors& feed) {
  Sensors& from = feed.idle.empty() ? feed.active : feed.idle;
  unlist(from.back());
  feed.by_name.erase(from.back().name);
  from.pop_back();
}

void Watermark::list(Sensor& sensor) {
  const EventTime mark =
      sensor.newest - std::min(std::max(sensor.lateness[0], sensor.lateness[1]), lateness_max_);
  if (sensor.mark) {
    auto node = marks_.extract(marks_.find(*sensor.mark));
    node.value() = mark;
    marks_.insert(std::move(node));
  } else {
    marks_.insert(mark);
  }
  sensor.mark = mark;
}

void Watermark::unlist(Sensor& sensor) {
  if (!sensor.mark) return;
  marks_.erase(marks_.find(*sensor.mark));
  sensor.mark.reset();
}

// After loading: what follows from the sensors. False where a name stands twice.
bool Watermark::find_again() {
  marks_.clear();
  for (FeedSensors& feed : feeds_) {
    feed.by_name.clear();
    for (Sensors* sensors : {&feed.active, &feed.idle}) {
      for (auto sensor = sensors->begin(); sensor != sensors->end(); ++sensor) {
        sensor->is_idle = sensors == &feed.idle;
        if (!feed.by_name.emplace(sensor->name, sensor).second) return false;
        if (sensor->mark) marks_.insert(*sensor->mark);
      }
    }
  }
  return true;
}

}  // namespace watchpost
