#include "daemon/simulate/chance.h"

#include <cmath>

namespace watchpost::simulate {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31);
}

constexpr std::uint64_t rotated(std::uint64_t value, int by) {
  return (value << by) | (value >> (64 - by));
}

}  // namespace

Chance::Chance(std::uint64_t seed, std::string_view name) {
  std::uint64_t mixed = 0xcbf29ce484222325ULL;  // FNV-1a of the name
  for (const char letter : name) mixed = (mixed ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
  mixed ^= split_mix(seed);
  for (std::uint64_t& word : state_) word = split_mix(mixed);
}

std::uint64_t Chance::bits() {
  const std::uint64_t result = rotated(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = rotated(state_[3], 45);
  return result;
}

double Chance::uniform(double from, double to) {
  const double share = static_cast<double>(bits() >> 11) * 0x1p-53;
  return from + (to - from) * share;
}

double Chance::normal(double std) {
  if (second_normal_) {
    const double kept = *second_normal_ * std;
    second_normal_.reset();
    return kept;
  }
  while (true) {
    const double x = uniform(-1, 1);
    const double y = uniform(-1, 1);
    const double radius_sq = x * x + y * y;
    if (radius_sq >= 1 || radius_sq == 0) continue;
    const double scale = std::sqrt(-2 * std::log(radius_sq) / radius_sq);
    second_normal_ = y * scale;
    return x * scale * std;
  }
}

bool Chance::happens(double probability) {
  return uniform(0, 1) < probability;
}

int Chance::count(double mean) {
  const double limit = std::exp(-mean);
  int events = 0;
  for (double product = uniform(0, 1); product > limit; product *= uniform(0, 1)) ++events;
  return events;
}

}  // namespace watchpost::simulate
