#include "daemon/query/query_thread.h"

#include <gtest/gtest.h>

#include <future>
#include <random>
#include <set>
#include <thread>
#include <zmq.hpp>
#include <zmq_addon.hpp>

#include "daemon/publish/outgoing_for_tests.h"
#include "watchpost/v1/query.pb.h"

namespace watchpost {
namespace {

namespace pb = ::watchpost::v1;

constexpr LatLon harbour{43.29, 5.36};

QuerySettings free_port() {
  QuerySettings settings;
  settings.endpoint = "tcp://127.0.0.1:*";
  settings.stream_endpoint = "tcp://127.0.0.1:5556";
  return settings;
}

std::string status_request(const std::string& id) {
  pb::Request request;
  request.set_request_id(id);
  request.mutable_status();
  return request.SerializeAsString();
}

class QueryThreadTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(thread_.start().ok()); }

  zmq::socket_t connected(zmq::socket_type type) {
    zmq::socket_t socket(context_, type);
    socket.set(zmq::sockopt::linger, 0);
    socket.connect(thread_.endpoint());
    return socket;
  }

  static pb::Response parsed(const zmq::message_t& bytes) {
    pb::Response response;
    EXPECT_TRUE(response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    return response;
  }

  static pb::Response ask(zmq::socket_t& req, const pb::Request& request) {
    req.send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::none);
    zmq::message_t bytes;
    EXPECT_TRUE(req.recv(bytes));
    return parsed(bytes);
  }

  QueryThread thread_{info_for_tests(), free_port(), clock_for_tests()};
  zmq::context_t context_;
};

TEST_F(QueryThreadTest, ServesREQ) {
  auto req = connected(zmq::socket_type::req);
  for (const char* id : {"1", "2"}) {
    req.send(zmq::buffer(status_request(id)), zmq::send_flags::none);
    zmq::message_t bytes;
    ASSERT_TRUE(req.recv(bytes));
    EXPECT_FALSE(bytes.more());
    EXPECT_EQ(parsed(bytes).request_id(), id);
  }
}

TEST(QueryThreadActions, AreAnsweredWhenTheDecisionComesAndHoldNobodyUp) {
  std::promise<Command> asked;
  QuerySettings settings = free_port();
  int taken = 0;
  settings.act = [&](Command command) {
    if (++taken > 1) return false;
    asked.set_value(std::move(command));
    return true;
  };
  QueryThread thread(info_for_tests(), settings, clock_for_tests());
  ASSERT_TRUE(thread.start().ok());
  zmq::context_t context;
  zmq::socket_t req(context, zmq::socket_type::req);
  zmq::socket_t other(context, zmq::socket_type::req);
  for (zmq::socket_t* socket : {&req, &other}) {
    socket->set(zmq::sockopt::linger, 0);
    socket->connect(thread.endpoint());
  }
  const auto answer = [](zmq::socket_t& socket) {
    zmq::message_t bytes;
    EXPECT_TRUE(socket.recv(bytes));
    pb::Response response;
    EXPECT_TRUE(response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    return response;
  };
  pb::Request request;
  request.set_request_id("mine");
  request.mutable_clear()->set_alert_id("a");
  req.send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::none);
  const Command command = asked.get_future().get();
  EXPECT_EQ(command.action, AlertAction::clear);

  other.send(zmq::buffer(status_request("status")), zmq::send_flags::none);
  EXPECT_EQ(answer(other).request_id(), "status");
  other.send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::none);
  EXPECT_EQ(answer(other).error().code(), pb::ERROR_CODE_UNAVAILABLE) << "there is no room for more";

  thread.hand_on(
      std::make_shared<const Outgoing>(OutgoingDecision{command.number + 7, CommandProblem::none, ""}));
  thread.hand_on(std::make_shared<const Outgoing>(
      OutgoingDecision{command.number, CommandProblem::unknown_alert, "no such alert"}));
  const pb::Response response = answer(req);
  EXPECT_EQ(response.request_id(), "mine");
  EXPECT_EQ(response.error().code(), pb::ERROR_CODE_NOT_FOUND);
}

TEST_F(QueryThreadTest, ServesDEALERWithAndWithoutADelimiter) {
  auto dealer = connected(zmq::socket_type::dealer);
  dealer.send(zmq::buffer(status_request("plain")), zmq::send_flags::none);
  dealer.send(zmq::message_t(), zmq::send_flags::sndmore);
  dealer.send(zmq::buffer(status_request("delimited")), zmq::send_flags::none);
  std::vector<zmq::message_t> plain, delimited;
  ASSERT_TRUE(zmq::recv_multipart(dealer, std::back_inserter(plain)));
  ASSERT_TRUE(zmq::recv_multipart(dealer, std::back_inserter(delimited)));
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_EQ(parsed(plain[0]).request_id(), "plain");
  ASSERT_EQ(delimited.size(), 2U);
  EXPECT_EQ(delimited[0].size(), 0U);
  EXPECT_EQ(parsed(delimited[1]).request_id(), "delimited");
}

