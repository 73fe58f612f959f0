// PublishedStream: the two threads that serve consumers, as one: the stream, and the queries about it.
//
// Threads   start() and stop() from their owner; hand_on() from one thread, the core's.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daemon/base/result.h"
#include "daemon/base/wall_clock.h"
#include "daemon/model/mission.h"
#include "daemon/publish/publish_thread.h"
#include "daemon/query/query_thread.h"

namespace watchpost {

class PublishedStream {
 public:
  // With `act` people can act on alerts: it takes their commands to the core, from the query thread.
  PublishedStream(std::shared_ptr<const Mission> mission, PublishSettings settings,
                  std::function<bool(Command)> act = {});

  Status start();
  void stop();  // nothing happens where it never started

  // Queries first: what a consumer has seen on the stream is then in every answer too.
  void hand_on(OutgoingPtr outgoing) {
    query_->hand_on(outgoing);
    if (!std::holds_alternative<OutgoingDecision>(*outgoing)) publish_->hand_on(std::move(outgoing));
  }

  ReceiveTime now() const { return clock_.now(); }
  const std::string& stream_endpoint() const { return publish_->endpoint(); }
  const std::string& query_endpoint() const { return query_->endpoint(); }

 private:
  PublishSettings settings_;
  NodeInfo info_;
  std::function<bool(Command)> act_;
  WallClock clock_;
  std::optional<PublishThread> publish_;
  std::optional<QueryThread> query_;
};

}  // namespace watchpost
