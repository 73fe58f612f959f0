#include "daemon/publish/publisher.h"

#include <algorithm>
#include <utility>

#include "daemon/base/check.h"
#include "daemon/wire/timestamp.h"

namespace watchpost {

Publisher::Publisher(const NodeInfo& info, ClockFunction clock, Send send)
    : info_(info), names_(*info.mission), clock_(std::move(clock)), send_(std::move(send)) {
  for (const std::string& label : labels_of(*info.mission)) labels_.emplace(label, LabelState{});
  left_ = alert_ = health_ = heartbeat_ = started_envelope();
  head_ = started_envelope().SerializeAsString();
}

pb::Envelope Publisher::started_envelope() const {
  pb::Envelope envelope;
  envelope.set_stream(info_.stream);
  envelope.set_origin(info_.mission->node);
  envelope.set_mode(to_proto(info_.mission->mode));
  return envelope;
}

void Publisher::publish(const Outgoing& outgoing) {
  std::visit([this](const auto& kind) { publish(kind); }, outgoing);
}

// A label that the mission does not name (e.g. of several feeds together) is known from its first message on.
std::map<std::string, Publisher::LabelState, std::less<>>::iterator Publisher::label_state(
    const std::string& label) {
  const auto found = labels_.find(label);
  return found != labels_.end() ? found : labels_.emplace(label, LabelState{}).first;
}

void Publisher::send(pb::Envelope& envelope, std::string_view label) {
  envelope.set_label(label.data(), label.size());
  set_timestamp(clock_(), *envelope.mutable_sent_time());
  envelope.SerializeToString(&bytes_);
  send_(topic_, bytes_);
}

void Publisher::publish(const OutgoingTrack& outgoing) {
  const Track& track = outgoing.track;
  const CellNumber cell = track_cell(track.position);
  if (cell != last_cell_) {
    cell_text_ = cell_text(cell);
    last_cell_ = cell;
  }

  const std::string_view label = label_state(outgoing.label)->first;
  const auto [shown, is_new] = shown_.try_emplace(index(track.id), ShownTrack{cell, label});
  if (!is_new && (shown->second.cell != cell || shown->second.label != label)) {
    send_left(track, shown->second, label);
    shown->second = {cell, label};
  }
  track_topic(topic_, label, cell_text_);
  write_track(track, names_, {head_, label, cell_text_, unix_ns(clock_())}, track_);
  send_(topic_, track_.bytes());
  if (track.status == TrackStatus::dropped) shown_.erase(shown);
}

// To those of the topic that the track has left. Where its label is another now, they may learn no
// more than that it is theirs no longer.
void Publisher::send_left(const Track& track, const ShownTrack& shown, std::string_view label) {
  pb::Track& message = *left_.mutable_track();
  if (shown.label == label) {
    to_proto(track, names_, label, cell_text_, message);
  } else {
    message.Clear();
    message.set_track_id(names_.track(track.id));
    message.set_revision(track.revision);
    set_timestamp(track.time, *message.mutable_time());
    message.set_release_label(shown.label.data(), shown.label.size());
  }
  left_.set_left(true);
  track_topic(topic_, shown.label, cell_text(shown.cell));
  send(left_, shown.label);
}

void Publisher::publish(const OutgoingAlert& outgoing) {
  const std::string& label = outgoing.alert.release_label;
  LabelState& state = label_state(label)->second;
  CHECK(state.last_sequence == 0 || outgoing.sequence == state.last_sequence + 1,
        "the sequence of a label's alerts has a hole");
  if (state.last_sequence == 0) state.first_sequence = outgoing.sequence;
  state.last_sequence = outgoing.sequence;
  if (state.last_sequence - state.first_sequence >= alerts_kept_a_label)
    state.first_sequence = state.last_sequence - alerts_kept_a_label + 1;

  pb::Alert& message = *alert_.mutable_alert();
  to_proto(outgoing.alert, names_, message);
  message.set_sequence(outgoing.sequence);
  message.set_durable(false);  // there is no journal that it could be in
  set_timestamp(outgoing.published_time ? *outgoing.published_time : clock_(),
                *message.mutable_published_time());
  alert_.set_sequence(outgoing.sequence);
  alert_topic(topic_, label, outgoing.alert.severity, outgoing.alert.rule);
  send(alert_, label);
}

void Publisher::publish(const OutgoingHealth& outgoing) {
  const ReceiveTime time = tick_time_ == ReceiveTime{} ? clock_() : tick_time_;
  to_proto(outgoing.health, names_, time, *health_.mutable_health());
  health_topic(topic_, outgoing.label, names_.feed(outgoing.health.feed));
  send(health_, outgoing.label);
}

void Publisher::publish(const OutgoingTick& outgoing) {
  tick_time_ = outgoing.time;
}

void Publisher::publish(const OutgoingMission& outgoing) {
  info_.mission = outgoing.mission;
  names_ = Names(*outgoing.mission);
  // One that is no longer named keeps its place: its sequence goes on where it is named again.
  for (const std::string& label : labels_of(*outgoing.mission)) labels_.emplace(label, LabelState{});
}

void Publisher::send_heartbeats() {
  for (const auto& [label, state] : labels_) {
    pb::Heartbeat& message = *heartbeat_.mutable_heartbeat();
    message.set_first_sequence(state.first_sequence);
    message.set_last_sequence(state.last_sequence);
    heartbeat_topic(topic_, label);
    send(heartbeat_, label);
  }
}

}  // namespace watchpost