TEST_F(QueryThreadTest, SurvivesGarbage) {
  auto dealer = connected(zmq::socket_type::dealer);
  std::mt19937 random(1);
  std::uint64_t endless = 0;
  std::uint64_t answered = 0;
  for (int message = 0; message < 2000; ++message) {
    const std::size_t frame_count = random() % 5 == 0 ? 20 : 1 + random() % 3;
    for (std::size_t frame = 0; frame < frame_count; ++frame) {
      std::string bytes(random() % 300, '\0');
      for (char& byte : bytes) byte = static_cast<char>(random());
      dealer.send(zmq::buffer(bytes),
                  frame + 1 < frame_count ? zmq::send_flags::sndmore : zmq::send_flags::none);
    }
    if (frame_count == 20) {
      ++endless;
      continue;
    }
    std::vector<zmq::message_t> answer;
    ASSERT_TRUE(zmq::recv_multipart(dealer, std::back_inserter(answer)));
    ASSERT_EQ(answer.size(), frame_count);
    parsed(answer.back());
    ++answered;
  }
  auto req = connected(zmq::socket_type::req);
  pb::Request request;
  request.mutable_status();
  EXPECT_TRUE(ask(req, request).has_status());
  EXPECT_EQ(thread_.garbage(), endless);
  EXPECT_EQ(thread_.requests(), answered + 1);
}

TEST_F(QueryThreadTest, ARequestTooLargeCostsItsConnectionAndNothingElse) {
  auto greedy = connected(zmq::socket_type::dealer);
  greedy.send(zmq::buffer(std::string(2 << 20, 'x')), zmq::send_flags::none);
  auto req = connected(zmq::socket_type::req);
  pb::Request request;
  request.mutable_status();
  EXPECT_TRUE(ask(req, request).has_status());
}

TEST_F(QueryThreadTest, WhoFetchesNoAnswersDoesNotHoldUpTheOthers) {
  for (std::uint64_t number = 1; number <= 2000; ++number) thread_.hand_on(track_for_tests(number, harbour));
  auto idle = connected(zmq::socket_type::dealer);
  idle.set(zmq::sockopt::rcvhwm, 1);
  pb::Request request;
  request.mutable_snapshot();
  for (int i = 0; i < 200; ++i) idle.send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::none);
  while (thread_.requests() < 150) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  auto req = connected(zmq::socket_type::req);
  EXPECT_TRUE(ask(req, request).has_snapshot());
}

// The contract of joining: whatever a snapshot says that it has applied, it has.
TEST_F(QueryThreadTest, ASnapshotHoldsEveryAlertUpToItsSequenceUnderLoad) {
  constexpr std::uint64_t alert_count = 20'000;
  std::thread core([this] {
    for (std::uint64_t sequence = 1; sequence <= alert_count; ++sequence) {
      thread_.hand_on(track_for_tests(sequence % 50, harbour, sequence));
      // Every alert is cleared ten later; so 10 are open at any time.
      const std::uint64_t turn = (sequence - 1) % 20;
      const std::uint64_t base = sequence - turn - 1;
      const bool is_raised = turn < 10;
      thread_.hand_on(alert_for_tests(sequence, is_raised ? AlertState::raised : AlertState::cleared,
                                      "id-" + std::to_string(base + turn % 10)));
    }
  });
  auto req = connected(zmq::socket_type::req);
  pb::Request request;
  request.mutable_snapshot();
  std::uint64_t last = 0;
  while (last < alert_count) {
    const pb::Snapshot answer = ask(req, request).snapshot();
    last = answer.sequences(0).last_sequence();
    const std::uint64_t turn = last % 20;
    const std::uint64_t open_count = turn <= 10 ? turn : 20 - turn;
    ASSERT_EQ(static_cast<std::uint64_t>(answer.alerts_size()), open_count) << last;
    for (const pb::Alert& alert : answer.alerts()) ASSERT_LE(alert.sequence(), last);
  }
  core.join();
}

TEST(QueryThread, SaysWhyItCannotBeBound) {
  QueryThread first(info_for_tests(), free_port(), clock_for_tests());
  ASSERT_TRUE(first.start().ok());
  QuerySettings taken;
  taken.endpoint = first.endpoint();
  QueryThread second(info_for_tests(), taken, clock_for_tests());
  const Status status = second.start();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().where, first.endpoint());
}

}  // namespace
}  // namespace watchpost
