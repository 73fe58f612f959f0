// QueryServer: answers one Request with one Response, from the picture.
//
// What a person wants done to an alert is no question: it becomes a Command, and its answer waits for what
// the core decides.
//
// Errors   a Request that is not understood, or asks for what is not served, gets a Response that says
//          so; bytes of any kind are answered.
// Threads  the query thread's own; opens no socket itself.
// Source   proto/watchpost/v1/query.proto; proto/README.md, "On the wire".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/query/held_answers.h"
#include "daemon/query/picture.h"
#include "daemon/wire/convert.h"
#include "daemon/wire/names.h"
#include "watchpost/v1/query.pb.h"

namespace watchpost {

inline constexpr std::size_t page_bytes_max = 256 * 1024;  // of a serialized Response

// Whether people may act on alerts here: in a replay nobody is there who could do it.
enum class Actions : std::uint8_t { refused, taken };

class QueryServer {
 public:
  // `stream_endpoint` is where the status says that consumers find the stream.
  QueryServer(const NodeInfo& info, std::string stream_endpoint, ClockFunction clock,
              std::uint64_t alerts_kept = alerts_kept_a_label, Actions actions = Actions::refused);

  void apply(const OutgoingPtr& outgoing);

  // Puts the serialized Response in place of what `response` held. Or it gives what the request asks the core
  // to do: then `response` is empty, and the same request is answered by answer_decided().
  std::optional<Command> answer(std::string_view request, std::string& response);
  // Once the decision, and the transition before it, have been applied.
  void answer_decided(std::string_view request, const OutgoingDecision& decision, std::string& response);

 private:
  void begin(pb::Response& response) const;
  std::optional<Command> answer(const pb::Request& request, pb::Response& response);
  std::optional<Command> take_action(const pb::Request& request, pb::Response& response) const;
  void answer_query(const pb::Request& request, pb::Response& response);
  void apply(const OutgoingMission& outgoing);
  void answer_snapshot(const pb::Request& request, pb::Response& response);
  void answer_alerts(const pb::Request& request, pb::Response& response);
  void answer_status(pb::NodeStatus& status) const;
  void answer_geometry(const pb::Request& request, pb::Response& response);
  void answer_whoami(pb::Whoami& whoami) const;

  void answer_first_page(HeldAnswer answer, pb::Response& response);
  void answer_next_page(const pb::Request& request, bool is_snapshot, pb::Response& response);
  // Fills a page from `place` on; the place of the next page, or the answer's size at its end.
  std::size_t fill_page(const HeldAnswer& answer, std::size_t place, pb::Response& response) const;
  void fill(const LoggedAlert& logged, pb::Alert& message) const;
  std::vector<pb::LabelSequences> sequences() const;

  NodeInfo info_;
  std::string stream_endpoint_;
  ClockFunction clock_;
  Names names_;
  ReceiveTime started_time_;
  Picture picture_;
  Actions actions_;
  HeldAnswers held_;
  std::uint64_t geometry_number_ = 0;   // of the configuration that it shows
  std::vector<pb::Geometry> geometry_;  // by page
  pb::Request request_;                 // used again for each request, as is
  pb::Response response_;               // the response
};

}  // namespace watchpost
