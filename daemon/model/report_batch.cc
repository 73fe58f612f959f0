#include "daemon/model/report_batch.h"

namespace watchpost {
namespace {

const ReportDetails* copy_details(const ReportDetails& details, Arena& arena) {
  ReportDetails copy = details;
  for (std::string_view ReportDetails::*text :
       {&ReportDetails::callsign, &ReportDetails::name, &ReportDetails::remote_id, &ReportDetails::tak_uid,
        &ReportDetails::sensor_track, &ReportDetails::raw})
    copy.*text = arena.copy(details.*text);

  if (!details.classification.empty()) {
    auto* types = static_cast<Classification*>(
        arena.allocate(details.classification.size_bytes(), alignof(Classification)));
    for (std::size_t i = 0; i < details.classification.size(); ++i) {
      const Classification& from = details.classification[i];
      new (types + i) Classification{arena.copy(from.type), from.confidence};
    }
    copy.classification = {types, details.classification.size()};
  }
  if (details.polar != nullptr) copy.polar = arena.copy(*details.polar);
  if (details.event != nullptr) {
    PointEvent event = *details.event;
    event.type = arena.copy(event.type);
    event.severity = arena.copy(event.severity);
    event.text = arena.copy(event.text);
    copy.event = arena.copy(event);
  }
  if (details.sensor_status != nullptr) {
    SensorStatus status = *details.sensor_status;
    status.state = arena.copy(status.state);
    status.coverage = arena.copy(status.coverage);
    copy.sensor_status = arena.copy(status);
  }
  copy.area = arena.copy(details.area);
  return arena.copy(copy);
}

}  // namespace

Report copy_into(const Report& report, Arena& arena) {
  Report copy = report;
  copy.sensor = arena.copy(report.sensor);
  if (report.details != nullptr) copy.details = copy_details(*report.details, arena);
  return copy;
}

Report& ReportBatch::add(const Report& report) {
  return reports_.emplace_back(copy_into(report, arena_));
}

void ReportBatch::add_fault(ReceiveTime received) {
  const ReceiveTime floor = floor_to_second(received);
  const ReceiveTime tick = floor == received ? received : floor + std::chrono::seconds(1);
  if (faults_.empty() || faults_.back().tick < tick) faults_.push_back({tick, 0});
  ++faults_.back().count;
}

void ReportBatch::clear() {
  reports_.clear();
  faults_.clear();
  arena_.clear();
}

}  // namespace watchpost
