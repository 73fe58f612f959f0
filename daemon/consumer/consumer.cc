#include "daemon/consumer/consumer.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "daemon/wire/timestamp.h"

namespace watchpost {
namespace {

namespace pb = ::watchpost::v1;
using Monotonic = std::chrono::steady_clock;

constexpr std::int64_t envelope_bytes_max = 1 << 20;
constexpr int messages_waiting_max = 100'000;
constexpr int poll_ms = 100;
constexpr auto retry_interval = std::chrono::milliseconds(200);
constexpr int gap_attempts_max = 100;
constexpr auto gap_interval = std::chrono::milliseconds(10);

std::int64_t time_ns(const pb::Track& track) {
  return unix_ns_of(track.time()).value_or(0);
}

}  // namespace

Consumer::Consumer(ConsumerSettings settings, ConsumerEvents& events)
    : settings_(std::move(settings)), events_(events) {}

Status Consumer::run(const std::atomic<bool>& is_stopped) {
  is_stopped_ = &is_stopped;
  bool is_troubled = false;
  while (!is_stopped.load(std::memory_order_acquire)) {
    early_.clear();
    Status joined = join();
    if (is_stopped.load(std::memory_order_acquire)) break;
    if (!settings_.is_followed || is_impossible_) return joined;
    if (joined.ok()) {
      is_troubled = false;
      follow();
      continue;
    }
    if (!is_troubled) events_.on_trouble(joined.error());
    is_troubled = true;
    std::this_thread::sleep_for(retry_interval);
  }
  return {};
}

Status Consumer::join() {
  stream_.reset();
  Result<QueryClient> connected =
      QueryClient::connect(context_, settings_.query_endpoint, settings_.answer_patience);
  is_impossible_ = !connected.ok();
  if (is_impossible_) return connected.error();
  query_.emplace(std::move(*connected));
  if (Status status = ask_status(); !status.ok()) return status;
  if (Status status = check_labels(); !status.ok()) {
    is_impossible_ = true;
    return status;
  }
  if (settings_.is_followed) {
    if (Status status = subscribe(status_.stream_endpoint()); !status.ok()) return status;
    if (Status status = wait_for_heartbeat(); !status.ok()) return status;
  }
  events_.on_joined(status_);
  return catch_up();
}

Status Consumer::ask_status() {
  pb::Request request;
  request.mutable_status();
  Result<pb::Response> response = query_->ask(request, *is_stopped_);
  if (!response.ok()) return response.error();
  status_ = response->status();
  if (response->stream() != stream_id_) {
    seen_.clear();
    shown_.clear();
    stream_id_ = response->stream();
  }
  return {};
}

Status Consumer::check_labels() const {
  for (const auto& [label, sequence] : settings_.since_by_label) {
    const auto is_it = [&name = label](const pb::LabelSequences& one) { return one.label() == name; };
    if (std::none_of(status_.sequences().begin(), status_.sequences().end(), is_it))
      return Error{settings_.query_endpoint, "has no label " + label};
  }
  return {};
}

Status Consumer::subscribe(const std::string& stream_endpoint) {
  Result<Socket> connected = Socket::connect(context_, SocketKind::subscriber, stream_endpoint,
                                             {envelope_bytes_max, 10, messages_waiting_max, 0});
  if (!connected.ok()) return connected.error();
  stream_.emplace(std::move(*connected));
  if (settings_.wants_alerts) stream_->subscribe("alert.");
  if (settings_.wants_tracks) stream_->subscribe("track.");
  if (settings_.wants_health) stream_->subscribe("health.");
  stream_->subscribe("heartbeat.");  // the last: once one arrives, all are in force
  return {};
}

Status Consumer::wait_for_heartbeat() {
  const auto deadline = Monotonic::now() + settings_.silence_max;
  while (Monotonic::now() < deadline && !is_stopped_->load(std::memory_order_acquire)) {
    pb::Envelope envelope;
    if (!receive(envelope)) {
      stream_->wait(-1, poll_ms);
      continue;
    }
    if (envelope.stream() != stream_id_)
      return Error{stream_->endpoint(), "began a new stream while we joined it"};
    const bool is_heartbeat = envelope.has_heartbeat();
    early_.push_back(std::move(envelope));
    if (is_heartbeat) return {};
  }
  return Error{stream_->endpoint(), "sent no heartbeat"};
}

Status Consumer::catch_up() {
  const bool asks_for_alerts =
      !seen_.empty() || is_first_question_answered_ || settings_.since || !settings_.since_by_label.empty();
  if (settings_.wants_tracks || (settings_.wants_alerts && !asks_for_alerts))
    if (Status status = catch_up_with_snapshot(!asks_for_alerts); !status.ok()) return status;
  if (settings_.wants_alerts && asks_for_alerts)
    if (Status status = ask_alerts(first_question()); !status.ok()) return status;
  is_first_question_answered_ = true;
  if (settings_.wants_health)
    for (const pb::Health& health : status_.feeds()) events_.on_health(health);
  return {};
}

// After which sequence to ask in each label. Those that `since` does not name begin with the stream.
std::map<std::string, std::uint64_t> Consumer::first_question() const {
  std::map<std::string, std::uint64_t> question;
  for (const pb::LabelSequences& now : status_.sequences()) {
    const auto seen = seen_.find(now.label());
    const auto since = settings_.since_by_label.find(now.label());
    if (seen != seen_.end())
      question[now.label()] = seen->second;
    else if (is_first_question_answered_)
      question[now.label()] = 0;
    else if (since != settings_.since_by_label.end())
      question[now.label()] = since->second;
    else
      question[now.label()] = settings_.since.value_or(now.last_sequence());
  }
  return question;
}

Status Consumer::catch_up_with_snapshot(bool wants_open_alerts) {
  pb::Request request;
  request.mutable_snapshot();
  std::deque<pb::Alert> alerts;
  std::map<std::string, std::uint64_t> last;
  const Status status = ask_pages(request, [&](const pb::Response& page) {
    if (settings_.wants_tracks)
      for (const pb::Track& track : page.snapshot().tracks()) deliver(track);
    for (const pb::Alert& alert : page.snapshot().alerts()) alerts.push_back(alert);
    for (const pb::LabelSequences& one : page.snapshot().sequences()) last[one.label()] = one.last_sequence();
  });
  if (!status.ok() || !wants_open_alerts || !settings_.wants_alerts) return status;
  std::sort(alerts.begin(), alerts.end(), [](const pb::Alert& a, const pb::Alert& b) {
    return std::pair(a.release_label(), a.sequence()) < std::pair(b.release_label(), b.sequence());
  });
  for (const pb::Alert& alert : alerts) events_.on_alert(alert);
  seen_ = std::move(last);
  return {};
}

Status Consumer::ask_alerts(const std::map<std::string, std::uint64_t>& since) {
  pb::Request request;
  request.mutable_alerts();
  for (const auto& [label, sequence] : since) {
    pb::LabelSequence& one = *request.mutable_alerts()->add_since();
    one.set_label(label);
    one.set_sequence(sequence);
  }
  bool is_first_page = true;
  return ask_pages(request, [&](const pb::Response& page) {
    if (is_first_page) begin_labels(since, page.alerts());
    is_first_page = false;
    for (const pb::Alert& alert : page.alerts().alerts()) deliver(alert);
  });
}

// Where delivery begins: after what was asked for, as far as there is such a sequence.
void Consumer::begin_labels(const std::map<std::string, std::uint64_t>& since, const pb::Alerts& first_page) {
  for (const pb::LabelSequences& kept : first_page.sequences()) {
    const auto asked = since.find(kept.label());
    if (asked == since.end()) continue;
    std::uint64_t& seen = seen_[kept.label()];
    seen = std::min(asked->second, kept.last_sequence());
    if (seen + 1 >= kept.first_sequence()) continue;
    const bool is_first_question = asked->second == 0 && !is_first_question_answered_;
    if (!is_first_question) events_.on_lost(kept.label(), seen + 1, kept.first_sequence() - 1);
    seen = kept.first_sequence() - 1;
  }
}

// A daemon that began anew meanwhile counts its alerts anew: its pages are not taken.
Status Consumer::ask_pages(const pb::Request& request,
                           const std::function<void(const pb::Response&)>& on_page) {
  bool is_other_run = false;
  const Status status = query_->ask_all(
      request,
      [&](const pb::Response& page) {
        is_other_run = is_other_run || page.stream() != stream_id_;
        if (!is_other_run) on_page(page);
      },
      *is_stopped_);
  if (status.ok() && is_other_run)
    return Error{settings_.query_endpoint, "began a new stream while we joined it"};
  return status;
}

void Consumer::follow() {
  auto heard = Monotonic::now();
  pb::Envelope envelope;
  while (!early_.empty()) {
    if (!take(early_.front())) return;
    early_.pop_front();
  }
  while (!is_stopped_->load(std::memory_order_acquire)) {
    if (receive(envelope)) {
      heard = Monotonic::now();
      if (!take(envelope)) return;
      continue;
    }
    if (Monotonic::now() - heard > settings_.silence_max)
      return events_.on_trouble({stream_->endpoint(), "has fallen silent; connecting anew"});
    stream_->wait(-1, poll_ms);
  }
}

bool Consumer::receive(pb::Envelope& envelope) {
  while (stream_->receive(frames_, 2))
    if (frames_.size() == 2 && envelope.ParseFromString(frames_[1])) return true;
  return false;
}

bool Consumer::take(const pb::Envelope& envelope) {
  if (envelope.stream() != stream_id_) return false;
  switch (envelope.payload_case()) {
    case pb::Envelope::kAlert:
      return take_alert(envelope);
    case pb::Envelope::kHeartbeat:
      return take_heartbeat(envelope);
    case pb::Envelope::kTrack:
      if (!envelope.left()) deliver(envelope.track());
      return true;
    case pb::Envelope::kHealth:
      events_.on_health(envelope.health());
      return true;
    case pb::Envelope::PAYLOAD_NOT_SET:
      return true;  // of a later version
  }
  return true;
}

bool Consumer::take_alert(const pb::Envelope& envelope) {
  if (!fill_gap(envelope.label(), envelope.sequence() - 1)) return false;
  deliver(envelope.alert());
  return true;
}

// A heartbeat comes behind every alert before it: what it counts and we have not seen is lost.
bool Consumer::take_heartbeat(const pb::Envelope& envelope) {
  return !settings_.wants_alerts || fill_gap(envelope.label(), envelope.heartbeat().last_sequence());
}

// Asks for what is missing up to a sequence. What answers may be a moment behind what publishes.
bool Consumer::fill_gap(const std::string& label, std::uint64_t up_to) {
  for (int attempt = 0; attempt < gap_attempts_max; ++attempt) {
    if (seen_[label] >= up_to || is_stopped_->load(std::memory_order_acquire)) return true;
    if (attempt > 0) std::this_thread::sleep_for(gap_interval);
    const Status filled = ask_alerts({{label, seen_[label]}});
    if (filled.ok()) continue;
    events_.on_trouble(filled.error());
    return false;
  }
  return false;
}

void Consumer::deliver(const pb::Alert& alert) {
  std::uint64_t& seen = seen_[alert.release_label()];
  if (alert.sequence() <= seen) return;
  seen = alert.sequence();
  events_.on_alert(alert);
}

void Consumer::deliver(const pb::Track& track) {
  const ShownTrack now{track.revision(), time_ns(track)};
  const auto [shown, is_new] = shown_.try_emplace(track.track_id(), now);
  const bool is_newer = now.revision > shown->second.revision ||
                        (now.revision == shown->second.revision && now.time_ns > shown->second.time_ns);
  if (!is_new && !is_newer) return;
  shown->second = now;
  if (track.status() == pb::TRACK_STATUS_DROPPED) shown_.erase(shown);
  events_.on_track(track);
}

}  // namespace watchpost
