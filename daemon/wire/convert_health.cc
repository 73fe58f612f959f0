// Health of a feed to protobuf and back.
#include <numeric>

#include "daemon/wire/convert_parts.h"
#include "daemon/wire/timestamp.h"

namespace watchpost {

void to_proto(const FeedHealth& health, const Names& names, ReceiveTime time, pb::Health& message) {
  message.Clear();
  assign_text(names.feed(health.feed), *message.mutable_feed());
  message.set_state(static_cast<pb::ConnectionState>(health.state));
  if (!health.detail.empty()) assign_text(health.detail, *message.mutable_detail());
  message.set_received(health.received);
  message.set_admitted(health.admitted);
  message.set_faults(std::accumulate(health.faults.begin(), health.faults.end(), std::uint64_t{0}));
  for (std::size_t i = 0; i < health.faults.size(); ++i) {
    if (health.faults[i] == 0) continue;
    pb::FaultCount& fault = *message.add_faults_by_kind();
    fault.set_kind(static_cast<pb::FaultKind>(i + 1));
    fault.set_count(health.faults[i]);
  }
  for (std::size_t i = 0; i < health.refused.size(); ++i) {
    if (health.refused[i] == 0) continue;
    pb::RefusedCount& refused = *message.add_refused();
    refused.set_reason(static_cast<pb::Refusal>(i + 1));
    refused.set_count(health.refused[i]);
  }
  message.set_frames(health.frames);
  message.set_bytes(health.bytes);
  message.set_connections(health.connections);
  message.set_shed(health.shed);
  message.set_clock_replaced(health.clock_replaced);
  if (health.last_received) set_timestamp(*health.last_received, *message.mutable_last_received_time());
  set_timestamp(time, *message.mutable_time());
}

Result<FeedHealth> from_proto(const pb::Health& message, const Names& names) {
  FeedHealth health;
  const auto feed = names.find_feed(message.feed());
  if (!feed) return Error{"feed " + message.feed(), "is none of the mission's"};
  health.feed = *feed;
  health.state = enumerator_of(message.state(), ConnectionState::failed);
  health.detail = message.detail();
  health.received = message.received();
  health.admitted = message.admitted();
  // A kind or reason that this version does not know is left out.
  for (const pb::FaultCount& fault : message.faults_by_kind()) {
    const auto place = static_cast<std::size_t>(fault.kind() - 1);
    if (place < health.faults.size()) health.faults[place] = fault.count();
  }
  for (const pb::RefusedCount& refused : message.refused()) {
    const auto place = static_cast<std::size_t>(refused.reason() - 1);
    if (place < health.refused.size()) health.refused[place] = refused.count();
  }
  health.frames = message.frames();
  health.bytes = message.bytes();
  health.connections = message.connections();
  health.shed = message.shed();
  health.clock_replaced = message.clock_replaced();
  if (message.has_last_received_time()) {
    const auto last_ns = unix_ns_of(message.last_received_time());
    if (!last_ns) return Error{"last_received_time", "is no time between 1678 and 2261"};
    health.last_received = receive_time_from_ns(*last_ns);
  }
  return health;
}

}  // namespace watchpost
