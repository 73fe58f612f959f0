// QueryServer: answers one Request with one Response, from the picture.
//
// Errors   a Request that is not understood, or asks for what is not served, gets a Response that says
//          so; bytes of any kind are answered.
// Threads  the query thread's own; opens no socket itself.
// Source   proto/watchpost/v1/query.proto; proto/README.md, "On the wire".
#pragma once

#include <cstddef>
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

class QueryServer {
 public:
  // `stream_endpoint` is where the status says that consumers find the stream.
  QueryServer(const NodeInfo& info, std::string stream_endpoint, ClockFunction clock,
              std::uint64_t alerts_kept = alerts_kept_a_label);

  void apply(const OutgoingPtr& outgoing) { picture_.apply(outgoing); }

  // Puts the serialized Response in place of what `response` held.
  void answer(std::string_view request, std::string& response);

 private:
  void answer(const pb::Request& request, pb::Response& response);
  void answer_query(const pb::Request& request, pb::Response& response);
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
  HeldAnswers held_;
  std::vector<pb::Geometry> geometry_;  // by page
  pb::Request request_;                 // used again for each request, as is
  pb::Response response_;               // the response
};

}  // namespace watchpost
