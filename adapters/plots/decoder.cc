// Plots: the neutral CSV of positions, ranges and bearings (README.md).
//
// Rows of equal receive time may stand in any order in the file, so they are kept until a later one, the
// tick or the end, and handed on sorted. What is kept is bounded: more than held_rows_max rows, or
// held_bytes_max of them, go out as sorted pieces.
#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "adapters/plots/format.h"
#include "adapters/plots/row.h"
#include "daemon/base/arena.h"

namespace watchpost {
namespace {

using plots::Kind;
using plots::Row;

constexpr std::size_t held_rows_max = 65'536;
constexpr std::size_t held_bytes_max = 16 * 1024 * 1024;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::string_view sample_config =
    R"toml(## Plots: rows of positions, ranges and bearings as CSV, one line each.
[[feed]]
name = "coast-radar"
source = "tcp://127.0.0.1:10120"
format = "plots"

## The rows' own receive_time_s are the receive times, instead of the moment of arrival.
# time = "data"
)toml";

// Its texts lie in the decoder's arena.
struct HeldRow {
  Row row;
  std::string_view line;

  auto key() const {
    return std::tie(row.report.event_time, row.report.sensor, row.kind, row.after_kind, line);
  }
};

class PlotsDecoder final : public Decoder {
 public:
  void decode(const Frame& frame, ReportSink& sink, ReplySink& /*replies*/) override {
    std::string_view line = frame.bytes;
    if (line.substr(0, 3) == byte_order_mark) line.remove_prefix(3);
    if (plots::is_header(line)) {
      if (line != plots::header) sink.fault(Fault::malformed, "a header with other columns");
      return;
    }
    if (frame.is_cut_off) return sink.fault(Fault::truncated, "a row without its line end");

    if (row_count_ > 0 && frame.received > received_) hand_on(sink);
    Row& row = next_row().row;
    if (const auto problem = plots::read_row(line, row, unquoted_))
      return sink.fault(problem->fault, problem->detail);
    received_ = frame.received;
    hold(line);
    if (row_count_ >= held_rows_max || held_bytes_ >= held_bytes_max) hand_on(sink);
  }

  std::optional<ReceiveTime> recorded_time(std::string_view frame) const override {
    return plots::receive_time(frame);
  }

  void tick(ReceiveTime now, ReportSink& sink, ReplySink& /*replies*/) override {
    if (row_count_ > 0 && received_ <= now) hand_on(sink);
  }

  void finish(ReportSink& sink) override { hand_on(sink); }

 private:
  HeldRow& next_row() {
    if (row_count_ == rows_.size()) rows_.emplace_back();
    return rows_[row_count_];
  }

  // Keeps the row just read: the line and what points into it go with the frame.
  void hold(std::string_view line) {
    HeldRow& held = rows_[row_count_++];
    held.line = arena_.copy(line);
    held.row.after_kind = held.line.substr(line.size() - held.row.after_kind.size());
    held.row.report.sensor = arena_.copy(held.row.report.sensor);
    held.row.identity = arena_.copy(held.row.identity);
    held_bytes_ += 2 * line.size();
  }

  void hand_on(ReportSink& sink) {
    order_.clear();
    for (std::size_t i = 0; i < row_count_; ++i) order_.push_back(&rows_[i]);
    if (order_.size() > 1)
      std::sort(order_.begin(), order_.end(),
                [](const HeldRow* a, const HeldRow* b) { return a->key() < b->key(); });
    for (HeldRow* held : order_) report(*held, sink);
    row_count_ = 0;
    held_bytes_ = 0;
    arena_.clear();
  }

  void report(HeldRow& held, ReportSink& sink) const {
    Report& report = held.row.report;
    report.receive_time = received_;
    ReportDetails details;
    if (held.row.kind != Kind::position) details.polar = &held.row.polar;
    details.name = held.row.identity;
    if (sink.keeps_raw()) details.raw = held.line;
    if (details.polar != nullptr || !details.name.empty() || !details.raw.empty()) report.details = &details;
    sink.report(report);
    report.details = nullptr;
  }

  std::vector<HeldRow> rows_;  // of which row_count_ are held: their memory is used again
  std::size_t row_count_ = 0;
  std::vector<HeldRow*> order_;
  ReceiveTime received_;  // of the rows held
  Arena arena_;
  std::size_t held_bytes_ = 0;
  std::string unquoted_;
};

DecoderPtr create(const ParameterValues& /*options*/) {
  return std::make_unique<PlotsDecoder>();
}

constexpr Format format{
    .name = "plots",
    .description = "Positions, ranges and bearings as CSV rows: the neutral format",
    .framing = Framing::line,
    .options = {},
    .create = create,
    .sample_config = sample_config,
};

}  // namespace

const Format& plots_format() {
  return format;
}

}  // namespace watchpost
