// Ids: small integers that cannot be exchanged for one another.
//
// Determinism   given out in the order of inputs, so that a replay gives the same ones.
#pragma once

#include <cstdint>

namespace watchpost {

enum class FeedId : std::uint16_t {};   // index into Mission::feeds
enum class TrackId : std::uint64_t {};  // from 1; the N of a track's name `NODE-N`
enum class RuleId : std::uint16_t {};   // index into Mission::rules
enum class UnitId : std::uint16_t {};   // index into Mission::units

template <class Id>
constexpr auto index(Id id) {
  return static_cast<std::uint64_t>(id);
}

}  // namespace watchpost
