// From a byte on the TCP socket of a cooperative feed to the alert in a subscriber's hands.
//
// Ten thousand vessels report once a second, each a little after the other, while some of them enter
// zones. An alert's evidence says which report raised it; the report's number says when it was sent.
// The whole daemon runs in this process; sender, daemon and subscriber share the machine. Asked for:
// less than 1 ms at the 99th percentile.
#include <benchmark/benchmark.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "adapters/ais/encoder.h"
#include "daemon/app/config.h"
#include "daemon/app/pipeline.h"
#include "watchpost/v1/envelope.pb.h"

namespace watchpost {
namespace {

using Monotonic = std::chrono::steady_clock;
namespace pb = ::watchpost::v1;

constexpr int vessel_count = 10'000;
constexpr int warm_up_s = 6;
constexpr int measured_s = 20;
constexpr std::size_t report_count = std::size_t{vessel_count} * (warm_up_s + measured_s);
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

// Rows of zones, 600 m of every 1,200 m on the way north.
void write_mission(const std::filesystem::path& folder, int port) {
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
                << "[[feed]]\nname = \"coast\"\nformat = \"ais\"\nsource = \"tcp-listen://127.0.0.1:" << port
                << "\"\n[[zone]]\nname = \"rows\"\nsource = \"zones.geojson\"\n"
                << "[[rule]]\nkind = \"zone-entry\"\nzone = \"rows\"\n"
                << "[publish]\nstream = \"tcp://127.0.0.1:" << free_port()
                << "\"\nquery = \"tcp://127.0.0.1:" << free_port() << "\"\n";
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

std::string sentence_at(int vessel, int second) {
  ais::Message message;
  message.mmsi = 211'000'000U + static_cast<std::uint32_t>(vessel);
  const int row = vessel / 100;
  const double east_deg = -0.8 + 1.6 * (vessel % 100) / 100.0;
  const double start_deg = -0.5 + 0.5 * row / 100.0 + 1e-4 * (vessel % 97);
  message.position = LatLon{start_deg + speed_mps * second / metres_a_degree, east_deg};
  message.is_accurate = true;
  message.speed_mps = speed_mps;
  message.course_deg = 0;
  return ais::encode(message).front() + "\r\n";
}

// When the report of each number was sent.
class SendTimes {
 public:
  SendTimes() : times_(report_count) {}
  void sent(std::size_t number, Monotonic::time_point time) {
    times_[number - 1].store(time.time_since_epoch().count(), std::memory_order_relaxed);
  }
  double seconds_since(std::size_t number, Monotonic::time_point now) const {
    const Monotonic::duration sent(times_[number - 1].load(std::memory_order_relaxed));
    return std::chrono::duration<double>(now.time_since_epoch() - sent).count();
  }

 private:
  std::vector<std::atomic<Monotonic::rep>> times_;
};

void send_all(int feed, const std::vector<std::string>& sentences, SendTimes& times) {
  const Monotonic::time_point start = Monotonic::now();
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const auto due = start + std::chrono::nanoseconds(1'000'000'000 / vessel_count) * i;
    if (due > Monotonic::now()) std::this_thread::sleep_until(due);
    times.sent(i + 1, Monotonic::now());
    if (send(feed, sentences[i].data(), sentences[i].size(), MSG_NOSIGNAL) < 0) return;
  }
}

// The latency of each alert, in seconds, until the sender is done.
std::vector<double> receive_alerts(zmq::socket_t& stream, const SendTimes& times,
                                   const std::atomic<bool>& is_over) {
  std::vector<double> latencies_s;
  zmq::message_t topic, bytes;
  pb::Envelope envelope;
  while (!is_over) {
    if (!stream.recv(topic) || !stream.recv(bytes)) continue;
    const Monotonic::time_point now = Monotonic::now();
    envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!envelope.has_alert() || envelope.alert().state() != pb::ALERT_STATE_RAISED) continue;
    if (envelope.alert().evidence().report_ids().empty()) continue;
    const std::string& report = *envelope.alert().evidence().report_ids().rbegin();
    const std::size_t number = std::stoul(report.substr(report.find('/') + 1));
    if (number > std::size_t{vessel_count} * warm_up_s && number <= report_count)
      latencies_s.push_back(times.seconds_since(number, now));
  }
  return latencies_s;
}

void byte_to_alert(benchmark::State& state) {
  const auto folder = std::filesystem::temp_directory_path() / ("latency-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const int port = free_port();
  write_mission(folder, port);
  ConfigurationResult loaded = load_configuration(folder / "watchpost.toml");
  std::filesystem::remove_all(folder);
  if (!loaded.configuration) return state.SkipWithError(loaded.errors.front().line().c_str());

  std::vector<std::string> sentences;
  sentences.reserve(report_count);
  for (int second = 0; second < warm_up_s + measured_s; ++second)
    for (int vessel = 0; vessel < vessel_count; ++vessel) sentences.push_back(sentence_at(vessel, second));

  std::vector<double> latencies_s;
  for (auto _ : state) {
    Pipeline pipeline(std::move(*loaded.configuration));
    if (!pipeline.start().ok()) return state.SkipWithError("the daemon does not start");
    zmq::context_t context;
    zmq::socket_t stream(context, zmq::socket_type::sub);
    stream.set(zmq::sockopt::rcvtimeo, 200);
    stream.set(zmq::sockopt::linger, 0);
    stream.connect(pipeline.stream_endpoint());
    stream.set(zmq::sockopt::subscribe, "alert.");
    const int feed = connect_to(port);
    SendTimes times;
    std::atomic<bool> is_over{false};
    std::thread sender([&] {
      send_all(feed, sentences, times);
      std::this_thread::sleep_for(std::chrono::seconds(1));
      is_over = true;
    });
    latencies_s = receive_alerts(stream, times, is_over);
    sender.join();
    close(feed);
    pipeline.stop();
  }
  if (latencies_s.empty()) return state.SkipWithError("no alert came");
  std::sort(latencies_s.begin(), latencies_s.end());
  const auto at = [&](double share) {
    return 1e6 * latencies_s[static_cast<std::size_t>(share * static_cast<double>(latencies_s.size() - 1))];
  };
  state.counters["alerts"] = static_cast<double>(latencies_s.size());
  state.counters["median_us"] = at(0.5);
  state.counters["p99_us"] = at(0.99);
  state.counters["worst_us"] = at(1);
}
BENCHMARK(byte_to_alert)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace watchpost
