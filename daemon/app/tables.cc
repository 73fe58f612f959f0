#include "daemon/app/tables.h"

#include <algorithm>
#include <cstdio>

namespace watchpost {
namespace {

// An enumerator's name without its type's prefix.
std::string bare(const std::string& name, std::size_t prefix) {
  return name.size() > prefix ? name.substr(prefix) : name;
}

template <class... Values>
std::string row(const char* layout, Values... values) {
  char text[512];
  std::snprintf(text, sizeof text, layout, values...);
  return text;
}

// Texts come from transponders: what a terminal would obey is not printed.
std::string printable(const std::string& text) {
  std::string clean = text;
  std::replace_if(
      clean.begin(), clean.end(),
      [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; }, '?');
  return clean;
}

std::string name_of(const v1::Identity& identity) {
  if (!identity.name().empty()) return printable(identity.name());
  if (!identity.callsign().empty()) return printable(identity.callsign());
  if (identity.has_mmsi()) return std::to_string(identity.mmsi());
  if (!identity.icao24().empty()) return identity.icao24();
  return "-";
}

}  // namespace

std::string table_word(v1::Mode mode) {
  return bare(v1::Mode_Name(mode), sizeof "MODE_" - 1);
}

std::string clock_text(const google::protobuf::Timestamp& time) {
  const auto second = static_cast<int>(((time.seconds() % 86'400) + 86'400) % 86'400);
  return row("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
}

std::string alert_heading() {
  return row("%-8s  %-12s  %-8s  %s", "TIME", "STATE", "SEVERITY", "ALERT");
}

std::string alert_row(const v1::Alert& alert) {
  std::string text = row("%-8s  %-12s  %-8s  ", clock_text(alert.event_time()).c_str(),
                         bare(v1::AlertState_Name(alert.state()), sizeof "ALERT_STATE_" - 1).c_str(),
                         bare(v1::Severity_Name(alert.severity()), sizeof "SEVERITY_" - 1).c_str()) +
                     printable(alert.headline());
  if (!alert.evidence().remark().empty()) text += " [" + printable(alert.evidence().remark()) + "]";
  return text;
}

std::string track_heading() {
  return row("%-8s  %-14s  %-10s  %-20s  %11s  %11s  %9s  %6s  %s", "TIME", "TRACK", "STATUS", "NAME",
             "LATITUDE", "LONGITUDE", "SPEED m/s", "COURSE", "CLASS");
}

std::string track_row(const v1::Track& track) {
  const std::string course =
      track.velocity().has_course_deg() ? row("%.0f", double{track.velocity().course_deg()}) : "-";
  return row("%-8s  %-14s  %-10s  %-20s  %11.6f  %11.6f  %9.1f  %6s  %s", clock_text(track.time()).c_str(),
             track.track_id().c_str(),
             bare(v1::TrackStatus_Name(track.status()), sizeof "TRACK_STATUS_" - 1).c_str(),
             name_of(track.identity()).c_str(), track.position().latitude_deg(),
             track.position().longitude_deg(), double{track.velocity().speed_mps()}, course.c_str(),
             track.classification().empty() ? "-" : printable(track.classification(0).type()).c_str());
}

std::string health_heading() {
  return row("%-8s  %-20s  %-10s  %10s  %10s  %8s  %8s  %s", "TIME", "FEED", "STATE", "RECEIVED", "ADMITTED",
             "REFUSED", "FAULTS", "DETAIL");
}

std::string health_row(const v1::Health& health) {
  std::uint64_t refused = 0;
  for (const v1::RefusedCount& count : health.refused()) refused += count.count();
  return row("%-8s  %-20s  %-10s  %10llu  %10llu  %8llu  %8llu  %s", clock_text(health.time()).c_str(),
             health.feed().c_str(),
             bare(v1::ConnectionState_Name(health.state()), sizeof "CONNECTION_STATE_" - 1).c_str(),
             static_cast<unsigned long long>(health.received()),
             static_cast<unsigned long long>(health.admitted()), static_cast<unsigned long long>(refused),
             static_cast<unsigned long long>(health.faults()), printable(health.detail()).c_str());
}

}  // namespace watchpost
