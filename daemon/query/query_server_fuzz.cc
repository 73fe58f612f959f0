// Any bytes as Requests, one after another: each is answered by a valid Response within the page limit, with
// what was asked for or an error that says why not; pages come to an end and hold everything once.
//
// Requests stand between three bytes 0xFF; the first byte says whether people may act here, and what becomes
// of what they do.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/check.h"
#include "daemon/publish/outgoing_for_tests.h"
#include "daemon/query/query_server.h"

namespace watchpost {
namespace {

constexpr std::string_view separator = "\xFF\xFF\xFF";
constexpr std::uint64_t track_count = 12;
constexpr std::uint64_t alert_count = 6;
constexpr std::size_t request_id_bytes_max = 256;

// Long names, so that few tracks and alerts fill several pages.
std::vector<OutgoingPtr> make_scene() {
  constexpr std::size_t name_bytes = 50'000;
  std::vector<OutgoingPtr> scene;
  for (std::uint64_t number = 1; number <= track_count; ++number) {
    OutgoingTrack track =
        std::get<OutgoingTrack>(*track_for_tests(number, {1.5 * static_cast<double>(number), 179.5}));
    track.track.identity.name.assign(name_bytes, static_cast<char>('a' + number));
    scene.push_back(std::make_shared<const Outgoing>(std::move(track)));
  }
  for (std::uint64_t sequence = 1; sequence <= alert_count; ++sequence) {
    OutgoingAlert alert = std::get<OutgoingAlert>(*alert_for_tests(sequence, AlertState::raised));
    alert.alert.alert_id = std::string("alert-") + static_cast<char>('a' + sequence);
    alert.alert.headline.assign(2 * name_bytes, '!');
    scene.push_back(std::make_shared<const Outgoing>(std::move(alert)));
  }
  scene.push_back(alert_for_tests(1, AlertState::raised, "alert-m", "medical"));
  scene.push_back(health_for_tests(FeedId{0}, 7));
  scene.push_back(tick_for_tests(1'700'000'000));
  return scene;
}

// A geometry of two pages.
NodeInfo make_info() {
  NodeInfo info = info_for_tests();
  auto mission = std::make_shared<Mission>(*info.mission);
  for (const char letter : {'a', 'b', 'c'})
    mission->assets.push_back({std::string(100'000, letter), "ALL", {}});
  info.mission = std::move(mission);
  return info;
}

const NodeInfo& info() {
  static const NodeInfo made = make_info();
  return made;
}

class Asker {
 public:
  explicit Asker(std::uint8_t choice)
      : problem_(static_cast<CommandProblem>(choice / 2 % 4)),
        server_(info(), "tcp://127.0.0.1:5556", clock_for_tests(), alerts_kept_a_label,
                choice % 2 == 0 ? Actions::refused : Actions::taken) {
    static const std::vector<OutgoingPtr> scene = make_scene();
    for (const OutgoingPtr& outgoing : scene) server_.apply(outgoing);
  }

  void ask(std::string_view bytes) {
    pb::Request request;
    const bool is_request = request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    pb::Response response = answer(bytes);
    if (!is_request) {
      CHECK(response.error().code() == pb::ERROR_CODE_BAD_REQUEST, "no request, and yet no bad one");
      return;
    }
    check(request, response);
    const bool is_first_page = !request.has_continue_();
    std::size_t item_count = items_of(response);
    for (std::size_t page = 1; response.has_continue_(); ++page) {
      CHECK(page <= track_count + alert_count, "pages without an end");
      request.set_continue_(response.continue_());
      response = answer(request.SerializeAsString());
      check(request, response);
      CHECK(!response.has_error(), "the next page is refused");
      item_count += items_of(response);
    }
    if (is_first_page && response.has_snapshot() && !request.snapshot().has_bounds())
      CHECK(item_count == track_count + alert_count + 1, "a snapshot without a track or an alert");
  }

 private:
  pb::Response answer(std::string_view bytes) {
    std::string sent = "what was there before";
    if (const auto command = server_.answer(bytes, sent)) {
      CHECK(sent.empty(), "an answer beside a command");
      CHECK(!command->alert_id.empty() && !command->by.empty(), "a command without an alert or a person");
      CHECK((command->action == AlertAction::note) == !command->text.empty(), "a text of no note");
      server_.answer_decided(bytes, {1, problem_, problem_ == CommandProblem::none ? "" : "it may not be"},
                             sent);
    }
    CHECK(sent.size() <= page_bytes_max, "a page beyond the limit");
    pb::Response response;
    CHECK(response.ParseFromString(sent), "an answer that is no Response");
    CHECK(response.mode() == pb::MODE_EXERCISE && response.origin() == "north", "an answer of another");
    CHECK(response.stream() == "run-1", "an answer of another run");
    CHECK(response.has_error() == (response.answer_case() == pb::Response::ANSWER_NOT_SET),
          "neither an answer nor an error, or both");
    CHECK(!response.has_error() ||
              (response.error().code() != pb::ERROR_CODE_UNSPECIFIED && !response.error().text().empty()),
          "an error that says nothing");
    return response;
  }

  static void check(const pb::Request& request, const pb::Response& response) {
    if (request.request_id().size() <= request_id_bytes_max)
      CHECK(response.request_id() == request.request_id(), "an answer to another request");
    // The members of `query` and of `answer` have the same numbers.
    if (!response.has_error())
      CHECK(static_cast<int>(response.answer_case()) == static_cast<int>(request.query_case()),
            "an answer to another question");
    else
      CHECK(!response.has_continue_(), "an error with a next page");
  }

  static std::size_t items_of(const pb::Response& response) {
    return static_cast<std::size_t>(response.snapshot().tracks_size() + response.snapshot().alerts_size());
  }

  CommandProblem problem_;
  QueryServer server_;
};

}  // namespace
}  // namespace watchpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  if (size == 0) return 0;
  Asker asker(data[0]);
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (int request_count = 0; request_count < 16; ++request_count) {
    const std::size_t end = rest.find(separator);
    asker.ask(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + separator.size());
  }
  return 0;
}
