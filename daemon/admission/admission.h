// Admission: the only door into the core.
//
// It enforces the mandate: a report outside the mission area and its buffer is counted and
// dropped, before anything records, fuses or logs it; only our own units, by a trusted feed,
// are followed everywhere. It also refuses what cannot be, and duplicates, and completes what
// the configuration knows of a sensor.
//
// Order     reports in order of receive time, so that its state does not depend on threads.
// Memory    bounded: identities are forgotten after 600 s of receive time, contents after 10 s.
// Threads   the core's.
// Source    docs/interfaces.md, "Admission of what has no position", "A duplicate".
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "daemon/admission/recent.h"
#include "daemon/base/interner.h"
#include "daemon/model/health.h"
#include "daemon/model/identity.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"

namespace watchpost {

class Admission {
 public:
  struct Counters {
    std::uint64_t received = 0;
    std::uint64_t admitted = 0;
    std::array<std::uint64_t, refusal_count> refused{};  // by Refusal
    std::uint64_t clock_replaced = 0;                    // event times too far from the receive time
  };

  explicit Admission(std::shared_ptr<const Mission> mission);

  // A changed configuration holds from here on. What had a place in another area is not remembered by it.
  // REQUIRES: feeds of the same numbers; more may have been added
  void reconfigure(std::shared_ptr<const Mission> mission);

  // Nothing, and the report is completed and final; or why it is refused. Counted either way.
  std::optional<Refusal> admit(Report& report);

  const Counters& counters(FeedId feed) const { return counters_[index(feed)]; }

 private:
  std::optional<Refusal> judge(Report& report);
  std::optional<Refusal> judge_place(Report& report, std::optional<IdentityKey> identity) const;
  bool correct_clock(Report& report) const;  // whether the event time had to be replaced
  void complete_from_configuration(Report& report) const;
  bool is_trusted_own_unit(const Report& report) const;
  bool is_inside_mandate(LatLon position) const;
  const Feed& feed_of(const Report& report) const { return mission_->feeds[index(report.feed)]; }

  std::shared_ptr<const Mission> mission_;
  std::vector<Counters> counters_;  // by feed
  Interner names_;
  Recent positions_;  // (feed, identity) with an admitted position
  Recent contents_;   // of reports with an identity
};

}  // namespace watchpost
