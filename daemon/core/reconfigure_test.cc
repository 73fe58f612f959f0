// A changed configuration as one input of the core.

#include <gtest/gtest.h>

#include "daemon/core/core.h"
#include "geo/area.h"
#include "geo/geodesic.h"

namespace watchpost {
namespace {

constexpr LatLon home{50, 3};

std::shared_ptr<const Area> square(double half_deg) {
  const double south = home.latitude_deg - half_deg, north = home.latitude_deg + half_deg;
  const double west = home.longitude_deg - half_deg, east = home.longitude_deg + half_deg;
  const PolygonRings ring{{{south, west}, {south, east}, {north, east}, {north, west}}, {}};
  return std::make_shared<const Area>(*area_from_polygons({ring}));
}

// One vessel at home, one 20 km east of it, each heard each second by a transponder, and a radar's plot
// there.
class CoreReconfigured : public testing::Test {
 protected:
  void SetUp() override {
    mission_.feeds.emplace_back().name = "coast";
    mission_.feeds.emplace_back().name = "radar";
    mission_.area = square(1);
  }

  void begin() { core_ = std::make_unique<Core>(std::make_shared<const Mission>(mission_)); }
  void report(std::uint32_t mmsi, LatLon position, std::uint16_t feed = 0) {
    Report report;
    report.feed = FeedId(feed);
    report.number = ++last_number_;
    report.event_time = now();
    report.receive_time = receive_time_from_ns(unix_ns(now()));
    report.set<Field::position>(position);
    report.set<Field::std_m>(5);
    if (mmsi != 0) report.set<Field::mmsi>(mmsi);
    core_->step(ReportInput{&report}, outputs_);
  }
  void second() {
    report(1, home);
    report(2, destination(home, 90, 20'000));
    report(0, destination(home, 90, 25'000), 1);
    ++second_;
    core_->step(Tick{receive_time_from_ns(unix_ns(now())), now()}, outputs_);
  }
  void reconfigure(const Mission& next) {
    outputs_.clear();
    core_->step(Reconfiguration{std::make_shared<const Mission>(next)}, outputs_);
  }
  EventTime now() const { return EventTime(std::chrono::seconds(1'000'000 + second_)); }
  std::vector<Track> tracks() const {
    std::vector<Track> all;
    core_->tracker().for_each({}, [&](const Track& track) {
      if (track.status != TrackStatus::dropped) all.push_back(track);
    });
    return all;
  }

  Mission mission_;
  std::unique_ptr<Core> core_;
  Outputs outputs_;
  int second_ = 0;
  std::uint64_t last_number_ = 0;
};

TEST_F(CoreReconfigured, DropsWhatIsOutsideASmallerAreaAtOnceAndKeepsNothingOfIt) {
  begin();
  for (int i = 0; i < 10; ++i) second();
  ASSERT_EQ(tracks().size(), 3U);
  report(0, destination(home, 90, 25'000), 1);  // waits for the tick
  Mission next = mission_;
  next.area = square(0.1);
  reconfigure(next);
  ASSERT_EQ(tracks().size(), 1U);
  EXPECT_EQ(tracks()[0].identity.mmsi, 1U);
  EXPECT_EQ(outputs_.changed_tracks.size(), 2U);
  for (const TrackId id : outputs_.changed_tracks) EXPECT_TRUE(core_->is_dropped(id));
  ++second_;
  outputs_.clear();
  core_->step(Tick{receive_time_from_ns(unix_ns(now())), now()}, outputs_);
  EXPECT_EQ(core_->tracker().store().size(), 1U);
}

TEST_F(CoreReconfigured, FindsItsUnitsAgainAndTellsOfThem) {
  mission_.units.emplace_back().name = "patrol-1";
  mission_.units.back().identity.mmsi = 1;
  begin();
  for (int i = 0; i < 5; ++i) second();
  EXPECT_EQ(tracks()[0].unit, UnitId{0});
  const std::uint64_t revision = tracks()[0].revision;
  Mission next = mission_;
  next.units[0].name = "patrol-2";
  next.units[0].identity.mmsi = 2;
  reconfigure(next);
  EXPECT_EQ(core_->mission()->units.size(), 2U);
  EXPECT_FALSE(tracks()[0].unit);
  EXPECT_EQ(tracks()[0].affiliation, Affiliation::unspecified);
  EXPECT_GT(tracks()[0].revision, revision);
  EXPECT_EQ(tracks()[1].unit, UnitId{1});
  EXPECT_EQ(tracks()[1].affiliation, Affiliation::own);
  EXPECT_EQ(outputs_.changed_tracks.size(), 2U);
}

TEST_F(CoreReconfigured, TakesFeedsThatWereAddedAndGoesOnAsIfTheyHadAlwaysBeenThere) {
  begin();
  for (int i = 0; i < 5; ++i) second();
  Mission next = mission_;
  next.feeds.erase(next.feeds.begin() + 1);
  next.feeds.emplace_back().name = "pier";
  reconfigure(next);
  ASSERT_EQ(core_->mission()->feeds.size(), 3U);
  EXPECT_TRUE(core_->mission()->feeds[1].is_retired);
  EXPECT_EQ(core_->surroundings().feed(FeedId{1}).state, ConnectionState::closed);
  report(3, destination(home, 0, 5'000), 2);
  report(3, destination(home, 0, 5'000), 2);
  ASSERT_EQ(tracks().size(), 4U);
  EXPECT_EQ(tracks()[3].feeds, std::vector<std::uint16_t>{2});

  // Its state is one of the configuration as it stands.
  const std::string bytes = save(*core_);
  Core loaded(core_->mission());
  ASSERT_TRUE(load(bytes, loaded).ok());
  EXPECT_EQ(save(loaded), bytes);
  Core of_the_first(std::make_shared<const Mission>(mission_));
  EXPECT_FALSE(load(bytes, of_the_first).ok());
}

TEST_F(CoreReconfigured, TheSameConfigurationAgainChangesNothing) {
  begin();
  for (int i = 0; i < 5; ++i) second();
  const std::string before = save(*core_);
  reconfigure(mission_);
  EXPECT_TRUE(outputs_.changed_tracks.empty());
  EXPECT_TRUE(outputs_.alerts.empty());
  EXPECT_EQ(save(*core_), before);
}

}  // namespace
}  // namespace watchpost
