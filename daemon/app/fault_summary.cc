#include "daemon/app/fault_summary.h"

#include <cstdio>

#include "adapters/formats.h"
#include "daemon/app/config_problems.h"

namespace watchpost {

void FaultSummary::add(Fault fault, std::string_view detail, std::uint64_t offset) {
  ++total_;
  ++by_kind_[static_cast<std::size_t>(fault)];
  if (examples_.size() < examples_max)
    examples_.push_back("byte " + std::to_string(offset) + ": " + std::string(name(fault)) + ": " +
                        std::string(detail));
}

void FaultSummary::print(const std::string& source) const {
  if (is_empty()) return;
  for (const std::string& example : examples_)
    std::fprintf(stderr, "%s: %s\n", source.c_str(), example.c_str());
  std::string counts;
  for (int kind = 0; kind < fault_count; ++kind) {
    const std::uint64_t count = by_kind_[static_cast<std::size_t>(kind)];
    if (count == 0) continue;
    if (!counts.empty()) counts += ", ";
    counts += std::to_string(count) + " " + std::string(name(static_cast<Fault>(kind)));
  }
  std::fprintf(stderr, "%s: %llu faults: %s\n", source.c_str(), static_cast<unsigned long long>(total_),
               counts.c_str());
}

std::string unknown_format(std::string_view name) {
  std::vector<std::string_view> known;
  for (const Format& format : formats()) known.push_back(format.name);
  return found_unknown("format", name, known, "none");
}

}  // namespace watchpost
