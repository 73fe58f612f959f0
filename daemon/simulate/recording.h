// Recording: what one feed of a simulation delivered, in order of its arrival.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace watchpost::simulate {

struct Record {
  std::int64_t receive_ms = 0;  // since the simulation's beginning
  std::string bytes;            // with whatever ends it
};

class Recording {
 public:
  void add(std::int64_t receive_ms, std::string bytes) { records_.push_back({receive_ms, std::move(bytes)}); }

  // Of equal times as they were added.
  void sort() {
    std::stable_sort(records_.begin(), records_.end(),
                     [](const Record& a, const Record& b) { return a.receive_ms < b.receive_ms; });
  }

  const std::vector<Record>& records() const { return records_; }

 private:
  std::vector<Record> records_;
};

}  // namespace watchpost::simulate
