// On the way from a report to its track nothing asks for memory, once as much has been seen as is seen now.

#include <gtest/gtest.h>

#include "daemon/base/allocation_count_for_tests.h"
#include "daemon/core/core.h"
#include "geo/geodesic.h"

namespace watchpost {
namespace {

constexpr int object_count = 200;

std::shared_ptr<const Mission> mission() {
  auto mission = std::make_shared<Mission>();
  mission->feeds.emplace_back().name = "radar";
  return mission;
}

// Objects on straight courses, each reported once a second, a quarter of a second apart in four looks.
class Traffic : public testing::TestWithParam<bool> {
 protected:
  void second() {
    const bool is_named = GetParam();
    for (int i = 0; i < object_count; ++i) {
      const double time_s = second_ + (i % 4) / 4.0;
      Report report;
      report.event_time = EventTime(std::chrono::seconds(1'000'000)) + duration_from_s(time_s);
      report.receive_time = receive_time_from_ns(unix_ns(report.event_time));
      report.number = ++last_number_;
      report.sensor = "north";
      const LatLon home = destination({50, 3}, 360.0 * i / object_count, 5'000.0 + 40 * i);
      const double noise_m = static_cast<double>((last_number_ * 7919) % 41) - 20;
      report.set<Field::position>(destination(home, 90, 10 * time_s + noise_m));
      report.set<Field::std_m>(20);
      if (is_named) report.set<Field::mmsi>(200'000'000 + i);
      outputs_.clear();
      core_.step(ReportInput{&report}, outputs_);
    }
    ++second_;
    const EventTime now = EventTime(std::chrono::seconds(1'000'000)) + std::chrono::seconds(second_);
    outputs_.clear();
    core_.step(Tick{receive_time_from_ns(unix_ns(now)), now}, outputs_);
  }

  Core core_{mission()};
  Outputs outputs_;
  int second_ = 0;
  std::uint64_t last_number_ = 0;
};

TEST_P(Traffic, AsksForNoMoreMemoryAfterItsWarmUp) {
  for (int i = 0; i < 100; ++i) second();
  const std::size_t before = allocation_count;
  for (int i = 0; i < 120; ++i) second();
  EXPECT_EQ(allocation_count - before, 0U);
  EXPECT_EQ(core_.tracker().size(), std::size_t{object_count});
}

INSTANTIATE_TEST_SUITE_P(Core, Traffic, testing::Bool(), [](const auto& is_named) {
  return is_named.param ? "OfTransponders" : "SeenByARadar";
});

}  // namespace
}  // namespace watchpost
