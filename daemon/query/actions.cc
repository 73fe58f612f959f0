#include "daemon/query/actions.h"

#include <algorithm>

namespace watchpost {
namespace {

namespace pb = ::watchpost::v1;

constexpr std::size_t name_bytes_max = 100;
constexpr std::size_t note_bytes_max = 1000;
constexpr std::size_t alert_id_bytes_max = 100;  // they have 16; what is none is merely not found
// Where consumers are not told apart, and this one does not say.
constexpr std::string_view no_name = "somebody";

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; });
}

template <class Asked>
Command command_of(AlertAction action, const Asked& asked) {
  Command command;
  command.action = action;
  command.alert_id = asked.alert_id();
  command.by = asked.has_by() ? asked.by() : std::string(no_name);
  return command;
}

std::string problem_of(const Command& command) {
  if (command.alert_id.empty() || command.alert_id.size() > alert_id_bytes_max)
    return "found no alert_id, expected the one of an open alert";
  if (command.by.empty() || command.by.size() > name_bytes_max || has_control_characters(command.by))
    return "found no name in `by`, expected one line of 1 to 100 bytes";
  if (command.action != AlertAction::note) return {};
  if (command.text.empty()) return "found an empty note, expected a text";
  if (command.text.size() > note_bytes_max)
    return "found a note of " + std::to_string(command.text.size()) + " bytes, expected at most " +
           std::to_string(note_bytes_max);
  return {};
}

}  // namespace

bool is_action(const pb::Request& request) {
  return request.has_acknowledge() || request.has_clear() || request.has_note();
}

std::variant<Command, std::string> command_of(const pb::Request& request) {
  Command command;
  if (request.has_acknowledge()) {
    command = command_of(AlertAction::acknowledge, request.acknowledge());
  } else if (request.has_clear()) {
    command = command_of(AlertAction::clear, request.clear());
  } else {
    command = command_of(AlertAction::note, request.note());
    command.text = request.note().text();
  }
  if (std::string problem = problem_of(command); !problem.empty()) return problem;
  return command;
}

pb::ErrorCode error_code_of(CommandProblem problem) {
  switch (problem) {
    case CommandProblem::unknown_alert:
      return pb::ERROR_CODE_NOT_FOUND;
    case CommandProblem::not_allowed:
      return pb::ERROR_CODE_FORBIDDEN;
    case CommandProblem::no_room:
      return pb::ERROR_CODE_UNAVAILABLE;
    case CommandProblem::none:
      break;
  }
  return pb::ERROR_CODE_UNSPECIFIED;
}

}  // namespace watchpost
