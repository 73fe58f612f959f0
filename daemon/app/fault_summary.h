// FaultSummary: what a command says at its end of what a feed sent wrongly.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/decoder.h"

namespace watchpost {

class FaultSummary {
 public:
  void add(Fault fault, std::string_view detail, std::uint64_t offset);
  bool is_empty() const { return total_ == 0; }
  std::uint64_t total() const { return total_; }

  // On standard error: the first few with their place, then how many of each kind.
  void print(const std::string& source) const;

 private:
  static constexpr std::size_t examples_max = 10;

  std::uint64_t total_ = 0;
  std::array<std::uint64_t, fault_count> by_kind_{};
  std::vector<std::string> examples_;
};

// `found format 'aiss', expected one of ais, plots (did you mean 'ais'?)`
std::string unknown_format(std::string_view name);

}  // namespace watchpost
