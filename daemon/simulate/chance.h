// Chance: the dice of a simulation: the same seed and name give the same throws with every library.
//
// Each actor has dice of its own, named after it: one more actor changes nobody else's throws.
//
// Source    the generator xoshiro256** 1.0 and its seeding by SplitMix64 (Blackman, Vigna, 2018); normal
//           deviates by the polar method (Marsaglia, Bray, 1964).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace watchpost::simulate {

class Chance {
 public:
  Chance(std::uint64_t seed, std::string_view name);

  std::uint64_t bits();
  double uniform(double from, double to);  // [from, to)
  double normal(double std);               // about 0
  bool happens(double probability);
  int count(double mean);  // Poisson's, for means up to some tens

 private:
  std::array<std::uint64_t, 4> state_{};
  std::optional<double> second_normal_;
};

}  // namespace watchpost::simulate
