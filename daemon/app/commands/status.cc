#include "daemon/app/commands/status.h"

#include <atomic>
#include <cstdio>
#include <string>
#include <utility>

#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/tables.h"
#include "daemon/consumer/query_client.h"
#include "daemon/wire/json.h"

namespace watchpost {
namespace {

// Only what has happened.
void print_fusion(const v1::FusionCounts& counts) {
  const std::pair<const char*, std::uint64_t> all[] = {
      {"set aside", counts.set_aside()},   {"too late", counts.too_late()},
      {"unmeasured", counts.unmeasured()}, {"no room", counts.no_room()},
      {"reworked", counts.reworked()},     {"widened", counts.widened()},
      {"too wide", counts.too_wide()},     {"out of history", counts.out_of_history()}};
  std::string line;
  for (const auto& [what, count] : all)
    if (count > 0) line += (line.empty() ? "" : ", ") + std::to_string(count) + " " + what;
  std::printf("fusion: %s\n", line.empty() ? "nothing left over" : line.c_str());
}

void print(const v1::NodeStatus& status) {
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf("node %s, mission %s, mode %s, version %s\n", status.node().c_str(), status.mission().c_str(),
              table_word(status.mode()).c_str(), status.version().c_str());
  std::printf("stream %s\n", status.stream_endpoint().c_str());
  std::printf("tracks: %llu confirmed, %llu coasting, %llu tentative; alerts open: %llu\n",
              number(status.confirmed_tracks()), number(status.coasting_tracks()),
              number(status.tentative_tracks()), number(status.open_alerts()));
  print_fusion(status.fusion());
  if (status.feeds().empty()) return;
  std::printf("%s\n", health_heading().c_str());
  for (const v1::Health& health : status.feeds()) {
    std::printf("%s\n", health_row(health).c_str());
    for (const v1::RefusedCount& count : health.refused())
      if (count.count() > 0)
        std::printf("%30s %-28s %llu\n", "", v1::Refusal_Name(count.reason()).c_str(), number(count.count()));
    for (const v1::FaultCount& count : health.faults_by_kind())
      if (count.count() > 0)
        std::printf("%30s %-28s %llu\n", "", v1::FaultKind_Name(count.kind()).c_str(), number(count.count()));
  }
}

}  // namespace

int run(const StatusCommand& command) {
  const auto refuse = [](const Error& error) {
    std::fprintf(stderr, "%s\n", error.line().c_str());
    return exit_called_wrongly;
  };
  std::atomic<bool> is_stopped{false};
  stop_on_interrupt(is_stopped);
  SocketContext context;
  auto client = QueryClient::connect(context, command.connect, std::chrono::seconds(3));
  if (!client) return refuse(client.error());
  v1::Request request;
  request.mutable_status();
  const auto response = client->ask(request, is_stopped);
  if (!response) return refuse(response.error());
  if (command.json)
    std::printf("%s\n", to_json(response->status()).c_str());
  else
    print(response->status());
  return exit_done;
}

}  // namespace watchpost
