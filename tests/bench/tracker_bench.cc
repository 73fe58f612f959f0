// The core at work: position reports a second on one core, beside what one Kalman update costs.
//
//   kalman_step                the filter alone: predict and update of 4 states, the physical limit
//   core_position_reports/N    reports/s through Core::step with N live tracks that nobody has named
//   core_named_reports/N       the same with transponders
//
// `per_step` is the cost of a report in Kalman steps measured in the same run. Wanted: 200,000 reports/s
// with 10,000 tracks, no slower than 0.7 of that with 100,000, and 1,000,000 in 2 GB.
#include <benchmark/benchmark.h>

#include <chrono>
#include <fstream>

#include "daemon/core/core.h"
#include "tests/bench/moving_scene.h"

namespace watchpost {
namespace {

double resident_mb() {
  std::ifstream status("/proc/self/statm");
  double pages = 0;
  status >> pages >> pages;
  return pages * 4096 / 1e6;
}

std::shared_ptr<const Mission> open_mission(std::int64_t lag_s) {
  auto mission = std::make_shared<Mission>();
  mission->fusion_lag = std::chrono::seconds(lag_s);
  mission->feeds.emplace_back().name = "wide";
  return mission;
}

class Watch {
 public:
  void start() { began_ = std::chrono::steady_clock::now(); }
  void stop() {
    total_s_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }
  double take_s() { return std::exchange(total_s_, 0); }

 private:
  std::chrono::steady_clock::time_point began_;
  double total_s_ = 0;
};

double kalman_step_ns = 0;

void kalman_step(benchmark::State& state) {
  Plot plot;
  plot.position = {9, 30};
  plot.covariance = {400, 0, 400};
  Estimate estimate = first_estimate(plot, motion(motion_of_the_unidentified));
  std::int64_t steps = 0;
  const auto began = std::chrono::steady_clock::now();
  for (auto _ : state) {
    plot.time += std::chrono::seconds(1);
    estimate = predict(estimate, plot.time, motion(motion_of_the_unidentified));
    PositionView view;
    view.measured_m = {1, 2};
    view.noise_m2 = Eigen::Matrix2d::Identity() * 400;
    estimate = update(estimate, view);
    benchmark::DoNotOptimize(estimate);
    ++steps;
  }
  const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - began;
  kalman_step_ns = taken.count() / static_cast<double>(steps);
}
BENCHMARK(kalman_step);

class Run {
 public:
  Run(std::size_t count, bool is_named, std::int64_t lag_s)
      : scene_(count), is_named_(is_named), core_(open_mission(lag_s)) {}

  // One second of reports and its tick; only the core is timed.
  void second(Watch& watch) {
    for (std::size_t look = 0; look < scene_.look_count(); ++look) {
      std::vector<Report>& reports = scene_.look(look, second_);
      if (is_named_)
        for (std::size_t i = 0; i < reports.size(); ++i)
          reports[i].set<Field::mmsi>(200'000'000 + look * MovingScene::look_size + i);
      watch.start();
      for (const Report& report : reports) {
        outputs_.clear();
        core_.step(ReportInput{&report}, outputs_);
      }
      watch.stop();
    }
    ++second_;
    const EventTime now = MovingScene::start() + std::chrono::seconds(second_);
    outputs_.clear();
    watch.start();
    core_.step(Tick{receive_time_from_ns(unix_ns(now)), now}, outputs_);
    watch.stop();
  }

  const Core& core() const { return core_; }

 private:
  MovingScene scene_;
  bool is_named_;
  Core core_;
  Outputs outputs_;
  int second_ = 0;
};

void core_reports(benchmark::State& state, bool is_named) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const double before_mb = resident_mb();
  Run run(count, is_named, state.range(1));
  Watch watch;
  for (int warm_up = 0; warm_up < 17; ++warm_up) run.second(watch);  // until the window forgets
  watch.take_s();
  std::int64_t reports = 0;
  double total_s = 0;
  for (auto _ : state) {
    run.second(watch);
    const double taken_s = watch.take_s();
    state.SetIterationTime(taken_s);
    total_s += taken_s;
    reports += state.range(0);
  }
  const double report_ns = total_s * 1e9 / static_cast<double>(reports);
  state.counters["reports/s"] = static_cast<double>(reports) / total_s;
  state.counters["per_step"] = kalman_step_ns > 0 ? report_ns / kalman_step_ns : 0;
  state.counters["tracks"] = static_cast<double>(run.core().tracker().size());
  state.counters["MB"] = resident_mb() - before_mb;
  // Bytes a track, by what they are for.
  const TrackStore::Memory memory = run.core().tracker().store().memory_bytes();
  const auto share = [&](std::size_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(count);
  };
  state.counters["B_states"] = share(memory.states);
  state.counters["B_lives"] = share(memory.lives);
  state.counters["B_checkpoints"] = share(memory.checkpoints);
  state.counters["B_plots"] = share(memory.plots);
  state.counters["B_grid"] = share(memory.grid);
  state.counters["B_indexes"] = share(memory.indexes);
}

void core_position_reports(benchmark::State& state) {
  core_reports(state, false);
}
void core_named_reports(benchmark::State& state) {
  core_reports(state, true);
}

BENCHMARK(core_position_reports)
    ->ArgNames({"tracks", "lag_s"})
    ->Args({10'000, 10})
    ->Args({100'000, 10})
    ->Args({1'000'000, 10})
    ->Args({1'000'000, 8})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(core_named_reports)
    ->ArgNames({"tracks", "lag_s"})
    ->Args({10'000, 10})
    ->Args({100'000, 10})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace watchpost
