// How fast Reports become JSON and protobuf: reports a second on one core.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <vector>

#include "daemon/wire/convert.h"
#include "daemon/wire/json.h"

namespace watchpost {
namespace {

// Position reports as AIS gives them: coordinates in 1/600000 degree, tenths of knots and degrees.
std::vector<Report> ais_reports() {
  static const Classification types[] = {{"vessel.cargo", 1}};
  static const ReportDetails details = [] {
    ReportDetails it;
    it.classification = types;
    return it;
  }();
  std::mt19937_64 random(1);
  std::vector<Report> reports(4096);
  for (Report& report : reports) {
    report.number = random() % 1'000'000;
    report.event_time =
        event_time_from_ns(1'700'000'000'000'000'000 + std::int64_t(random() % 86400) * 1'000'000'000);
    report.receive_time =
        receive_time_from_ns(unix_ns(report.event_time) + std::int64_t(random() % 1000) * 1'000'000);
    report.set<Field::position>(LatLon{double(random() % 108'000'000) / 600'000 - 90,
                                       double(random() % 216'000'000) / 600'000 - 180});
    report.set<Field::std_m>(15);
    report.set_speed_and_course(double(random() % 300) / 10 * 1852 / 3600, double(random() % 3600) / 10);
    report.set<Field::heading>(double(random() % 360));
    report.set<Field::mmsi>(200'000'000 + random() % 500'000'000);
    report.navigation = static_cast<Navigation>(1 + random() % 8);
    report.details = &details;
  }
  return reports;
}

Names names() {
  Mission mission;
  mission.feeds.emplace_back();
  mission.feeds[0].name = mission.feeds[0].format = "ais";
  return Names(mission);
}

void append_json(benchmark::State& state) {
  const auto reports = ais_reports();
  const Names of_ids = names();
  std::string out;
  std::size_t next = 0;
  for (auto _ : state) {
    if (out.size() > 60'000) out.clear();
    append_json(reports[next++ % reports.size()], of_ids, out);
    out.push_back('\n');
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_json);

void protobufs_own_json(benchmark::State& state) {
  const auto reports = ais_reports();
  const Names of_ids = names();
  pb::Report message;
  std::size_t next = 0;
  for (auto _ : state) {
    to_proto(reports[next++ % reports.size()], of_ids, message);
    benchmark::DoNotOptimize(to_json(message));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(protobufs_own_json);

void to_proto_and_serialize(benchmark::State& state) {
  const auto reports = ais_reports();
  const Names of_ids = names();
  pb::Report message;
  std::string out;
  std::size_t next = 0;
  for (auto _ : state) {
    to_proto(reports[next++ % reports.size()], of_ids, message);
    message.SerializeToString(&out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(to_proto_and_serialize);

void parse_and_from_proto(benchmark::State& state) {
  const auto reports = ais_reports();
  const Names of_ids = names();
  std::vector<std::string> sent;
  pb::Report message;
  for (const Report& report : reports) {
    to_proto(report, of_ids, message);
    sent.push_back(message.SerializeAsString());
  }
  Arena arena;
  std::size_t next = 0;
  for (auto _ : state) {
    message.ParseFromString(sent[next++ % sent.size()]);
    arena.clear();
    benchmark::DoNotOptimize(from_proto(message, of_ids, arena));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(parse_and_from_proto);

}  // namespace
}  // namespace watchpost
