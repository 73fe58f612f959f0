#include "daemon/fusion/description.h"

#include "daemon/model/identity.h"

namespace watchpost {
namespace {

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
bool learn_value(Known& known, const std::optional<Said>& said) {
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

}  // namespace

bool describes(const Report& report) {
  constexpr auto bit = [](Field field) { return 1u << static_cast<int>(field); };
  constexpr unsigned described = bit(Field::altitude) | bit(Field::heading) | bit(Field::length) |
                                 bit(Field::beam) | bit(Field::mmsi) | bit(Field::imo) | bit(Field::icao24) |
                                 bit(Field::squawk);
  if ((report.present & described) != 0) return true;
  if (report.navigation != Navigation::unspecified || report.emergency != Emergency::unspecified ||
      report.affiliation != Affiliation::unspecified)
    return true;
  if (report.details == nullptr) return false;
  const ReportDetails& said = *report.details;
  return !said.callsign.empty() || !said.name.empty() || !said.remote_id.empty() || !said.tak_uid.empty() ||
         !said.sensor_track.empty() || !said.classification.empty();
}

bool learn(const Report& report, Description& known) {
  bool has_changed = merge_identity(report, known.identity);
  has_changed |= learn_value(known.altitude_m, report.get<Field::altitude>());
  if (report.has(Field::altitude)) known.altitude_reference = report.altitude_reference;
  has_changed |= learn_value(known.heading_deg, report.get<Field::heading>());
  has_changed |= learn_value(known.length_m, report.get<Field::length>());
  has_changed |= learn_value(known.beam_m, report.get<Field::beam>());
  has_changed |= learn_word(known.navigation, report.navigation);
  has_changed |= learn_word(known.emergency, report.emergency);
  if (!known.unit) has_changed |= learn_word(known.affiliation, report.affiliation);
  if (report.details != nullptr)
    for (const Classification& said : report.details->classification)
      has_changed |= learn_class(said, known.classification);
  return has_changed;
}

bool learn(const Description& said, Description& known) {
  bool has_changed = merge_identity(said.identity, known.identity);
  has_changed |= learn_value(known.altitude_m, said.altitude_m);
  if (said.altitude_m) known.altitude_reference = said.altitude_reference;
  has_changed |= learn_value(known.heading_deg, said.heading_deg);
  has_changed |= learn_value(known.length_m, said.length_m);
  has_changed |= learn_value(known.beam_m, said.beam_m);
  has_changed |= learn_word(known.navigation, said.navigation);
  has_changed |= learn_word(known.emergency, said.emergency);
  if (!known.unit) has_changed |= learn_word(known.affiliation, said.affiliation);
  for (const TrackClass& type : said.classification)
    has_changed |= learn_class({type.type, type.confidence}, known.classification);
  return has_changed;
}

void match_units(const std::vector<Unit>& units, Description& known) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!matches(units[i].identity, known.identity)) continue;
    known.unit = UnitId(static_cast<std::uint16_t>(i));
    known.affiliation = units[i].affiliation;
    return;
  }
}

void show(const Description& known, Track& track) {
  track.identity = known.identity;
  track.classification = known.classification;
  track.altitude_m = known.altitude_m;
  track.altitude_reference = known.altitude_reference;
  track.heading_deg = known.heading_deg;
  track.length_m = known.length_m;
  track.beam_m = known.beam_m;
  track.affiliation = known.affiliation;
  track.navigation = known.navigation;
  track.emergency = known.emergency;
  track.unit = known.unit;
}

}  // namespace watchpost
