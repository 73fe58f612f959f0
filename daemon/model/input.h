// Input: the only things that get into the core, in one order.
//
// A recording holds exactly this sequence. Nothing else reaches the core: no clock, no socket,
// no file, no thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "daemon/base/ids.h"
#include "daemon/base/time.h"
#include "daemon/model/health.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"

namespace watchpost {

// An admitted report, owned by the batch that outlives the step.
struct ReportInput {
  const Report* report = nullptr;
};

// Each whole second of receive time. It stands after every report received at or before it.
struct Tick {
  ReceiveTime time;
  // Of all that was observed up to here, nothing is expected any more. It decides what may be
  // forgotten and when an absence is one; it never goes back.
  EventTime watermark;
};

enum class AlertAction : std::uint8_t { acknowledge, clear, note };

// What an operator does with an alert.
struct Command {
  AlertAction action = AlertAction::acknowledge;
  std::string alert_id;
  std::string by;            // who, as the endpoint knows them
  std::string text;          // of a note; else empty
  std::uint64_t number = 0;  // by which whoever asks knows it again; means nothing to the core
};

// Why a Command has changed nothing.
enum class CommandProblem : std::uint8_t {
  none,           // it was done
  unknown_alert,  // no alert of this id is open
  not_allowed,    // there is one, and it does not take this
  no_room,        // too many wait already
};

// What a feed has become, told at the tick after it changed; counts since the tick before.
struct FeedState {
  FeedId feed{};
  ConnectionState state = ConnectionState::unspecified;
  std::uint64_t faults = 0;
  std::uint64_t refused = 0;
  std::uint64_t shed = 0;
};

enum class SystemEventKind : std::uint8_t {
  clock_step,   // the system's clock was set by `amount`
  pause,        // the daemon stood still for `amount`
  store_fails,  // what should be on disk is not
  store_recovers,
};

// What happened to the machine that a rule may speak of.
struct SystemEvent {
  SystemEventKind kind = SystemEventKind::clock_step;
  Duration amount{};
  std::string detail;  // for a person
};

// The configuration has been read again; whole, as it was read. The core gives feeds and units the numbers
// that they have had before (mission_change.h).
struct Reconfiguration {
  std::shared_ptr<const Mission> mission;
};

using Input = std::variant<ReportInput, Tick, Command, FeedState, SystemEvent, Reconfiguration>;

}  // namespace watchpost
