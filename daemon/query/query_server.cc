#include "daemon/query/query_server.h"

#include <google/protobuf/stubs/logging.h>

#include <cmath>
#include <set>
#include <utility>

#include "daemon/base/check.h"
#include "daemon/publish/topics.h"
#include "daemon/query/actions.h"
#include "daemon/query/geometry_message.h"
#include "daemon/wire/timestamp.h"

namespace watchpost {
namespace {

constexpr std::size_t request_id_bytes_max = 256;
constexpr int labels_asked_max = 1000;
constexpr std::size_t item_header_bytes = 8;     // tag and length of an item
constexpr std::size_t page_reserve_bytes = 512;  // `continue`, and lengths that grow with the page

void set_error(pb::Response& response, pb::ErrorCode code, std::string text) {
  response.clear_answer();
  response.mutable_error()->set_code(code);
  response.mutable_error()->set_text(std::move(text));
}

bool is_within(double value_deg, double bound_deg) {
  return std::isfinite(value_deg) && std::abs(value_deg) <= bound_deg;
}

void to_proto(const FusionCounts& counts, pb::FusionCounts& message) {
  message.set_set_aside(counts.set_aside);
  message.set_too_late(counts.too_late);
  message.set_unmeasured(counts.unmeasured);
  message.set_no_room(counts.no_room);
  message.set_reworked(counts.reworked);
  message.set_widened(counts.widened);
  message.set_too_wide(counts.too_wide);
  message.set_out_of_history(counts.out_of_history);
}

bool is_valid(const pb::Bounds& bounds) {
  return bounds.has_south_deg() && bounds.has_west_deg() && bounds.has_north_deg() && bounds.has_east_deg() &&
         is_within(bounds.south_deg(), 90) && is_within(bounds.north_deg(), 90) &&
         is_within(bounds.west_deg(), 180) && is_within(bounds.east_deg(), 180) &&
         bounds.south_deg() <= bounds.north_deg();
}

// What is in the interface and not served by this daemon, by the name that its author knows.
const char* unserved_name(pb::Request::QueryCase query) {
  switch (query) {
    case pb::Request::kAcknowledge:
      return "acknowledge";
    case pb::Request::kClear:
      return "clear";
    case pb::Request::kNote:
      return "note";
    case pb::Request::kExplain:
      return "explain";
    case pb::Request::kTrackHistory:
      return "track_history";
    case pb::Request::kReplayControl:
      return "replay_control";
    default:
      return "this query";
  }
}

}  // namespace

QueryServer::QueryServer(const NodeInfo& info, std::string stream_endpoint, ClockFunction clock,
                         std::uint64_t alerts_kept, Actions actions)
    : info_(info),
      stream_endpoint_(std::move(stream_endpoint)),
      clock_(std::move(clock)),
      names_(*info.mission),
      started_time_(clock_()),
      picture_(*info.mission, clock_, alerts_kept),
      actions_(actions),
      geometry_(geometry_pages(*info.mission, page_bytes_max - 2 * page_reserve_bytes)) {
  // Protobuf writes a line of its own for each text that is not UTF-8: who sends us garbage must not fill the
  // log.
  google::protobuf::SetLogHandler(nullptr);
}

void QueryServer::apply(const OutgoingPtr& outgoing) {
  picture_.apply(outgoing);
  if (const auto* mission = std::get_if<OutgoingMission>(outgoing.get())) apply(*mission);
}

void QueryServer::apply(const OutgoingMission& outgoing) {
  info_.mission = outgoing.mission;
  names_ = Names(*outgoing.mission);
  geometry_ = geometry_pages(*outgoing.mission, page_bytes_max - 2 * page_reserve_bytes);
  ++geometry_number_;
}

void QueryServer::begin(pb::Response& response) const {
  response.Clear();
  response.set_mode(to_proto(info_.mission->mode));
  response.set_origin(info_.mission->node);
  response.set_stream(info_.stream);
}

std::optional<Command> QueryServer::answer(std::string_view request, std::string& response) {
  begin(response_);
  std::optional<Command> command;
  if (!request_.ParseFromArray(request.data(), static_cast<int>(request.size())))
    set_error(response_, pb::ERROR_CODE_BAD_REQUEST, "found bytes that are no watchpost.v1.Request");
  else
    command = answer(request_, response_);
  if (command)
    response.clear();
  else
    response_.SerializeToString(&response);
  return command;
}

std::optional<Command> QueryServer::answer(const pb::Request& request, pb::Response& response) {
  const auto refuse = [&](pb::ErrorCode code, std::string text) {
    set_error(response, code, std::move(text));
    return std::nullopt;
  };
  if (request.request_id().size() > request_id_bytes_max)
    return refuse(pb::ERROR_CODE_BAD_REQUEST, "found a request_id of more than 256 bytes");
  response.set_request_id(request.request_id());
  if (request.has_mode() && request.mode() != pb::MODE_UNSPECIFIED && request.mode() != response.mode())
    return refuse(
        pb::ERROR_CODE_WRONG_MODE,
        "this daemon is in mode " + std::string(word(info_.mission->mode)) + ", not in the one expected");
  if (is_action(request) && actions_ == Actions::taken) return take_action(request, response);
  answer_query(request, response);
  return std::nullopt;
}

std::optional<Command> QueryServer::take_action(const pb::Request& request, pb::Response& response) const {
  std::variant<Command, std::string> command = command_of(request);
  if (auto* problem = std::get_if<std::string>(&command)) {
    set_error(response, pb::ERROR_CODE_BAD_REQUEST, std::move(*problem));
    return std::nullopt;
  }
  return std::get<Command>(std::move(command));
}

void QueryServer::answer_decided(std::string_view request, const OutgoingDecision& decision,
                                 std::string& response) {
  begin(response_);
  const bool is_request = request_.ParseFromArray(request.data(), static_cast<int>(request.size()));
  CHECK(is_request && is_action(request_), "a decision about what was not asked");
  response_.set_request_id(request_.request_id());
  const std::string& alert_id = request_.has_acknowledge() ? request_.acknowledge().alert_id()
                                : request_.has_clear()     ? request_.clear().alert_id()
                                                           : request_.note().alert_id();
  if (decision.problem != CommandProblem::none) {
    set_error(response_, error_code_of(decision.problem), decision.text);
  } else if (const LoggedAlert* logged = picture_.find_alert(alert_id); logged != nullptr) {
    pb::Alert& alert = *(request_.has_acknowledge() ? response_.mutable_acknowledge()
                         : request_.has_clear()     ? response_.mutable_clear()
                                                    : response_.mutable_note());
    fill(*logged, alert);
  } else {
    set_error(response_, pb::ERROR_CODE_UNAVAILABLE, "it is done, and the alert is no longer kept");
  }
  response_.SerializeToString(&response);
}

void QueryServer::answer_query(const pb::Request& request, pb::Response& response) {
  switch (request.query_case()) {
    case pb::Request::kSnapshot:
      return answer_snapshot(request, response);
    case pb::Request::kAlerts:
      return answer_alerts(request, response);
    case pb::Request::kGeometry:
      return answer_geometry(request, response);
    case pb::Request::kStatus:
      return answer_status(*response.mutable_status());
    case pb::Request::kWhoami:
      return answer_whoami(*response.mutable_whoami());
    case pb::Request::QUERY_NOT_SET:
      return set_error(response, pb::ERROR_CODE_BAD_REQUEST, "found no query that this daemon knows");
    default:
      return set_error(response, pb::ERROR_CODE_UNSUPPORTED,
                       std::string(unserved_name(request.query_case())) + " is not served by this daemon");
  }
}

void QueryServer::answer_snapshot(const pb::Request& request, pb::Response& response) {
  if (request.has_continue_()) return answer_next_page(request, true, response);
  std::optional<LatLonBounds> bounds;
  if (request.snapshot().has_bounds()) {
    const pb::Bounds& asked = request.snapshot().bounds();
    if (!is_valid(asked))
      return set_error(
          response, pb::ERROR_CODE_BAD_REQUEST,
          "found bounds that are no rectangle, expected south <= north in [-90, 90], west and east in "
          "[-180, 180] degrees");
    bounds = LatLonBounds{asked.south_deg(), asked.west_deg(), asked.north_deg(), asked.east_deg()};
  }
  HeldAnswer answer;
  answer.is_snapshot = true;
  answer.tracks = picture_.tracks(bounds);
  for (const auto& [id, logged] : picture_.open_alerts()) answer.alerts.push_back(logged);
  answer.time = picture_.tick_time();
  answer_first_page(std::move(answer), response);
}

void QueryServer::answer_alerts(const pb::Request& request, pb::Response& response) {
  if (request.has_continue_()) return answer_next_page(request, false, response);
  const auto& since = request.alerts().since();
  if (since.size() > labels_asked_max)
    return set_error(response, pb::ERROR_CODE_BAD_REQUEST, "found more than 1000 labels to ask for");
  std::map<std::string, std::uint64_t> asked;
  for (const pb::LabelSequence& one : since) {
    if (picture_.logs().find(one.label()) == picture_.logs().end())
      return set_error(response, pb::ERROR_CODE_NOT_FOUND, "found a label that this daemon does not have");
    if (!asked.emplace(one.label(), one.sequence()).second)
      return set_error(response, pb::ERROR_CODE_BAD_REQUEST, "found label " + one.label() + " twice");
  }
  HeldAnswer answer;
  for (const auto& [label, log] : picture_.logs()) {
    const auto found = asked.find(label);
    if (!asked.empty() && found == asked.end()) continue;
    const std::uint64_t after = asked.empty() ? 0 : found->second;
    if (after >= log.last_sequence()) continue;
    const std::uint64_t skipped = after < log.first_sequence ? 0 : after - log.first_sequence + 1;
    answer.alerts.insert(answer.alerts.end(), log.alerts.begin() + static_cast<std::ptrdiff_t>(skipped),
                         log.alerts.end());
  }
  answer_first_page(std::move(answer), response);
}

void QueryServer::answer_first_page(HeldAnswer answer, pb::Response& response) {
  answer.sequences = sequences();
  const auto shared = std::make_shared<const HeldAnswer>(std::move(answer));
  const std::size_t next = fill_page(*shared, 0, response);
  if (next == shared->size()) return;
  response.set_continue_(continuation_text({info_.stream, held_.hold(shared, clock_()), next}));
}

void QueryServer::answer_next_page(const pb::Request& request, bool is_snapshot, pb::Response& response) {
  const auto continuation = parse_continuation(request.continue_());
  if (!continuation)
    return set_error(response, pb::ERROR_CODE_BAD_REQUEST, "found a `continue` that no Response had");
  std::shared_ptr<const HeldAnswer> answer;
  if (continuation->stream == info_.stream) answer = held_.find(continuation->answer, clock_());
  if (answer == nullptr)
    return set_error(response, pb::ERROR_CODE_EXPIRED,
                     "this answer is no longer kept: ask again without `continue`");
  if (answer->is_snapshot != is_snapshot || continuation->place == 0 || continuation->place >= answer->size())
    return set_error(response, pb::ERROR_CODE_BAD_REQUEST, "found a `continue` of another question");
  const std::size_t next = fill_page(*answer, continuation->place, response);
  if (next < answer->size())
    response.set_continue_(continuation_text({info_.stream, continuation->answer, next}));
}

void QueryServer::fill(const LoggedAlert& logged, pb::Alert& message) const {
  to_proto(logged.alert->alert, names_, message);
  message.set_sequence(logged.alert->sequence);
  message.set_durable(false);  // there is no journal that it could be in
  set_timestamp(logged.published_time, *message.mutable_published_time());
}

std::size_t QueryServer::fill_page(const HeldAnswer& answer, std::size_t place,
                                   pb::Response& response) const {
  pb::Snapshot* snapshot = answer.is_snapshot ? response.mutable_snapshot() : nullptr;
  pb::Alerts* alerts = answer.is_snapshot ? nullptr : response.mutable_alerts();
  for (const pb::LabelSequences& one : answer.sequences)
    *(snapshot != nullptr ? snapshot->add_sequences() : alerts->add_sequences()) = one;
  if (snapshot != nullptr && answer.time) set_timestamp(*answer.time, *snapshot->mutable_time());

  std::size_t used_bytes = response.ByteSizeLong() + page_reserve_bytes;
  // Adds an item unless it is one too many; a page has at least one.
  const auto is_kept = [&used_bytes, first = place, &place](const google::protobuf::Message& item,
                                                            auto* items) {
    used_bytes += item.ByteSizeLong() + item_header_bytes;
    if (used_bytes > page_bytes_max && place > first) {
      items->RemoveLast();
      return false;
    }
    ++place;
    return true;
  };
  while (place < answer.tracks.size()) {
    const OutgoingTrack& one = *answer.tracks[place];
    pb::Track& message = *snapshot->add_tracks();
    to_proto(one.track, names_, one.label, cell_text(track_cell(one.track.position)), message);
    if (!is_kept(message, snapshot->mutable_tracks())) return place;
  }
  auto* alert_items = snapshot != nullptr ? snapshot->mutable_alerts() : alerts->mutable_alerts();
  while (place < answer.size()) {
    pb::Alert& message = *alert_items->Add();
    fill(answer.alerts[place - answer.tracks.size()], message);
    if (!is_kept(message, alert_items)) return place;
  }
  return place;
}

std::vector<pb::LabelSequences> QueryServer::sequences() const {
  std::vector<pb::LabelSequences> all;
  for (const auto& [label, log] : picture_.logs()) {
    pb::LabelSequences& one = all.emplace_back();
    one.set_label(label);
    one.set_first_sequence(log.first_sequence);
    one.set_last_sequence(log.last_sequence());
  }
  return all;
}

void QueryServer::answer_status(pb::NodeStatus& status) const {
  status.set_node(info_.mission->node);
  status.set_mission(info_.mission->name);
  status.set_mode(to_proto(info_.mission->mode));
  status.set_version(info_.version);
  set_timestamp(started_time_, *status.mutable_started_time());
  status.set_stream_endpoint(stream_endpoint_);
  const auto& tick_time = picture_.tick_time();
  if (tick_time) set_timestamp(*tick_time, *status.mutable_tick_time());
  for (const auto& [feed, health] : picture_.health())
    to_proto(health->health, names_, tick_time.value_or(started_time_), *status.add_feeds());
  status.set_tentative_tracks(picture_.track_count(TrackStatus::tentative));
  status.set_confirmed_tracks(picture_.track_count(TrackStatus::confirmed));
  status.set_coasting_tracks(picture_.track_count(TrackStatus::coasting));
  status.set_open_alerts(picture_.open_alerts().size());
  if (tick_time) to_proto(picture_.fusion(), *status.mutable_fusion());
  for (const pb::LabelSequences& one : sequences()) *status.add_sequences() = one;
}

void QueryServer::answer_geometry(const pb::Request& request, pb::Response& response) {
  std::size_t page = 0;
  if (request.has_continue_()) {
    const auto continuation = parse_continuation(request.continue_());
    if (!continuation)
      return set_error(response, pb::ERROR_CODE_BAD_REQUEST, "found a `continue` that no Response had");
    if (continuation->stream != info_.stream || continuation->answer < geometry_number_)
      return set_error(response, pb::ERROR_CODE_EXPIRED,
                       "this answer is of another configuration: ask again without `continue`");
    if (continuation->answer > geometry_number_ || continuation->place == 0 ||
        continuation->place >= geometry_.size())
      return set_error(response, pb::ERROR_CODE_BAD_REQUEST, "found a `continue` that no Response had");
    page = continuation->place;
  }
  *response.mutable_geometry() = geometry_[page];
  if (page + 1 < geometry_.size())
    response.set_continue_(continuation_text({info_.stream, geometry_number_, page + 1}));
}

void QueryServer::answer_whoami(pb::Whoami& whoami) const {
  whoami.set_role(actions_ == Actions::taken ? pb::ROLE_OPERATE : pb::ROLE_VIEW);
  for (const auto& [label, log] : picture_.logs()) whoami.add_labels(label);
}

}  // namespace watchpost
