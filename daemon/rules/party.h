// Party: what a condition is about, as a number that can be looked up.
#pragma once

#include <compare>
#include <cstdint>

#include "daemon/base/ids.h"

namespace watchpost {

enum class PartyKind : std::uint8_t {
  none,
  track,     // by TrackId
  unit,      // by UnitId
  identity,  // by IdentityKey (daemon/model/identity.h)
  sensor,    // by its number in Hearing
  feed,      // by FeedId
  report,    // by feed and number
  machine,   // what the daemon runs on, by the rule's own number
};
inline constexpr int party_kind_count = 8;

struct Party {
  PartyKind kind = PartyKind::none;
  std::uint64_t number = 0;

  auto operator<=>(const Party&) const = default;
};

constexpr Party party_of(TrackId track) {
  return {PartyKind::track, index(track)};
}
constexpr Party party_of(UnitId unit) {
  return {PartyKind::unit, index(unit)};
}

// One condition for one (rule, subject, other); a rule has one place at most.
struct ConditionKey {
  RuleId rule{};
  Party subject;
  Party other;  // the second of a pair

  auto operator<=>(const ConditionKey&) const = default;
};

template <class Archive>
void transfer(Archive& archive, Party& party) {
  archive(party.kind, party.number);
  if constexpr (Archive::is_loading) {
    if (static_cast<int>(party.kind) >= party_kind_count)
      archive.fail("found a kind of subject that there is not");
  }
}

template <class Archive>
void transfer(Archive& archive, ConditionKey& key) {
  archive(key.rule, key.subject, key.other);
}

}  // namespace watchpost
