#include "daemon/simulate/story.h"

#include <cmath>

#include "daemon/simulate/chance.h"

namespace watchpost::simulate {
namespace {

struct Times {
  double begin_min = 0;
  double length_min = 0;  // until everything of it is over
};

constexpr std::array<Times, episode_count> times = {{
    {0.5, 20},  // landing: inside from the eighth minute
    {3, 35},    // crossing: at the line in the twelfth
    {22, 50},   // dark: told ten minutes later, back 43 minutes later
    {17, 32},   // excursion: outside from the 27th
    {22, 42},   // approach: near from the 36th to the 54th, as the patrol boat's round has it
    {35, 22},   // drone: over the camp from the 44th
    {50, 20},   // lost contact: told five minutes later
    {41, 45},   // dwell: inside from the 53rd, told ten minutes later
    {71, 14},   // squawk
    {80, 30},   // beacon; tested an hour before
    {92, 12},   // radar failure
}};

constexpr double share_of_later_rounds = 0.5;
constexpr double jitter_s = 45;

}  // namespace

Story::Story(const Setting& setting) {
  Chance chance(setting.seed, "story");
  const auto count = static_cast<std::size_t>(std::ceil(setting.duration_s / round_s));
  rounds_.resize(count);
  for (std::size_t round = 0; round < count; ++round) {
    for (std::size_t episode = 0; episode < episode_count; ++episode) {
      // Thrown for every one, so that a longer exercise begins as a shorter one does.
      const double off_s = chance.uniform(0, jitter_s);
      const bool is_chosen = chance.happens(share_of_later_rounds) || round == 0;
      const double begin_s = round_begin_s(round) + times[episode].begin_min * 60 + off_s;
      const double end_s = begin_s + times[episode].length_min * 60;
      if (is_chosen && end_s <= setting.duration_s) rounds_[round][episode] = begin_s;
    }
  }
}

}  // namespace watchpost::simulate
