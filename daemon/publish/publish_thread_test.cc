#include "daemon/publish/publish_thread.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <random>
#include <zmq.hpp>

#include "daemon/publish/outgoing_for_tests.h"
#include "watchpost/v1/envelope.pb.h"

namespace watchpost {
namespace {

namespace pb = ::watchpost::v1;

constexpr LatLon harbour{43.29, 5.36};

StreamSettings settings_at(const std::string& endpoint) {
  StreamSettings settings;
  settings.endpoint = endpoint;
  return settings;
}

// A consumer as simple as can be; waits for what it expects, and the test fails by time where it does not
// come.
class Subscriber {
 public:
  Subscriber(const std::string& endpoint, const std::vector<std::string>& topics,
             int messages_max = 100'000) {
    socket_.set(zmq::sockopt::rcvhwm, messages_max);
    socket_.set(zmq::sockopt::rcvbuf, 64 * 1024);
    socket_.set(zmq::sockopt::linger, 0);
    socket_.connect(endpoint);
    for (const std::string& topic : topics) socket_.set(zmq::sockopt::subscribe, topic);
    socket_.set(zmq::sockopt::subscribe, "heartbeat.");
    while (next().payload_case() != pb::Envelope::kHeartbeat) {
    }
  }

  pb::Envelope next() {
    zmq::message_t topic, bytes;
    EXPECT_TRUE(socket_.recv(topic));
    EXPECT_TRUE(topic.more());
    EXPECT_TRUE(socket_.recv(bytes));
    EXPECT_FALSE(bytes.more());
    pb::Envelope envelope;
    EXPECT_TRUE(envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    return envelope;
  }

  pb::Envelope next_alert() {
    for (;;)
      if (pb::Envelope envelope = next(); envelope.has_alert()) return envelope;
  }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_{context_, zmq::socket_type::sub};
};

int connect_raw(const std::string& endpoint) {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
  EXPECT_EQ(connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return descriptor;
}

TEST(PublishThread, TellsWhereItIsBound) {
  PublishThread thread(info_for_tests(), settings_at("tcp://127.0.0.1:*"), clock_for_tests());
  ASSERT_TRUE(thread.start().ok());
  EXPECT_EQ(thread.endpoint().rfind("tcp://127.0.0.1:", 0), 0U);
  EXPECT_EQ(thread.endpoint().find('*'), std::string::npos);
}

TEST(PublishThread, SaysWhyItCannotBeBound) {
  PublishThread first(info_for_tests(), settings_at("tcp://127.0.0.1:*"), clock_for_tests());
  ASSERT_TRUE(first.start().ok());
  PublishThread second(info_for_tests(), settings_at(first.endpoint()), clock_for_tests());
  const Status status = second.start();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().where, first.endpoint());
  EXPECT_NE(status.error().what.find("in use"), std::string::npos);

  PublishThread open_to_all(info_for_tests(), settings_at("tcp://0.0.0.0:*"), clock_for_tests());
  EXPECT_FALSE(open_to_all.start().ok());
  PublishThread nowhere(info_for_tests(), settings_at("ipc:///there/is/no/such/folder/stream"),
                        clock_for_tests());
  EXPECT_FALSE(nowhere.start().ok());
}

TEST(PublishThread, SendsEveryAlertInOrderToWhoeverKeepsUp) {
  for (const char* endpoint :
       {"tcp://127.0.0.1:*", "tcp://[::1]:*", "ipc://@watchpost-publish-thread-test"}) {
    PublishThread thread(info_for_tests(), settings_at(endpoint), clock_for_tests());
    const Status started = thread.start();
    ASSERT_TRUE(started.ok()) << started.error().line();
    // In its own context: IPv6 must be switched on at both ends.
    zmq::context_t context;
    zmq::socket_t socket(context, zmq::socket_type::sub);
    socket.set(zmq::sockopt::ipv6, true);
    socket.set(zmq::sockopt::linger, 0);
    socket.connect(thread.endpoint());
    socket.set(zmq::sockopt::subscribe, "");
    zmq::message_t topic, bytes;
    ASSERT_TRUE(socket.recv(topic));
    EXPECT_EQ(topic.to_string(), "heartbeat.ALL");
    ASSERT_TRUE(socket.recv(bytes));
    for (std::uint64_t sequence = 1; sequence <= 1000; ++sequence) thread.hand_on(alert_for_tests(sequence));
    for (std::uint64_t expected = 1; expected <= 1000;) {
      pb::Envelope envelope;
      ASSERT_TRUE(socket.recv(topic));
      ASSERT_TRUE(socket.recv(bytes));
      ASSERT_TRUE(envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
      if (!envelope.has_alert()) continue;
      ASSERT_EQ(envelope.sequence(), expected);
      ++expected;
    }
  }
}

TEST(PublishThread, SendsWhatItWasHandedBeforeItStops) {
  PublishThread thread(info_for_tests(), settings_at("tcp://127.0.0.1:*"), clock_for_tests());
  ASSERT_TRUE(thread.start().ok());
  Subscriber subscriber(thread.endpoint(), {"alert."});
  for (std::uint64_t sequence = 1; sequence <= 5000; ++sequence) thread.hand_on(alert_for_tests(sequence));
  thread.stop();
  EXPECT_FALSE(thread.hand_on(alert_for_tests(5001)));
  for (std::uint64_t sequence = 1; sequence <= 5000; ++sequence)
    ASSERT_EQ(subscriber.next_alert().sequence(), sequence);
}

TEST(PublishThread, ASlowConsumerLosesTracksAndNobodyElse) {
  StreamSettings settings = settings_at("tcp://127.0.0.1:*");
  settings.consumer_messages_max = 1000;
  settings.heartbeat_interval = std::chrono::milliseconds(20);
  PublishThread thread(info_for_tests(), settings, clock_for_tests());
  ASSERT_TRUE(thread.start().ok());
  Subscriber slow(thread.endpoint(), {"track.", "alert."}, 100);
  Subscriber quick(thread.endpoint(), {"alert."});

  constexpr std::uint64_t track_count = 50'000;  // far beyond what the kernel keeps for the slow one
  for (std::uint64_t number = 1; number <= track_count; ++number) {
    thread.hand_on(track_for_tests(number % 100, harbour, number));
    if (number % 1000 == 0) thread.hand_on(alert_for_tests(number / 1000));
  }
  for (std::uint64_t sequence = 1; sequence <= track_count / 1000; ++sequence)
    ASSERT_EQ(quick.next_alert().sequence(), sequence);

  std::uint64_t tracks = 0;
  std::uint64_t alerts = 0;
  std::uint64_t last_sequence = 0;
  while (last_sequence < track_count / 1000) {
    const pb::Envelope envelope = slow.next();
    tracks += envelope.has_track() ? 1 : 0;
    alerts += envelope.has_alert() ? 1 : 0;
    if (envelope.has_heartbeat() && envelope.label() == "ALL")
      last_sequence = envelope.heartbeat().last_sequence();
  }
  EXPECT_GE(tracks, 1000U);
  EXPECT_LT(tracks, track_count);
  EXPECT_LT(alerts, last_sequence);  // the heartbeat has told it so
}

TEST(PublishThread, SurvivesGarbage) {
  PublishThread thread(info_for_tests(), settings_at("tcp://127.0.0.1:*"), clock_for_tests());
  ASSERT_TRUE(thread.start().ok());
  Subscriber subscriber(thread.endpoint(), {"alert."});
  std::mt19937 random(1);

  for (int connection = 0; connection < 20; ++connection) {  // bytes that are no ZMTP
    const int descriptor = connect_raw(thread.endpoint());
    std::string bytes(static_cast<std::size_t>(random() % 4096), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    close(descriptor);
  }
  zmq::context_t context;
  zmq::socket_t peer(context, zmq::socket_type::xsub);  // frames that are no subscription
  peer.set(zmq::sockopt::linger, 100);
  peer.connect(thread.endpoint());
  for (int message = 0; message < 1000; ++message) {
    std::string bytes(1 + random() % 2000, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    bytes[0] = 'x';
    peer.send(zmq::buffer(bytes), zmq::send_flags::none);
  }
  while (thread.counters().garbage.load() < 1000) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  peer.send(zmq::buffer(std::string(5000, '\x01')),
            zmq::send_flags::none);  // larger than any subscription: cut off

  thread.hand_on(alert_for_tests(1));
  EXPECT_EQ(subscriber.next_alert().sequence(), 1U);
}

TEST(PublishThread, SubscriptionsBeyondAllMeasureCostTheConnectionsAndNothingElse) {
  StreamSettings settings = settings_at("tcp://127.0.0.1:*");
  settings.subscriptions_max = 500;
  PublishThread thread(info_for_tests(), settings, clock_for_tests());
  ASSERT_TRUE(thread.start().ok());
  const std::string endpoint = thread.endpoint();
  {
    zmq::context_t context;
    zmq::socket_t greedy(context, zmq::socket_type::sub);
    greedy.set(zmq::sockopt::linger, 0);
    greedy.set(zmq::sockopt::reconnect_ivl, -1);
    greedy.connect(endpoint);
    for (int number = 0; number < 1000; ++number)
      greedy.set(zmq::sockopt::subscribe, "x" + std::to_string(number));
    while (thread.counters().resets.load() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  Subscriber subscriber(endpoint, {"alert."});
  thread.hand_on(alert_for_tests(1));
  EXPECT_EQ(subscriber.next_alert().sequence(), 1U);
  EXPECT_LE(thread.counters().subscriptions.load(), 2);
}

TEST(PublishThread, AHeartbeatGreetsWhoeverAsksForThem) {
  StreamSettings settings = settings_at("tcp://127.0.0.1:*");
  settings.heartbeat_interval = std::chrono::hours(24);
  PublishThread thread(info_for_tests(), settings, clock_for_tests());
  ASSERT_TRUE(thread.start().ok());
  Subscriber first(thread.endpoint(), {});  // each waits for one, and would wait for a day
  Subscriber second(thread.endpoint(), {});
}

}  // namespace
}  // namespace watchpost
