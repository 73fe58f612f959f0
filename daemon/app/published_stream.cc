#include "daemon/app/published_stream.h"

#include <utility>

#include "daemon/app/version.h"

namespace watchpost {

PublishedStream::PublishedStream(std::shared_ptr<const Mission> mission, PublishSettings settings,
                                 std::function<bool(Command)> act)
    : settings_(std::move(settings)),
      info_{new_stream_id(), std::string(version), std::move(mission)},
      act_(std::move(act)) {}

Status PublishedStream::start() {
  const auto clock = [this] { return clock_.now(); };
  StreamSettings stream;
  stream.endpoint = settings_.stream;
  publish_.emplace(info_, stream, clock);
  if (Status status = publish_->start(); !status) return status;
  QuerySettings query;
  query.endpoint = settings_.query;
  query.stream_endpoint = settings_.advertise.empty() ? publish_->endpoint() : settings_.advertise;
  query.act = act_;
  query_.emplace(info_, query, clock);
  return query_->start();
}

void PublishedStream::stop() {
  if (publish_) publish_->stop();
  if (query_) query_->stop();
}

}  // namespace watchpost
