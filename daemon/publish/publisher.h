// Publisher: turns what the core hands on into the two frames of each message of the stream.
//
// It sends at once: that a track is shown at most once an interval is settled before, in the time
// of the ticks. Alerts carry the sequence they come with, heartbeats the last one of each label.
// Threads   the publish thread's own; opens no socket itself.
// Source    proto/README.md, "On the wire"; proto/README.md.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "daemon/publish/node_info.h"
#include "daemon/publish/outgoing.h"
#include "daemon/publish/topics.h"
#include "daemon/wire/convert.h"
#include "daemon/wire/names.h"
#include "daemon/wire/write_track.h"
#include "watchpost/v1/envelope.pb.h"

namespace watchpost {

class Publisher {
 public:
  // Takes a topic and a serialized Envelope, both good only during the call.
  using Send = std::function<void(std::string_view topic, std::string_view envelope)>;

  Publisher(const NodeInfo& info, ClockFunction clock, Send send);

  void publish(const Outgoing& outgoing);

  // One for each label; called each second.
  void send_heartbeats();

 private:
  struct ShownTrack {
    CellNumber cell = 0;
    std::string_view label;  // points into labels_
  };
  struct LabelState {
    std::uint64_t first_sequence = 1;
    std::uint64_t last_sequence = 0;
  };

  void publish(const OutgoingTrack& outgoing);
  void publish(const OutgoingAlert& outgoing);
  void publish(const OutgoingHealth& outgoing);
  void publish(const OutgoingTick& outgoing);
  void publish(const OutgoingDecision& /*outgoing*/) {}  // concerns the one who asked
  void publish(const OutgoingMission& outgoing);
  std::map<std::string, LabelState, std::less<>>::iterator label_state(const std::string& label);
  pb::Envelope started_envelope() const;
  void send(pb::Envelope& envelope, std::string_view label);
  void send_left(const Track& track, const ShownTrack& shown, std::string_view label);

  NodeInfo info_;
  std::string head_;  // how every Envelope begins
  Names names_;
  ClockFunction clock_;
  Send send_;
  std::map<std::string, LabelState, std::less<>> labels_;
  std::unordered_map<std::uint64_t, ShownTrack> shown_;  // by track number; looked up only
  ReceiveTime tick_time_;

  // Used again for each message of their kind, so that their memory is.
  WireWriter track_;
  pb::Envelope left_;
  pb::Envelope alert_;
  pb::Envelope health_;
  pb::Envelope heartbeat_;
  CellNumber last_cell_ = 0;
  std::string cell_text_;
  std::string topic_;
  std::string bytes_;
};

}  // namespace watchpost
