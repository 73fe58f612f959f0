// From a byte on the TCP socket of a cooperative feed to the alert in a subscriber's hands.
//
// Ten thousand vessels report once a second, each a little after the other, while some of them enter
// zones. An alert's evidence says which report raised it; the report's number says when it was sent.
// The whole daemon runs in this process; sender, daemon and subscriber share the machine. Asked for:
// less than 1 ms at the 99th percentile; less than 5 ms where another feed brings a hundred times what is
// usual and a third is 5 s late.
#include <benchmark/benchmark.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "adapters/ais/encoder.h"
#include "daemon/app/config.h"
#include "daemon/app/pipeline.h"
#include "daemon/base/check.h"
#include "watchpost/v1/envelope.pb.h"

namespace watchpost {
namespace {

using Monotonic = std::chrono::steady_clock;
namespace pb = ::watchpost::v1;

constexpr int warm_up_s = 6;
constexpr int measured_s = 20;
constexpr int all_s = warm_up_s + measured_s;
// A busy coast brings 200 sentences a second.
constexpr int usual_rate = 200;
constexpr int flood_factor = 100;
constexpr int late_s = 5;
constexpr double speed_mps = 12;
constexpr double metres_a_degree = 111'195;

int free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0) return 0;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  close(listener);
  return ntohs(address.sin_port);
}

constexpr std::array<const char*, 3> feed_names = {"coast", "flooded", "late"};

// Rows of zones, 600 m of every 1,200 m on the way north.
void write_mission(const std::filesystem::path& folder, const std::vector<int>& ports) {
  std::ofstream area(folder / "area.geojson");
  area << R"({"type":"Polygon","coordinates":[[[-1,-1],[1,-1],[1,1],[-1,1],[-1,-1]]]})";
  std::ofstream zones(folder / "zones.geojson");
  zones << R"({"type":"MultiPolygon","coordinates":[)";
  for (int row = 0; row < 80; ++row) {
    const double south_deg = -0.5 + 0.0108 * row;
    const double north_deg = south_deg + 0.0054;
    zones << (row == 0 ? "" : ",") << "[[[-0.9," << south_deg << "],[0.9," << south_deg << "],[0.9,"
          << north_deg << "],[-0.9," << north_deg << "],[-0.9," << south_deg << "]]]";
  }
  zones << "]}";
  std::ofstream configuration(folder / "watchpost.toml");
  configuration << "[mission]\nname = \"bench\"\narea = \"area.geojson\"\n"
                << "[[zone]]\nname = \"rows\"\nsource = \"zones.geojson\"\n"
                << "[[rule]]\nkind = \"zone-entry\"\nzone = \"rows\"\n"
                << "[publish]\nstream = \"tcp://127.0.0.1:" << free_port()
                << "\"\nquery = \"tcp://127.0.0.1:" << free_port() << "\"\n";
  for (std::size_t i = 0; i < ports.size(); ++i)
    configuration << "[[feed]]\nname = \"" << feed_names[i]
                  << "\"\nformat = \"ais\"\nsource = \"tcp-listen://127.0.0.1:" << ports[i] << "\"\n";
}

