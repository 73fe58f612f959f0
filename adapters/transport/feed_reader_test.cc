#include "adapters/transport/feed_reader.h"

#include <random>

#include "adapters/plots/row.h"
#include "adapters/transport/feed_file.h"
#include "adapters/transport/pacer.h"
#include "adapters/transport/transport_test_tools.h"

namespace watchpost {
namespace {

std::string row(double time_s, const std::string& sensor = "r") {
  return std::to_string(time_s) + "," + std::to_string(time_s) + "," + sensor + ",position,1,2,3,,,,,,,\n";
}

std::string rows(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += row(1000 + i);
  return text;
}

Feed plots_feed(const std::string& source, FeedTime time = FeedTime::data) {
  Feed feed;
  feed.name = "radar";
  feed.source = source;
  feed.format = "plots";
  feed.time = time;
  return feed;
}

struct Reading {
  explicit Reading(const Feed& feed, const FeedTotals& so_far = {}) {
    auto created = FeedReader::create(
        feed, FeedId{0}, context, [this] { return now; },
        [this](ReportBatchPtr& batch) {
          if (!has_room) return false;
          for (const Report& report : batch->reports()) reports.push_back(report);
          return true;
        },
        [this](ConnectionState state) { states.push_back(state); }, so_far);
    EXPECT_TRUE(created.ok()) << created.error().line();
    reader = std::move(*created);
    reader->start();
  }

  bool is(ConnectionState state) const { return reader->health().state == state; }
  bool run(const std::function<bool()>& condition) { return run_until(context, condition); }
  std::uint16_t port() const {
    const std::string detail = reader->health().detail;
    return static_cast<std::uint16_t>(std::stoi(detail.substr(detail.rfind(':') + 1)));
  }

  boost::asio::io_context context;
  ReceiveTime now = test_time();
  bool has_room = true;
  std::vector<Report> reports;  // what they point to has gone
  std::vector<ConnectionState> states;
  std::unique_ptr<FeedReader> reader;
};

TEST(FeedReader, ReadsAFileToItsEnd) {
  const TemporaryFolder folder;
  Reading reading(
      plots_feed("file:" + folder.write("a.csv", std::string(plots::header) + "\n" + rows(5000))));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::closed); }));
  EXPECT_EQ(reading.reports.size(), 5000u);
  const FeedHealth health = reading.reader->health();
  EXPECT_EQ(health.received, 5000u);
  EXPECT_EQ(health.frames, 5001u);
  EXPECT_EQ(health.connections, 0u);
  EXPECT_EQ(health.last_received, ReceiveTime(std::chrono::seconds(5999)));
  EXPECT_EQ(reading.states, (std::vector<ConnectionState>{ConnectionState::open, ConnectionState::closed}));
}

TEST(FeedReader, SaysWhatIsWrongWithItsConfiguration) {
  boost::asio::io_context context;
  const auto problem = [&](const Feed& feed) {
    const auto reader = FeedReader::create(feed, FeedId{0}, context, test_time, {});
    return reader.ok() ? std::string() : reader.error().line();
  };
  Feed feed = plots_feed("nowhere");
  EXPECT_NE(problem(feed).find("radar: found \"nowhere\", expected file:PATH"), std::string::npos);
  feed = plots_feed("-");
  feed.format = "none";
  EXPECT_NE(problem(feed), "");
  feed = plots_feed("-");
  feed.pace = "fast";
  EXPECT_NE(problem(feed), "");
  feed = plots_feed("-");
  feed.options.set("start", std::string("yesterday"));
  EXPECT_NE(problem(feed), "");
  feed = plots_feed("-");
  feed.options.set("rate", 0.0);
  EXPECT_NE(problem(feed), "");
}

TEST(FeedReader, SaysHowLongAnOpenFeedHasBeenSilentOnceThatIsLongerThanIdle) {
  Feed feed = plots_feed("tcp-listen://127.0.0.1:0", FeedTime::clock);
  feed.idle = std::chrono::seconds(30);
  Reading reading(feed);
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  const auto says = [&](const std::string& text) {
    return reading.reader->health().detail.find(text) != std::string::npos;
  };
  reading.now += std::chrono::seconds(29);
  EXPECT_FALSE(says("silent"));
  reading.now += std::chrono::seconds(1);
  EXPECT_TRUE(says("silent for 30 s"));
  const Socket peer = Socket::connect(reading.port());
  peer.send(row(1));
  ASSERT_TRUE(reading.run([&] { return reading.reader->health().bytes > 0; }));
  EXPECT_FALSE(says("silent"));
}

