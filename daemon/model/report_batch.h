// ReportBatch: up to 256 reports of one feed with the memory of their rare parts.
//
// Batches pass between threads by pointer and are reused: no allocation after warm-up.
// Threads   one owner at a time.
#pragma once

#include <memory>
#include <vector>

#include "daemon/base/arena.h"
#include "daemon/model/report.h"

namespace watchpost {

class ReportBatch {
 public:
  static constexpr std::size_t reports_max = 256;

  ReportBatch() { reports_.reserve(reports_max); }

  // Copies the report and everything it points to. The reference is good until clear().
  Report& add(const Report& report);

  const std::vector<Report>& reports() const { return reports_; }
  std::vector<Report>& reports() { return reports_; }
  bool is_empty() const { return reports_.empty(); }
  bool is_full() const { return reports_.size() >= reports_max; }
  void clear();

 private:
  std::vector<Report> reports_;
  Arena arena_;
};

using ReportBatchPtr = std::unique_ptr<ReportBatch>;

// Copies what a report points to into an arena, and returns the report that points there.
Report copy_into(const Report& report, Arena& arena);

}  // namespace watchpost
