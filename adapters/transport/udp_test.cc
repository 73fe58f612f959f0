#include "adapters/transport/udp.h"

#include <net/if.h>

#include "adapters/transport/feed_reader.h"
#include "adapters/transport/transport_test_tools.h"

namespace watchpost {
namespace {

constexpr const char* group = "239.255.31.7";

// A socket of its own port that sends to an address of this machine.
class Sender {
 public:
  explicit Sender(std::uint16_t port, const std::string& host = "127.0.0.1") {
    const bool is_v6 = host.find(':') != std::string::npos;
    descriptor_ = ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
    if (is_v6) {
      auto& address = reinterpret_cast<sockaddr_in6&>(to_);
      address.sin6_family = AF_INET6;
      address.sin6_port = htons(port);
      inet_pton(AF_INET6, host.c_str(), &address.sin6_addr);
      size_ = sizeof(sockaddr_in6);
    } else {
      auto& address = reinterpret_cast<sockaddr_in&>(to_);
      address = Socket::loopback(port);
      inet_pton(AF_INET, host.c_str(), &address.sin_addr);
      const in_addr loopback{htonl(INADDR_LOOPBACK)};
      setsockopt(descriptor_, IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback);
      size_ = sizeof(sockaddr_in);
    }
  }
  Sender(Sender&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), to_(other.to_), size_(other.size_) {}
  Sender& operator=(Sender&&) = delete;
  ~Sender() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  bool send(std::string_view bytes) const {
    return ::sendto(descriptor_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to_),
                    size_) == static_cast<ssize_t>(bytes.size());
  }

 private:
  int descriptor_;
  sockaddr_storage to_{};
  socklen_t size_ = 0;
};

struct Receiver {
  explicit Receiver(const std::string& source = "udp://127.0.0.1:0", const TransportOptions& options = {})
      : transport(opened(make_transport(source, options, context, [this] { return now; }))) {
    transport->start(sink);
    run_until(context, [&] { return !sink.states.empty(); });
  }

  // Transports can be moved out of their Result only.
  static std::unique_ptr<Transport> opened(Result<std::unique_ptr<Transport>> made) {
    return std::move(*made);
  }
  std::size_t byte_count() const {
    std::size_t count = 0;
    for (const auto& [id, connection] : sink.connections) count += connection.bytes.size();
    return count;
  }

