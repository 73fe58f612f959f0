#include "daemon/publish/topics.h"

// clang-format off: it stands before what it prepares
#include "geo/before_s2.h"
// clang-format on

#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>

#include "daemon/wire/convert.h"

namespace watchpost {
CellNumber track_cell(LatLon position) {
  return S2CellId(S2LatLng::FromDegrees(position.latitude_deg, position.longitude_deg))
      .parent(track_cell_level)
      .id();
}

std::string cell_text(CellNumber cell) {
  const S2CellId id(cell);
  std::string text(static_cast<std::size_t>(id.level()) + 2, '/');
  text[0] = static_cast<char>('0' + id.face());
  for (int level = 1; level <= id.level(); ++level)
    text[static_cast<std::size_t>(level) + 1] = static_cast<char>('0' + id.child_position(level));
  return text;
}

void alert_topic(std::string& topic, std::string_view label, Severity severity, std::string_view rule) {
  topic.assign("alert.").append(label).append(1, '.').append(word(severity)).append(1, '.').append(rule);
}

void track_topic(std::string& topic, std::string_view label, std::string_view cell) {
  topic.assign("track.").append(label).append(1, '.').append(cell);
}

void health_topic(std::string& topic, std::string_view label, std::string_view feed) {
  topic.assign("health.").append(label).append(1, '.').append(feed);
}

void heartbeat_topic(std::string& topic, std::string_view label) {
  topic.assign("heartbeat.").append(label);
}

}  // namespace watchpost