TEST(FeedReader, NumbersOnAfterAReaderOfTheSameFeedBeforeIt) {
  const TemporaryFolder folder;
  FeedTotals before;
  {
    Reading first(plots_feed("file:" + folder.write("a.csv", std::string(plots::header) + "\n" + rows(3))));
    ASSERT_TRUE(first.run([&] { return first.is(ConnectionState::closed); }));
    before = first.reader->totals();
    before.shed = 7;
  }
  Reading second(plots_feed("file:" + folder.write("b.csv", std::string(plots::header) + "\n" + rows(5))),
                 before);
  ASSERT_TRUE(second.run([&] { return second.is(ConnectionState::closed); }));
  ASSERT_EQ(second.reports.size(), 5U);
  EXPECT_EQ(second.reports.front().number, 4U);
  EXPECT_EQ(second.reader->health().received, 8U);
  EXPECT_EQ(second.reader->health().shed, 7U);
}

TEST(FeedReader, IsNotReadWhileThereIsNoRoomAndLosesNothing) {
  Reading reading(plots_feed("tcp-listen://127.0.0.1:0"));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  reading.has_room = false;
  const Socket peer = Socket::connect(reading.port());
  const std::string chunk = rows(20'000);
  std::size_t sent = 0;
  for (std::size_t taken = 1; taken > 0; sent += taken) {
    taken = peer.send(chunk, MSG_DONTWAIT);
    run_for_a_while(reading.context);
  }
  EXPECT_LE(reading.reader->health().bytes, 2 * read_bytes);
  EXPECT_TRUE(reading.reports.empty());
  const std::uint64_t held_back = reading.reader->health().bytes;
  reading.has_room = true;
  reading.reader->resume();
  ASSERT_TRUE(reading.run([&] { return reading.reader->health().bytes == sent; }));
  EXPECT_GT(sent, held_back);
  EXPECT_EQ(reading.reader->health().received, reading.reports.size());
}

TEST(FeedReader, ConnectionsOfAFeedShareNumbersAndCountersButNotTheirFrames) {
  Reading reading(plots_feed("tcp-listen://127.0.0.1:0", FeedTime::clock));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  Socket first = Socket::connect(reading.port());
  Socket second = Socket::connect(reading.port());
  const std::string text = row(1);
  first.send(text.substr(0, 10));
  second.send(text.substr(0, 20));
  ASSERT_TRUE(reading.run([&] { return reading.reader->health().bytes == 30; }));
  first.send(text.substr(10));
  second.send(text.substr(20));
  ASSERT_TRUE(reading.run([&] { return reading.reader->health().frames == 2; }));
  EXPECT_EQ(reading.reader->health().connections, 2u);
  reading.reader->tick(reading.now);
  ASSERT_EQ(reading.reports.size(), 2u);
  EXPECT_EQ(reading.reports[0].number, 1u);
  EXPECT_EQ(reading.reports[1].number, 2u);
  EXPECT_EQ(reading.reports[0].receive_time, test_time());
}

TEST(FeedReader, AConnectionThatOpensAndClosesIsNoFault) {
  Reading reading(plots_feed("tcp-listen://127.0.0.1:0"));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  Socket::connect(reading.port()).close();
  run_for_a_while(reading.context);
  const FeedHealth health = reading.reader->health();
  EXPECT_EQ(health.state, ConnectionState::open);
  for (const std::uint64_t count : health.faults) EXPECT_EQ(count, 0u);
}

TEST(FeedReader, HostileBytesAreCountedAndNamedWithoutThem) {
  Reading reading(plots_feed("tcp-listen://127.0.0.1:0", FeedTime::clock));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  const std::uint16_t port = reading.port();
  std::minstd_rand random(1);
  std::string noise(1 << 20, '\0');
  for (char& byte : noise) byte = static_cast<char>(random() >> 8);
  std::size_t sent = 0;
  for (const std::string& hostile : {noise, std::string(1 << 20, 'x'), row(1).substr(0, 15)}) {
    Socket peer = Socket::connect(port);
    for (std::size_t at = 0; at < hostile.size();) {
      at += peer.send(std::string_view(hostile).substr(at, 100'000), MSG_DONTWAIT);
      run_until(reading.context, [] { return true; });
      reading.context.restart();
      reading.context.poll();
    }
    sent += hostile.size();
    peer.close();
    ASSERT_TRUE(reading.run([&] { return reading.reader->health().connections == 0; }));
  }
  const FeedHealth health = reading.reader->health();
  EXPECT_EQ(health.bytes, sent);
  EXPECT_EQ(health.received, 0u);
  std::uint64_t faults = 0;
  for (const std::uint64_t count : health.faults) faults += count;
  EXPECT_EQ(faults, health.frames);
  EXPECT_EQ(health.faults[static_cast<int>(Fault::truncated)], 2u);  // the noise ends in no line end either
  EXPECT_NE(health.detail.find("last fault: truncated at byte 0, a row without its line end"),
            std::string::npos);
}

TEST(FeedReader, ByRecordedTimesALostConnectionIsTheEndUntilMoreComes) {
  const Socket server = Socket::listen();
  Reading reading(plots_feed("tcp://127.0.0.1:" + std::to_string(server.port())));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  Socket peer = server.accept();
  peer.send(rows(3));
  peer.close();
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::closed); }));
  EXPECT_EQ(reading.reports.size(), 3u);
  ASSERT_TRUE(reading.run([&] { return server.is_anyone_waiting(); }));
  peer = server.accept();
  run_for_a_while(reading.context);
  EXPECT_TRUE(reading.is(ConnectionState::closed)) << "held up by a connection that says nothing";
  peer.send(row(2000));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  peer.close();
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::closed); }));
  EXPECT_EQ(reading.reports.size(), 4u);
}

