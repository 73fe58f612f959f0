// How fast the stream is, beside bare ZeroMQ with messages of the same sizes on the same sockets.
// The aim is a ratio of at least 0.7.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "daemon/publish/outgoing_for_tests.h"
#include "daemon/publish/publish_thread.h"
#include "daemon/publish/publisher.h"
#include "daemon/sockets/socket.h"

namespace watchpost {
namespace {

constexpr std::uint64_t message_count = 400'000;
constexpr int messages_max = 1'000'000;  // nothing is to be lost while it is measured

using Monotonic = std::chrono::steady_clock;

double seconds_since(Monotonic::time_point start) {
  return std::chrono::duration<double>(Monotonic::now() - start).count();
}

OutgoingPtr nth_track(std::uint64_t number) {
  return track_for_tests(number % 5000, {43.2 + 1e-5 * static_cast<double>(number % 5000), 5.3}, number);
}

// Receives until it has seen all; joined by the first message of any kind.
double receive_all(const std::string& endpoint, const std::function<void()>& send_all) {
  zmq::context_t context;
  zmq::socket_t socket(context, zmq::socket_type::sub);
  socket.set(zmq::sockopt::rcvhwm, messages_max);
  socket.set(zmq::sockopt::linger, 0);
  socket.connect(endpoint);
  socket.set(zmq::sockopt::subscribe, "track.");
  socket.set(zmq::sockopt::subscribe, "heartbeat.");
  zmq::message_t topic, bytes;
  static_cast<void>(socket.recv(topic));
  static_cast<void>(socket.recv(bytes));
  const auto start = Monotonic::now();
  std::thread sender(send_all);
  for (std::uint64_t count = 0; count < message_count;) {
    static_cast<void>(socket.recv(topic));
    static_cast<void>(socket.recv(bytes));
    if (std::memcmp(topic.data(), "track", 5) == 0) ++count;
  }
  const double elapsed_s = seconds_since(start);
  sender.join();
  return static_cast<double>(message_count) / elapsed_s;
}

double measure_bare(const std::string& topic, const std::string& bytes) {
  SocketContext context;
  Result<Socket> bound =
      Socket::bind(context, SocketKind::publisher, "tcp://127.0.0.1:*", {4096, messages_max, 1000, 0});
  if (!bound.ok()) return 0;
  const std::string endpoint = bound->endpoint();
  std::atomic<bool> is_started{false};
  std::thread sender([&, socket = std::move(*bound)]() mutable {
    Frames frames;
    while (!is_started) {
      while (socket.receive(frames)) {
      }
      socket.send("heartbeat.ALL", "");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    for (std::uint64_t number = 0; number < message_count; ++number) socket.send(topic, bytes);
    while (is_started) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  const double rate = receive_all(endpoint, [&] { is_started = true; });
  is_started = false;
  sender.join();
  return rate;
}

double measure_stream(const std::vector<OutgoingPtr>& tracks) {
  StreamSettings settings;
  settings.endpoint = "tcp://127.0.0.1:*";
  settings.consumer_messages_max = messages_max;
  PublishThread thread(info_for_tests(), settings, [] {
    return receive_time_from_ns(std::chrono::system_clock::now().time_since_epoch().count());
  });
  if (!thread.start().ok()) return 0;
  const double rate = receive_all(thread.endpoint(), [&] {
    for (const OutgoingPtr& track : tracks) thread.hand_on(track);
  });
  return rate;
}

std::vector<OutgoingPtr> all_tracks() {
  std::vector<OutgoingPtr> tracks;
  for (std::uint64_t number = 0; number < message_count; ++number) tracks.push_back(nth_track(number));
  return tracks;
}

void publisher_makes_messages(benchmark::State& state) {
  const OutgoingPtr track = nth_track(1);
  std::size_t byte_count = 0;
  Publisher publisher(info_for_tests(), clock_for_tests(),
                      [&](std::string_view topic, std::string_view envelope) {
                        byte_count = topic.size() + envelope.size();
                      });
  for (auto _ : state) publisher.publish(*track);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
  state.counters["message_bytes"] = static_cast<double>(byte_count);
}
BENCHMARK(publisher_makes_messages);

void stream_beside_bare_zeromq(benchmark::State& state) {
  const std::vector<OutgoingPtr> tracks = all_tracks();
  std::string topic;
  std::string bytes;
  Publisher publisher(info_for_tests(), clock_for_tests(), [&](std::string_view one, std::string_view other) {
    topic = one;
    bytes = other;
  });
  publisher.publish(*tracks.front());
  double bare = 0;
  double stream = 0;
  for (auto _ : state) {
    bare += measure_bare(topic, bytes);
    stream += measure_stream(tracks);
  }
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["bare_messages_a_second"] = bare / rounds;
  state.counters["stream_messages_a_second"] = stream / rounds;
  state.counters["ratio"] = stream / bare;
}
BENCHMARK(stream_beside_bare_zeromq)->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace watchpost
