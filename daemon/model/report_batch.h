// ReportBatch: up to 256 reports of one feed with the memory of their rare parts.
//
// Where time is recorded it also carries how many faults there were and when, in the order of the bytes, so
// that they can be counted in recorded time. Batches pass between threads by pointer and are reused: no
// allocation after warm-up. Threads   one owner at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "daemon/base/arena.h"
#include "daemon/model/report.h"

namespace watchpost {

// Frames in which there was a fault, received after the whole second before `tick` and not after it.
struct FaultCount {
  ReceiveTime tick;
  std::uint64_t count = 0;
};

class ReportBatch {
 public:
  static constexpr std::size_t reports_max = 256;

  ReportBatch() { reports_.reserve(reports_max); }

  // Copies the report and everything it points to. The reference is good until clear().
  Report& add(const Report& report);
  // REQUIRES: times in order
  void add_fault(ReceiveTime received);

  const std::vector<Report>& reports() const { return reports_; }
  std::vector<Report>& reports() { return reports_; }
  const std::vector<FaultCount>& faults() const { return faults_; }
  bool is_empty() const { return reports_.empty() && faults_.empty(); }
  bool is_full() const { return reports_.size() >= reports_max; }
  void clear();

 private:
  std::vector<Report> reports_;
  std::vector<FaultCount> faults_;
  Arena arena_;
};

using ReportBatchPtr = std::unique_ptr<ReportBatch>;

// Copies what a report points to into an arena, and returns the report that points there.
Report copy_into(const Report& report, Arena& arena);

}  // namespace watchpost
