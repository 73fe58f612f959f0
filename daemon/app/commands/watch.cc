#include "daemon/app/commands/watch.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <optional>

#include "daemon/app/config_problems.h"
#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/tables.h"
#include "daemon/consumer/consumer.h"
#include "daemon/wire/json.h"

namespace watchpost {
namespace {

class Printer final : public ConsumerEvents {
 public:
  Printer(bool is_json, std::atomic<bool>& is_stopped) : is_json_(is_json), is_stopped_(is_stopped) {}

  void on_joined(const v1::NodeStatus& status) override {
    if (!is_json_)
      std::fprintf(stderr, "watching %s (%s), mode %s\n", status.node().c_str(), status.mission().c_str(),
                   table_word(status.mode()).c_str());
  }
  void on_alert(const v1::Alert& alert) override { print(alert, alert_row(alert), alert_heading()); }
  void on_track(const v1::Track& track) override { print(track, track_row(track), track_heading()); }
  void on_health(const v1::Health& health) override { print(health, health_row(health), health_heading()); }
  void on_lost(const std::string& label, std::uint64_t first, std::uint64_t last) override {
    std::fprintf(stderr, "alerts %llu to %llu of label %s are no longer kept\n",
                 static_cast<unsigned long long>(first), static_cast<unsigned long long>(last),
                 label.c_str());
  }
  void on_trouble(const Error& error) override { std::fprintf(stderr, "%s\n", error.line().c_str()); }

 private:
  void print(const google::protobuf::Message& message, const std::string& row, const std::string& heading) {
    if (!is_json_ && !std::exchange(has_heading_, true)) std::printf("%s\n", heading.c_str());
    std::printf("%s\n", is_json_ ? to_json(message).c_str() : row.c_str());
    if (std::fflush(stdout) != 0) is_stopped_ = true;  // whoever reads has gone away
  }

  bool is_json_;
  bool has_heading_ = false;
  std::atomic<bool>& is_stopped_;
};

Status parse_since(const std::string& text, ConsumerSettings& settings) {
  if (text.empty()) return {};
  const std::size_t equals = text.rfind('=');
  const std::string_view number = std::string_view(text).substr(equals == std::string::npos ? 0 : equals + 1);
  std::uint64_t sequence = 0;
  const auto end = std::from_chars(number.data(), number.data() + number.size(), sequence);
  if (end.ec != std::errc() || end.ptr != number.data() + number.size() || equals == 0)
    return Error{"--since", "found '" + text + "', expected N or LABEL=N"};
  if (equals == std::string::npos)
    settings.since = sequence;
  else
    settings.since_by_label[text.substr(0, equals)] = sequence;
  return {};
}

}  // namespace

int run(const WatchCommand& command) {
  constexpr std::array<std::string_view, 3> subjects = {"alerts", "tracks", "health"};
  if (std::find(subjects.begin(), subjects.end(), command.what) == subjects.end()) {
    std::fprintf(stderr, "watchpost watch: found %s, expected %s%s\n", command.what.c_str(),
                 one_of(subjects).c_str(), hint(command.what, subjects).c_str());
    return exit_called_wrongly;
  }
  ConsumerSettings settings;
  settings.query_endpoint = command.connect;
  settings.wants_alerts = command.what == "alerts";
  settings.wants_tracks = command.what == "tracks";
  settings.wants_health = command.what == "health";
  settings.is_followed = command.follow;
  if (Status status = parse_since(command.since, settings); !status) {
    std::fprintf(stderr, "%s\n", status.error().line().c_str());
    return exit_called_wrongly;
  }
  std::atomic<bool> is_stopped{false};
  stop_on_interrupt(is_stopped);
  Printer printer(command.json, is_stopped);
  const Status status = Consumer(settings, printer).run(is_stopped);
  if (!status && !is_interrupted()) {
    std::fprintf(stderr, "%s\n", status.error().line().c_str());
    return exit_called_wrongly;
  }
  return exit_done;
}

}  // namespace watchpost