  boost::asio::io_context context;
  ReceiveTime now = test_time();
  RememberingSink sink;
  std::unique_ptr<Transport> transport;
};

TEST(Udp, GivesEachSenderAConnectionOfItsOwn) {
  Receiver receiver;
  ASSERT_TRUE(receiver.sink.is_open());
  const Sender one(receiver.sink.port());
  const Sender two(receiver.sink.port());
  one.send("a");
  two.send("b");
  one.send("c");
  ASSERT_TRUE(run_until(receiver.context, [&] { return receiver.byte_count() == 3; }));
  EXPECT_EQ(receiver.sink.connections[1].bytes, "ac");
  EXPECT_EQ(receiver.sink.connections[2].bytes, "b");
  EXPECT_EQ(receiver.sink.connections[1].peer.rfind("127.0.0.1:", 0), 0U);
  EXPECT_EQ(receiver.sink.last_received, test_time());
  EXPECT_EQ(receiver.transport->shed(), 0U);
}

TEST(Udp, TakesTheLargestDatagramWhole) {
  Receiver receiver;
  ASSERT_TRUE(receiver.sink.is_open());
  ASSERT_TRUE(Sender(receiver.sink.port()).send(std::string(65'507, 'x')));
  EXPECT_TRUE(run_until(receiver.context, [&] { return receiver.byte_count() == 65'507; }));
}

TEST(Udp, KeepsWhatComesWhilePausedInOrderAndShedsTheOldestBeyondItsBound) {
  Receiver receiver;
  ASSERT_TRUE(receiver.sink.is_open());
  const Sender sender(receiver.sink.port());
  receiver.sink.takes_more = false;
  sender.send("first");
  ASSERT_TRUE(run_until(receiver.context, [&] { return receiver.byte_count() == 5; }));
  const std::string filler(50'000, '.');
  const std::size_t count = 2 * udp_pending_bytes_max / filler.size();
  for (std::size_t i = 0; i < count; ++i) {
    sender.send(filler);
    receiver.context.restart();
    receiver.context.poll();
  }
  sender.send("last");
  run_for_a_while(receiver.context);
  EXPECT_EQ(receiver.byte_count(), 5U) << "it was told to wait";
  const std::uint64_t shed = receiver.transport->shed();
  EXPECT_GT(shed, count / 3);
  EXPECT_LT(shed, count * 2 / 3);
  receiver.sink.takes_more = true;
  receiver.transport->resume(1);
  ASSERT_TRUE(run_until(receiver.context, [&] {
    return receiver.byte_count() == 5 + (count - shed) * filler.size() + 4;
  })) << receiver.byte_count();
  const std::string& bytes = receiver.sink.connections[1].bytes;
  EXPECT_EQ(bytes.substr(bytes.size() - 4), "last");
}

TEST(Udp, CountsWhatTheKernelHadNoRoomFor) {
  Receiver receiver;
  ASSERT_TRUE(receiver.sink.is_open());
  const Sender sender(receiver.sink.port());
  const std::string filler(60'000, '.');
  constexpr std::uint64_t count = 1000;  // far more than any kernel's buffer holds, while nobody reads
  for (std::uint64_t i = 0; i < count; ++i) sender.send(filler);
  // The count comes with a datagram that had room again.
  ASSERT_TRUE(run_until(receiver.context, [&] {
    sender.send("x");
    return receiver.transport->shed() > 0;
  }));
  run_for_a_while(receiver.context);
  const std::uint64_t read = receiver.byte_count() / filler.size();
  EXPECT_EQ(read + receiver.transport->shed(), count);
}

TEST(Udp, BoundsItsSendersAndForgetsTheOneHeardLongestAgo) {
  Receiver receiver;
  ASSERT_TRUE(receiver.sink.is_open());
  std::vector<Sender> senders;
  for (std::size_t i = 0; i <= udp_senders_max; ++i) {
    senders.emplace_back(receiver.sink.port());
    senders.back().send("x");
    if (i > 0) senders.front().send("y");  // heard again each time
    ASSERT_TRUE(run_until(receiver.context, [&] { return receiver.byte_count() == 1 + 2 * i; }));
  }
  EXPECT_EQ(receiver.sink.open_count(), udp_senders_max);
  EXPECT_FALSE(receiver.sink.connections[1].is_closed);
  EXPECT_TRUE(receiver.sink.connections[2].is_closed);
  EXPECT_FALSE(receiver.sink.connections[2].why) << "that a sender stops is no fault";
}

TEST(Udp, ForgetsASenderThatIsSilent) {
  Receiver receiver;
  ASSERT_TRUE(receiver.sink.is_open());
  const Sender one(receiver.sink.port());
  const Sender two(receiver.sink.port());
  one.send("a");
  ASSERT_TRUE(run_until(receiver.context, [&] { return receiver.byte_count() == 1; }));
  receiver.now += udp_sender_memory;
  two.send("b");
  ASSERT_TRUE(run_until(receiver.context, [&] { return receiver.sink.connections[1].is_closed; }));
  EXPECT_FALSE(receiver.sink.connections[2].is_closed);
  one.send("c");  // and is a new one when it comes back
  EXPECT_TRUE(run_until(receiver.context, [&] { return receiver.sink.connections[3].bytes == "c"; }));
}

TEST(Udp, HearsIpv6) {
  Receiver receiver("udp://[::1]:0");
  if (!receiver.sink.is_open())
    GTEST_SKIP() << "this machine has no IPv6: " << receiver.sink.states[0].second;
  Sender(receiver.sink.port(), "::1").send("six");
  EXPECT_TRUE(run_until(receiver.context, [&] { return receiver.byte_count() == 3; }));
  EXPECT_EQ(receiver.sink.connections[1].peer.rfind("[::1]:", 0), 0U);
}

TEST(Udp, HearsAGroupAtItsInterfaceAndNotWhatGoesToTheMachine) {
  Receiver receiver(std::string("udp://") + group + ":0", {.multicast_interface = "lo"});
  if (!receiver.sink.is_open())
    GTEST_SKIP() << "no multicast on loopback here: " << receiver.sink.states[0].second;
  Receiver other(std::string("udp://") + group + ":" + std::to_string(receiver.sink.port()),
                 {.multicast_interface = "lo"});
  EXPECT_TRUE(other.sink.is_open()) << "a group is there for any number of programs";
  Sender(receiver.sink.port()).send("to the machine");
  const Sender sender(receiver.sink.port(), group);
  if (!sender.send("to all")) GTEST_SKIP() << "this machine does not send to groups";
  for (Receiver* each : {&receiver, &other}) {
    ASSERT_TRUE(run_until(each->context, [&] { return each->byte_count() >= 6; }));
    run_for_a_while(each->context);
    EXPECT_EQ(each->byte_count(), 6U);
  }
}

TEST(Udp, SaysWhyItCannotReceiveAndTriesAgain) {
  Receiver taken;
  ASSERT_TRUE(taken.sink.is_open());
  Receiver second("udp://127.0.0.1:" + std::to_string(taken.sink.port()));
  EXPECT_EQ(second.sink.states[0].first, ConnectionState::failed);
  EXPECT_NE(second.sink.states[0].second.find("in use"), std::string::npos);
  taken.transport.reset();
  EXPECT_TRUE(run_until(second.context, [&] { return second.sink.is_open(); }));

  const Receiver nowhere("udp://239.1.2.3:0", {.multicast_interface = "none-such"});
  EXPECT_EQ(nowhere.sink.states[0].first, ConnectionState::failed);
  EXPECT_NE(nowhere.sink.states[0].second.find("none-such"), std::string::npos);
}

TEST(Udp, SaysNothingMoreOnceStopped) {
  Receiver receiver;
  ASSERT_TRUE(receiver.sink.is_open());
  const Sender sender(receiver.sink.port());
  sender.send("a");
  receiver.transport.reset();
  run_for_a_while(receiver.context);
  EXPECT_EQ(receiver.byte_count(), 0U);
}

TEST(UdpFeed, EndsALineWithItsDatagramAndKeepsSendersApart) {
  Feed feed;
  feed.name = "radar";
  feed.source = "udp://127.0.0.1:0";
  feed.format = "plots";
  boost::asio::io_context context;
  bool has_room = true;
  std::size_t report_count = 0;
  auto created = FeedReader::create(feed, FeedId{0}, context, test_time, [&](ReportBatchPtr& batch) {
    if (has_room) report_count += batch->reports().size();
    return has_room;
  });
  ASSERT_TRUE(created.ok());
  const std::unique_ptr<FeedReader> reader = std::move(*created);
  reader->start();
  ASSERT_TRUE(run_until(context, [&] { return reader->health().state == ConnectionState::open; }));
  const std::string detail = reader->health().detail;
  const auto port = static_cast<std::uint16_t>(std::stoi(detail.substr(detail.rfind(':') + 1)));
  const std::string row = "1000,1000,r,position,1,2,3,,,,,,,";
  const Sender one(port);
  const Sender two(port);
  has_room = false;  // what waits here waits decoded, or in order as it came
  one.send(row);
  one.send(row + "\n" + row);
  two.send(row.substr(0, 10));
  one.send(row.substr(10));
  two.send("");
  run_for_a_while(context);
  has_room = true;
  reader->resume();
  ASSERT_TRUE(run_until(context, [&] { return reader->health().frames == 5; }));
  run_for_a_while(context);
  // Rows of one time wait for the tick.
  reader->tick(test_time() + std::chrono::seconds(1));
  EXPECT_EQ(report_count, 3U);
  const FeedHealth health = reader->health();
  EXPECT_EQ(health.received, 3U);
  EXPECT_EQ(health.connections, 2U);
  EXPECT_EQ(health.faults[0] + health.faults[1] + health.faults[2] + health.faults[3] + health.faults[4], 2U);
}

}  // namespace
}  // namespace watchpost
