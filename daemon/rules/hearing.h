// Hearing: who is heard, by whom and how often; what rules about reports and about silence rest on.
//
// A report is one of a unit where its identity matches, or where the transponder that sent it has matched
// before: AIS says the call sign in one message and the position in another.
//
// Cost          of a report, a look-up of its sensor's name and of its identity.
// Memory        sensors_max sensors a feed; of more than that the rest are heard as the feed itself.
// Determinism   follows the order of calls; sensors by number, in the order in which they were first heard.
// State         all of it; of a mission that is not part of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/flat_index.h"
#include "daemon/base/interner.h"
#include "daemon/base/time.h"
#include "daemon/model/identity.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"
#include "daemon/rules/pace.h"

namespace watchpost {

using SensorNumber = std::uint32_t;

// Of one report: who sent it, and who heard it.
struct Heard {
  std::optional<IdentityKey> identity;
  std::optional<UnitId> unit;
  SensorNumber sensor = 0;
};

class Hearing {
 public:
  static constexpr std::size_t sensors_max = 1024;

  struct Sensor {
    FeedId feed{};
    std::string name;  // empty: the feed itself
    ReceiveTime first;
    ReceiveTime last;
    Pace pace;
  };

  explicit Hearing(std::shared_ptr<const Mission> mission);

  Heard hear(const Report& report);
  // Of a track: the same as of its transponder's reports.
  std::optional<IdentityKey> identity_of(const Identity& identity);
  const std::string& name(IdentityKey identity) const;  // REQUIRES: a text
  // Units are known by other names now: who had been found to be one is found again.
  void forget_units() { unit_by_identity_ = FlatIndex(); }
  // Since when feeds are watched; the first report or tick.
  void begin(ReceiveTime time) {
    if (!start_) start_ = time;
  }
  ReceiveTime start() const { return start_.value_or(ReceiveTime{}); }

  const Sensor& sensor(SensorNumber number) const { return sensors_[number]; }
  std::size_t sensor_count() const { return sensors_.size(); }
  const std::vector<SensorNumber>& sensors_of(FeedId feed) const { return by_feed_[index(feed)]; }

  void save(SaveArchive& archive) const;
  void load(LoadArchive& archive);

 private:
  SensorNumber sensor_of(const Report& report);
  void index_units();
  std::optional<UnitId> unit_of(const Report& report) const;

  std::shared_ptr<const Mission> mission_;
  Interner names_;
  std::vector<Sensor> sensors_;
  std::vector<std::vector<SensorNumber>> by_feed_;
  std::vector<SensorNumber> last_of_feed_;  // the one heard last, tried first
  FlatIndex unit_by_identity_;
  std::optional<ReceiveTime> start_;

  // What units are asked for by, sorted; the number is the unit's.
  std::vector<std::pair<std::uint64_t, std::uint16_t>> by_number_;
  std::vector<std::pair<std::string, std::uint16_t>> by_text_;  // its kind before it
};

}  // namespace watchpost
