// Consumer: what a display must do to miss no alert, done once: subscribe, take the snapshot, drop
// what is older, ask again at a gap, come back after a restart.
//
// Each alert is delivered once, in the order of its label's sequence; each track when it is newer than
// before. Where the daemon begins a new `stream`, its alerts are new ones, from its first.
// Errors   run() ends with one where it does not follow, or was asked for what cannot be; else it goes
//          on trying and says so.
// Threads  one, which calls the events; `is_stopped` from any, e.g. a signal handler.
// Source   proto/README.md, "On the wire" and "watch"; proto/README.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/consumer/query_client.h"
#include "daemon/sockets/socket.h"
#include "watchpost/v1/alert.pb.h"
#include "watchpost/v1/envelope.pb.h"
#include "watchpost/v1/query.pb.h"
#include "watchpost/v1/track.pb.h"

namespace watchpost {

// What arrives. Nothing is required.
class ConsumerEvents {
 public:
  virtual ~ConsumerEvents() = default;

  // Connected, or again after a loss; the first to be called. What follows is of this daemon.
  virtual void on_joined(const v1::NodeStatus& /*status*/) {}
  virtual void on_alert(const v1::Alert& /*alert*/) {}
  virtual void on_track(const v1::Track& /*track*/) {}
  virtual void on_health(const v1::Health& /*health*/) {}
  // These alerts of a label are no longer kept anywhere.
  virtual void on_lost(const std::string& /*label*/, std::uint64_t /*first*/, std::uint64_t /*last*/) {}
  // For a person, once for each trouble, e.g. why there is no connection.
  virtual void on_trouble(const Error& /*error*/) {}
};

struct ConsumerSettings {
  std::string query_endpoint = "tcp://127.0.0.1:5557";
  bool wants_alerts = false;
  bool wants_tracks = false;
  bool wants_health = false;
  // `--since N`: first what is kept after N in every label; `--since LABEL=N`: in these alone. With
  // neither: first the open alerts.
  std::optional<std::uint64_t> since;
  std::map<std::string, std::uint64_t> since_by_label;
  bool is_followed = true;                         // else it ends after what is so now
  Duration silence_max = std::chrono::seconds(3);  // without a heartbeat: connect anew
  Duration answer_patience = std::chrono::seconds(3);
};

class Consumer {
 public:
  Consumer(ConsumerSettings settings, ConsumerEvents& events);

  Status run(const std::atomic<bool>& is_stopped);

 private:
  struct ShownTrack {
    std::uint64_t revision = 0;
    std::int64_t time_ns = 0;
  };

  Status join();
  Status ask_status();
  Status subscribe(const std::string& stream_endpoint);
  Status wait_for_heartbeat();
  Status catch_up();
  Status catch_up_with_snapshot(bool wants_open_alerts);
  Status ask_alerts(const std::map<std::string, std::uint64_t>& since);
  void begin_labels(const std::map<std::string, std::uint64_t>& since, const v1::Alerts& first_page);
  Status ask_pages(const v1::Request& request, const std::function<void(const v1::Response&)>& on_page);
  Status check_labels() const;
  std::map<std::string, std::uint64_t> first_question() const;
  void follow();

  bool receive(v1::Envelope& envelope);
  // False where it cannot be dealt with here, and all must be joined again.
  bool take(const v1::Envelope& envelope);
  bool take_alert(const v1::Envelope& envelope);
  bool take_heartbeat(const v1::Envelope& envelope);
  bool fill_gap(const std::string& label, std::uint64_t up_to);
  void deliver(const v1::Alert& alert);
  void deliver(const v1::Track& track);

  ConsumerSettings settings_;
  ConsumerEvents& events_;
  SocketContext context_;
  const std::atomic<bool>* is_stopped_ = nullptr;
  std::optional<QueryClient> query_;
  std::optional<Socket> stream_;
  v1::NodeStatus status_;
  bool is_impossible_ = false;                 // what was asked for can never be
  std::string stream_id_;                      // of the run that all below is of; empty: never joined
  bool is_first_question_answered_ = false;    // `since`, or the open alerts; asked of the first run alone
  std::map<std::string, std::uint64_t> seen_;  // last sequence delivered or passed over, by label
  std::unordered_map<std::string, ShownTrack> shown_;
  std::deque<v1::Envelope> early_;  // arrived while we were joining
  Frames frames_;
};

}  // namespace watchpost
