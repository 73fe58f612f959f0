#include "daemon/simulate/expected.h"

namespace watchpost::simulate {
namespace {

// Names and sentences of our own: nothing in them needs to be escaped.
std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

std::string identity_of(const Actor& actor) {
  std::string text;
  if (actor.ais) text += "\"mmsi\": " + std::to_string(actor.ais->mmsi);
  if (actor.adsb) text += format("\"icao24\": \"%06x\"", actor.adsb->icao24);
  if (actor.radio) text += "\"name\": " + quoted(actor.radio->name);
  return "{" + text + "}";
}

// Without an identity only sensors see it.
std::string party(const Actor& actor) {
  std::string text = "{\"object\": " + quoted(actor.object);
  if (!actor.unit.empty()) text += ", \"unit\": " + quoted(actor.unit);
  return text + ", \"identity\": " + identity_of(actor) + "}";
}

std::string window(const Span& span, const Setting& setting) {
  return "{\"from\": " + quoted(rfc3339(setting, span.begin_s)) +
         ", \"to\": " + quoted(rfc3339(setting, span.end_s)) + "}";
}

}  // namespace

std::string json_of(const Expected& expected, const Setting& setting) {
  std::string text = "{\"rule\": " + quoted(expected.rule) + ", \"kind\": " + quoted(expected.kind);
  text += ", \"subject\": ";
  text += expected.subject != nullptr ? party(*expected.subject)
                                      : "{\"sensor\": " + quoted(expected.sensor) + "}";
  if (expected.other != nullptr) text += ", \"other\": " + party(*expected.other);
  if (!expected.place.empty()) text += ", \"place\": " + quoted(expected.place);
  text += ", \"raise\": " + window(expected.raise, setting) + ", \"clear\": ";
  text += expected.clear ? window(*expected.clear, setting) : "null";
  return text + ", \"why\": " + quoted(expected.why) + "}";
}

}  // namespace watchpost::simulate