TEST(FeedReader, IsClosedOnlyWhenItsLastBatchHasBeenTaken) {
  const TemporaryFolder folder;
  Reading reading(plots_feed("file:" + folder.write("a.csv", rows(10))));
  reading.has_room = false;
  run_for_a_while(reading.context);
  EXPECT_FALSE(reading.is(ConnectionState::closed));
  reading.has_room = true;
  reading.reader->resume();
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::closed); }));
  EXPECT_EQ(reading.reports.size(), 10u);
}

TEST(FeedReader, PlaysARecordingAtTheSpeedAskedFor) {
  const TemporaryFolder folder;
  Feed feed = plots_feed("file:" + folder.write("a.csv", rows(3) + row(1'000'000)));
  feed.pace = "20";
  Reading reading(feed);
  ASSERT_TRUE(reading.run([&] { return reading.reports.size() >= 1; }));
  // The third row goes on with the next one, which is eleven days away.
  ASSERT_TRUE(reading.run([&] { return reading.reader->health().frames == 3; }));
  run_for_a_while(reading.context);
  EXPECT_EQ(reading.reports.size(), 2u);
  EXPECT_TRUE(reading.is(ConnectionState::open));
}

TEST(FeedReader, GivesUpWaitingForARecordedTimeThatDoesNotCome) {
  Reading reading(plots_feed("tcp-listen://127.0.0.1:0"));
  ASSERT_TRUE(reading.run([&] { return reading.is(ConnectionState::open); }));
  const Socket peer = Socket::connect(reading.port());
  peer.send("no row\n");
  ASSERT_TRUE(reading.run([&] { return reading.reader->health().frames == 1; }));
  const auto malformed = [&] { return reading.reader->health().faults[static_cast<int>(Fault::malformed)]; };
  for (int second = 0; second <= 9; ++second)
    reading.reader->tick(reading.now + std::chrono::seconds(second));
  EXPECT_EQ(malformed(), 0u);
  reading.reader->tick(reading.now + std::chrono::seconds(10));
  EXPECT_EQ(malformed(), 1u);
}

TEST(Pacer, KeepsTheIntervalsOfTheRecording) {
  const auto at_s = [](int time_s) { return ReceiveTime(std::chrono::seconds(time_s)); };
  using std::chrono::seconds;
  Pacer twice(2, 100);
  EXPECT_EQ(twice.due(at_s(1000), seconds(50)), seconds(50));
  EXPECT_EQ(twice.due(at_s(1010), seconds(50)), seconds(55));
  EXPECT_EQ(twice.due(std::nullopt, seconds(56)), seconds(55));
  EXPECT_EQ(twice.due(at_s(990), seconds(57)), seconds(55));
  EXPECT_EQ(twice.due(at_s(1020), seconds(58)), seconds(60));
}

TEST(Pacer, PlaysWhatHasNoTimesAtItsRate) {
  Pacer pacer(1, 10);
  EXPECT_EQ(pacer.due(std::nullopt, std::chrono::seconds(5)), std::chrono::seconds(5));
  EXPECT_EQ(pacer.due(std::nullopt, std::chrono::seconds(5)), std::chrono::milliseconds(5100));
  EXPECT_EQ(pacer.due(std::nullopt, std::chrono::seconds(6)), std::chrono::milliseconds(5200));
}

TEST(FeedFile, IsReadInPiecesWithProgress) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.csv", rows(5000));
  FeedCounters counters;
  FeedDecoder decoder(*find_format("plots"), {}, {.time = TimeSource::recorded}, counters,
                      [](ReportBatchPtr&) {});
  std::uint64_t last = 0;
  const Status status = read_file(path, decoder, [&](std::uint64_t bytes_read, std::uint64_t size_bytes) {
    EXPECT_GT(bytes_read, last);
    last = bytes_read;
    EXPECT_EQ(size_bytes, std::filesystem::file_size(path));
    return true;
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(last, std::filesystem::file_size(path));
  EXPECT_EQ(counters.reports, 5000u);
  EXPECT_FALSE(read_file(folder.file("absent"), decoder).ok());
}

}  // namespace
}  // namespace watchpost