Configuration mission_with_feeds(const std::vector<int>& ports) {
  const auto folder = std::filesystem::temp_directory_path() / ("latency-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  write_mission(folder, ports);
  ConfigurationResult loaded = load_configuration(folder / "watchpost.toml");
  std::filesystem::remove_all(folder);
  CHECK(loaded.configuration.has_value(), "the mission of the bench is wrong");
  return std::move(*loaded.configuration);
}

int connect_to(int port) {
  const int feed = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(feed, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  for (int attempt = 0; connect(feed, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
       ++attempt) {
    if (attempt == 100) return -1;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return feed;
}

std::string sentence_at(std::uint32_t first_mmsi, int vessel, int second,
                        std::optional<std::uint32_t> utc_second = {}) {
  ais::Message message;
  message.mmsi = first_mmsi + static_cast<std::uint32_t>(vessel);
  const int row = vessel / 100;
  const double east_deg = -0.8 + 1.6 * (vessel % 100) / 100.0;
  const double start_deg = -0.5 + 0.5 * row / 100.0 + 1e-4 * (vessel % 97);
  message.position = LatLon{start_deg + speed_mps * second / metres_a_degree, east_deg};
  message.is_accurate = true;
  message.speed_mps = speed_mps;
  message.course_deg = 0;
  message.second = utc_second;
  return ais::encode(message).front() + "\r\n";
}

// What a feed brings, evenly spread over the time, and when each sentence was sent.
class Sender {
 public:
  Sender(std::uint32_t first_mmsi, int rate, int behind_s = 0)
      : first_mmsi_(first_mmsi),
        rate_(rate),
        behind_s_(behind_s),
        sent_(std::size_t{all_s} * static_cast<std::size_t>(rate)) {
    sentences_.reserve(sent_.size());
    for (int second = 0; second < all_s; ++second)
      for (int vessel = 0; vessel < rate; ++vessel)
        sentences_.push_back(sentence_at(first_mmsi, vessel, second));
  }

  void send_all(int feed) {
    const Monotonic::time_point start = Monotonic::now();
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
      const auto due = start + std::chrono::nanoseconds(1'000'000'000 / rate_) * i;
      if (due > Monotonic::now()) std::this_thread::sleep_until(due);
      if (behind_s_ > 0) sentences_[i] = late_sentence(static_cast<int>(i));
      sent_[i].store(Monotonic::now().time_since_epoch().count(), std::memory_order_relaxed);
      if (send(feed, sentences_[i].data(), sentences_[i].size(), MSG_NOSIGNAL) < 0) return;
    }
  }

  std::size_t count() const { return sentences_.size(); }
  // Of the report of this number, counted from 1; nothing while the daemon warms up.
  std::optional<double> seconds_since(std::size_t number, Monotonic::time_point now) const {
    if (number <= std::size_t{warm_up_s} * static_cast<std::size_t>(rate_) || number > count())
      return std::nullopt;
    const Monotonic::duration sent(sent_[number - 1].load(std::memory_order_relaxed));
    return std::chrono::duration<double>(now.time_since_epoch() - sent).count();
  }

 private:
  // Where the vessel was a while ago, and the second of it.
  std::string late_sentence(int number) const {
    const auto utc_s =
        std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds(1) - behind_s_;
    return sentence_at(first_mmsi_, number % rate_, number / rate_ - behind_s_,
                       static_cast<std::uint32_t>(utc_s % 60));
  }

  std::uint32_t first_mmsi_;
  int rate_;
  int behind_s_;
  std::vector<std::string> sentences_;
  std::vector<std::atomic<Monotonic::rep>> sent_;
};

struct Measured {
  std::vector<double> latencies_s;  // of each alert that the first feed's reports have raised
  std::uint64_t admitted = 0;       // reports of the first feed
};

Measured receive(zmq::socket_t& stream, const Sender& sender, const std::atomic<bool>& is_over) {
  Measured measured;
  zmq::message_t topic, bytes;
  pb::Envelope envelope;
  while (!is_over) {
    if (!stream.recv(topic) || !stream.recv(bytes)) continue;
    const Monotonic::time_point now = Monotonic::now();
    envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (envelope.has_health()) measured.admitted = envelope.health().admitted();
    if (!envelope.has_alert() || envelope.alert().state() != pb::ALERT_STATE_RAISED) continue;
    if (envelope.alert().evidence().report_ids().empty()) continue;
    const std::string& report = *envelope.alert().evidence().report_ids().rbegin();
    const std::size_t slash = report.find('/');
    if (report.substr(0, slash) != feed_names[0]) continue;
    if (const auto latency_s = sender.seconds_since(std::stoul(report.substr(slash + 1)), now))
      measured.latencies_s.push_back(*latency_s);
  }
  return measured;
}

// All senders at once, a feed for each; of the first one's reports it is measured what becomes.
Measured measure(const std::vector<std::unique_ptr<Sender>>& senders) {
  std::vector<int> ports;
  for (std::size_t i = 0; i < senders.size(); ++i) ports.push_back(free_port());
  Pipeline pipeline(mission_with_feeds(ports));
  CHECK(pipeline.start().ok(), "the daemon does not start");
  zmq::context_t context;
  zmq::socket_t stream(context, zmq::socket_type::sub);
  stream.set(zmq::sockopt::rcvtimeo, 200);
  stream.set(zmq::sockopt::linger, 0);
  stream.connect(pipeline.stream_endpoint());
  stream.set(zmq::sockopt::subscribe, "alert.");
  stream.set(zmq::sockopt::subscribe, std::string("health.ALL.") + feed_names[0]);
  std::vector<std::thread> threads;
  std::atomic<bool> is_over{false};
  for (std::size_t i = 0; i < senders.size(); ++i)
    threads.emplace_back([&, i] {
      const int feed = connect_to(ports[i]);
      senders[i]->send_all(feed);
      std::this_thread::sleep_for(std::chrono::milliseconds(2200));  // and the health of what came last
      close(feed);
      if (i == 0) is_over = true;
    });
  Measured measured = receive(stream, *senders[0], is_over);
  for (std::thread& thread : threads) thread.join();
  pipeline.stop();
  return measured;
}

void run(const std::vector<std::unique_ptr<Sender>>& senders, benchmark::State& state) {
  Measured measured;
  for (auto _ : state) measured = measure(senders);
  std::vector<double>& latencies_s = measured.latencies_s;
  if (latencies_s.empty()) return state.SkipWithError("no alert came");
  std::sort(latencies_s.begin(), latencies_s.end());
  const auto at = [&](double share) {
    return 1e6 * latencies_s[static_cast<std::size_t>(share * static_cast<double>(latencies_s.size() - 1))];
  };
  state.counters["alerts"] = static_cast<double>(latencies_s.size());
  state.counters["lost"] = static_cast<double>(senders[0]->count()) - static_cast<double>(measured.admitted);
  state.counters["median_us"] = at(0.5);
  state.counters["p99_us"] = at(0.99);
  state.counters["worst_us"] = at(1);
}

void byte_to_alert(benchmark::State& state) {
  std::vector<std::unique_ptr<Sender>> senders;
  senders.push_back(std::make_unique<Sender>(211'000'000, 10'000));
  run(senders, state);
}
BENCHMARK(byte_to_alert)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

void byte_to_alert_beside_a_flood(benchmark::State& state) {
  std::vector<std::unique_ptr<Sender>> senders;
  senders.push_back(std::make_unique<Sender>(211'000'000, 5 * usual_rate));
  senders.push_back(std::make_unique<Sender>(212'000'000, usual_rate * flood_factor));
  senders.push_back(std::make_unique<Sender>(213'000'000, usual_rate, late_s));
  run(senders, state);
}
BENCHMARK(byte_to_alert_beside_a_flood)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace watchpost
