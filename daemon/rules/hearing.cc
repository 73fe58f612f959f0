#include "daemon/rules/hearing.h"

#include <algorithm>

namespace watchpost {
namespace {

constexpr std::uint64_t number_key(std::uint64_t kind, std::uint64_t number) {
  return kind << 32 | number;
}

constexpr int name_shift = 56;  // of IdentityKey's kind

}  // namespace

Hearing::Hearing(std::shared_ptr<const Mission> mission)
    : mission_(std::move(mission)),
      by_feed_(mission_->feeds.size()),
      last_of_feed_(mission_->feeds.size(), 0) {
  index_units();
}

void Hearing::index_units() {
  for (std::size_t i = 0; i < mission_->units.size(); ++i) {
    const UnitIdentity& wanted = mission_->units[i].identity;
    const auto unit = static_cast<std::uint16_t>(i);
    if (wanted.mmsi != 0) by_number_.emplace_back(number_key(1, wanted.mmsi), unit);
    if (wanted.imo != 0) by_number_.emplace_back(number_key(2, wanted.imo), unit);
    if (wanted.icao24) by_number_.emplace_back(number_key(3, *wanted.icao24), unit);
    for (const std::string* text :
         {&wanted.callsign, &wanted.name, &wanted.remote_id, &wanted.tak_uid, &wanted.sensor_track})
      if (!text->empty()) by_text_.emplace_back(*text, unit);
  }
  std::sort(by_number_.begin(), by_number_.end());
  std::sort(by_text_.begin(), by_text_.end());
}

Heard Hearing::hear(const Report& report) {
  Heard heard;
  heard.sensor = sensor_of(report);
  Sensor& sensor = sensors_[heard.sensor];
  sensor.last = std::max(sensor.last, report.receive_time);
  sensor.pace.hear(report.receive_time);
  heard.identity = identity_key(report, names_);
  if (mission_->units.empty()) return heard;
  if (heard.identity) {
    const auto known = unit_by_identity_.find(*heard.identity);
    if (known && *known < mission_->units.size()) heard.unit = UnitId(static_cast<std::uint16_t>(*known));
  }
  if (heard.unit) return heard;
  heard.unit = unit_of(report);
  if (heard.unit && heard.identity)
    unit_by_identity_.set(*heard.identity, static_cast<FlatIndex::Slot>(index(*heard.unit)));
  return heard;
}

// Units are few and reports are many: only those that are asked for by something the report has are looked
// at.
std::optional<UnitId> Hearing::unit_of(const Report& report) const {
  std::optional<std::uint16_t> best;
  const auto consider = [&](std::uint16_t unit) {
    if ((!best || unit < *best) && !mission_->units[unit].is_retired &&
        matches(mission_->units[unit].identity, report))
      best = unit;
  };
  const auto look_up = [&](const auto& table, const auto& key) {
    const auto is_less = [](const auto& entry, const auto& wanted) { return entry.first < wanted; };
    for (auto entry = std::lower_bound(table.begin(), table.end(), key, is_less);
         entry != table.end() && entry->first == key; ++entry)
      consider(entry->second);
  };
  if (!by_number_.empty()) {
    if (report.has(Field::mmsi)) look_up(by_number_, number_key(1, report.mmsi));
    if (report.has(Field::imo)) look_up(by_number_, number_key(2, report.imo));
    if (report.has(Field::icao24)) look_up(by_number_, number_key(3, report.icao24));
  }
  if (!by_text_.empty() && report.details != nullptr) {
    const ReportDetails& said = *report.details;
    for (const std::string_view text :
         {said.callsign, said.name, said.remote_id, said.tak_uid, said.sensor_track})
      if (!text.empty()) look_up(by_text_, text);
  }
  return best ? std::optional(UnitId(*best)) : std::nullopt;
}

SensorNumber Hearing::sensor_of(const Report& report) {
  std::vector<SensorNumber>& of_feed = by_feed_[index(report.feed)];
  SensorNumber& last = last_of_feed_[index(report.feed)];
  if (!of_feed.empty() && sensors_[last].name == report.sensor) return last;
  const std::string_view name = of_feed.size() < sensors_max ? report.sensor : std::string_view();
  const auto find = [&](std::string_view wanted) {
    return std::find_if(of_feed.begin(), of_feed.end(),
                        [&](SensorNumber number) { return sensors_[number].name == wanted; });
  };
  auto known = find(report.sensor);
  if (known == of_feed.end() && name != report.sensor) known = find(name);
  if (known != of_feed.end()) return last = *known;
  last = static_cast<SensorNumber>(sensors_.size());
  of_feed.push_back(last);
  Sensor& sensor = sensors_.emplace_back();
  sensor.feed = report.feed;
  sensor.name = name;
  sensor.first = sensor.last = report.receive_time;
  return last;
}

std::optional<IdentityKey> Hearing::identity_of(const Identity& identity) {
  Report report;
  ReportDetails details;
  report.details = &details;
  if (identity.mmsi != 0) report.set<Field::mmsi>(identity.mmsi);
  if (identity.icao24) report.set<Field::icao24>(*identity.icao24);
  details.remote_id = identity.remote_id;
  details.tak_uid = identity.tak_uid;
  details.name = identity.name;
  return identity_key(report, names_);
}

const std::string& Hearing::name(IdentityKey identity) const {
  return names_.name(static_cast<std::uint32_t>(identity & ((IdentityKey{1} << name_shift) - 1)));
}

template <class Archive>
void transfer(Archive& archive, Hearing::Sensor& sensor) {
  archive(sensor.feed, sensor.name, sensor.first, sensor.last, sensor.pace);
}

void Hearing::save(SaveArchive& archive) const {
  archive.section("hearing", 1);
  archive(names_, sensors_, unit_by_identity_, start_);
}

void Hearing::load(LoadArchive& archive) {
  archive.section("hearing", 1);
  archive(names_, sensors_, unit_by_identity_, start_);
  by_feed_.assign(mission_->feeds.size(), {});
  last_of_feed_.assign(mission_->feeds.size(), 0);
  for (std::size_t i = 0; i < sensors_.size(); ++i) {
    if (index(sensors_[i].feed) >= by_feed_.size())
      return archive.fail("found a sensor of a feed that there is not");
    by_feed_[index(sensors_[i].feed)].push_back(static_cast<SensorNumber>(i));
    last_of_feed_[index(sensors_[i].feed)] = static_cast<SensorNumber>(i);
  }
}

}  // namespace watchpost
