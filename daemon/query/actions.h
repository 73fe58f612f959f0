// What a person asks to be done with an alert: from the wire to a Command of the core, and what became of it
// back.
//
// Errors   what cannot be at all is refused here; whether an alert is there, and takes it, the core decides.
// Source   proto/watchpost/v1/query.proto; docs/rules.md, "What people do".
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "daemon/model/input.h"
#include "daemon/publish/outgoing.h"
#include "watchpost/v1/query.pb.h"

namespace watchpost {

// Whether the request is one of acknowledge, clear and note.
bool is_action(const ::watchpost::v1::Request& request);

// The command without its number, or what is wrong with the request, as ERROR_CODE_BAD_REQUEST says it.
// REQUIRES: is_action(request)
std::variant<Command, std::string> command_of(const ::watchpost::v1::Request& request);

// REQUIRES: there is a problem
::watchpost::v1::ErrorCode error_code_of(CommandProblem problem);

}  // namespace watchpost
