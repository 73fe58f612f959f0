// Story: which episodes an exercise has, and when.
//
// It is told in rounds of two hours. The first has every episode; later ones about half of them, so that a
// day stays below six alerts an hour. An episode that would not be over by the end is left out.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

enum class Episode : std::uint8_t {
  landing,        // a fishing vessel runs into the landing site
  crossing,       // a vessel crosses the median line northwards
  dark,           // a cargo vessel's transponder falls silent
  excursion,      // a patrol leaves its area
  approach,       // a boat runs up to a patrol boat
  drone,          // an unmanned aircraft circles over the camp
  lost_contact,   // a patrol's radio falls silent
  dwell,          // a boat loiters beside the camp
  squawk,         // an aircraft squawks 7700
  beacon,         // a distress beacon, tested first
  radar_failure,  // the radar delivers nothing
};
inline constexpr std::size_t episode_count = 11;

class Story {
 public:
  static constexpr double round_s = 7200;

  explicit Story(const Setting& setting);

  std::size_t round_count() const { return rounds_.size(); }
  double round_begin_s(std::size_t round) const { return static_cast<double>(round) * round_s; }

  // When the episode begins in that round; nothing where it has no part in it.
  std::optional<double> begin_s(std::size_t round, Episode episode) const {
    return rounds_[round][static_cast<std::size_t>(episode)];
  }

 private:
  std::vector<std::array<std::optional<double>, episode_count>> rounds_;
};

}  // namespace watchpost::simulate
