#include "daemon/app/commands/act.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>

#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/tables.h"
#include "daemon/consumer/query_client.h"
#include "daemon/wire/json.h"

namespace watchpost {
namespace {

// It is decided at the next tick, within a second; the rest is patience with a busy machine.
constexpr Duration patience = std::chrono::seconds(10);

v1::Request request_of(const ActCommand& command) {
  v1::Request request;
  const auto fill = [&](auto& asked) {
    asked.set_alert_id(command.alert_id);
    asked.set_by(command.by);
  };
  switch (command.action) {
    case AlertAction::acknowledge:
      fill(*request.mutable_acknowledge());
      break;
    case AlertAction::clear:
      fill(*request.mutable_clear());
      break;
    case AlertAction::note:
      fill(*request.mutable_note());
      request.mutable_note()->set_text(command.text);
      break;
  }
  return request;
}

const v1::Alert& alert_of(const v1::Response& response) {
  if (response.has_acknowledge()) return response.acknowledge();
  if (response.has_clear()) return response.clear();
  return response.note();
}

int refuse(const std::string& line, ExitCode code) {
  std::fprintf(stderr, "%s\n", line.c_str());
  return code;
}

}  // namespace

std::string login_name() {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> room{};
  if (getpwuid_r(getuid(), &entry, room.data(), room.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return "uid-" + std::to_string(getuid());
}

int run(const ActCommand& command) {
  std::atomic<bool> is_stopped{false};
  stop_on_interrupt(is_stopped);
  SocketContext context;
  auto client = QueryClient::connect(context, command.connect, patience);
  if (!client) return refuse(client.error().line(), exit_called_wrongly);
  const auto response = client->exchange(request_of(command), is_stopped);
  if (!response) return refuse(response.error().line(), exit_called_wrongly);
  if (response->has_error())
    return refuse(command.alert_id + ": " + response->error().text() + " (" +
                      v1::ErrorCode_Name(response->error().code()) + ")",
                  exit_does_not_hold);
  const v1::Alert& alert = alert_of(*response);
  std::printf("%s\n", command.json ? to_json(alert).c_str() : alert_row(alert).c_str());
  return exit_done;
}

}  // namespace watchpost
