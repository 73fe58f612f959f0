#include "adapters/feed_decoder.h"

#include <algorithm>
#include <utility>

#include "adapters/framing.h"
#include "daemon/base/check.h"

namespace watchpost {
namespace {

class NoReplies final : public ReplySink {
 public:
  void reply(std::string_view /*bytes*/) override {}
};

// The last whole second before a time: the tick that stands before a report received then.
ReceiveTime last_tick_before(ReceiveTime time) {
  constexpr auto earliest = ReceiveTime::min() + std::chrono::seconds(2);
  return time < earliest ? time : floor_to_second(time - Duration(1));
}

}  // namespace

class FeedDecoder::Impl final : public ReportSink {
 public:
  Impl(const Format& format, const ParameterValues& options, const FeedDecoderSettings& settings,
       FeedCounters& counters, BatchOutput output, FaultOutput fault_output)
      : settings_(settings),
        counters_(counters),
        decoder_(format.create(options)),
        framer_(make_framer(format.framing)),
        clock_(settings.start, settings.rate_hz, counters.recorded,
               [this](const RecordedClock::Frame& frame, ReceiveTime time, bool is_invented) {
                 decode_at(frame, time, is_invented);
               }),
        output_(std::move(output)),
        fault_output_(std::move(fault_output)) {
    CHECK(decoder_ != nullptr, "a format that creates no decoder");
  }

  void opened(ReplySink& replies) { decoder_->opened(replies); }

  void bytes(std::string_view chunk, ReceiveTime received, ReplySink& replies) {
    replies_ = &replies;
    counters_.bytes += chunk.size();
    // What stands in these bytes and has no end yet came now, also where none of them ends a frame.
    if (settings_.time == TimeSource::clock)
      last_received_ = std::max(last_received_.value_or(received), received);
    for (framer_->give(chunk); const auto line = framer_->next();) take(*line, received, Ending::whole);
    end_of_call();
  }

  void datagram(std::string_view content, ReceiveTime received, ReplySink& replies) {
    replies_ = &replies;
    counters_.bytes += content.size();
    for (framer_->give(content); const auto line = framer_->next();) take(*line, received, Ending::whole);
    if (const auto line = framer_->end_of_datagram()) take(*line, received, Ending::whole);
    end_of_call();
  }

  void tick(ReceiveTime now, ReplySink& replies) {
    if (settings_.time == TimeSource::recorded) return;
    replies_ = &replies;
    last_received_ = std::max(last_received_.value_or(now), now);
    decoder_->tick(now, *this, replies);
    end_of_call();
  }

  bool is_waiting_for_time() const { return clock_.is_waiting(); }

  void give_up_waiting(ReplySink& replies) {
    replies_ = &replies;
    clock_.give_up_waiting();
    end_of_call();
  }

  void finish(Ending ending) {
    replies_ = &no_replies_;
    if (const auto line = framer_->finish()) take(*line, last_received_.value_or(ReceiveTime{}), ending);
    clock_.finish();
    decoder_->finish(*this);
    end_of_call();
  }

  void report(const Report& report) override {
    Report& added = add(report);
    added.feed = settings_.feed;
    added.number = ++counters_.reports;
    if (counters_.newest_report && added.receive_time < *counters_.newest_report)
      added.receive_time = *counters_.newest_report;
    counters_.newest_report = added.receive_time;
    if (counters_.recorded.is_invented) counters_.recorded.has_reported = true;
    if (batch_->is_full()) hand_on();
  }

  bool keeps_raw() const override { return settings_.keep_raw; }

  void fault(Fault fault, std::string_view detail) override {
    ++counters_.faults[static_cast<std::size_t>(fault)];
    if (settings_.time == TimeSource::recorded) ++untimed_fault_count_;
    if (frame_time_) time_faults();
    if (fault_output_) fault_output_(fault, detail, frame_offset_);
  }

 private:
  // Faults before the first time that is known have that one, as the frames they were in.
  void time_faults() {
    for (; untimed_fault_count_ > 0; --untimed_fault_count_) batch().add_fault(*frame_time_);
  }

  ReportBatch& batch() {
    if (batch_ == nullptr) batch_ = std::make_unique<ReportBatch>();
    return *batch_;
  }

  void take(const FramedLine& line, ReceiveTime received, Ending ending) {
    ++counters_.frames;
    if (line.is_too_long) {
      frame_offset_ = line.offset;
      fault(Fault::malformed, "a line longer than 4096 bytes");
      return;
    }
    const bool is_cut_off = line.is_unfinished && ending == Ending::cut;
    if (settings_.time == TimeSource::recorded) {
      clock_.frame({line.bytes, line.offset, is_cut_off}, recorded_time_of(line.bytes));
      return;
    }
    last_received_ = std::max(last_received_.value_or(received), received);
    decode({line.bytes, received, false, is_cut_off}, line.offset);
  }

  std::optional<ReceiveTime> recorded_time_of(std::string_view frame) const {
    if (const auto time = decoder_->recorded_time(frame)) return time;
    const auto counter = decoder_->recorded_counter(frame);
    return counter ? std::optional(clock_.time_of(*counter)) : std::nullopt;
  }

  void decode_at(const RecordedClock::Frame& frame, ReceiveTime time, bool is_invented) {
    const ReceiveTime tick = last_tick_before(time);
    if (last_tick_ && tick > *last_tick_) {
      frame_offset_ = frame.offset;
      decoder_->tick(tick, *this, *replies_);
    }
    frame_time_ = std::max(frame_time_.value_or(time), time);
    time_faults();
    last_tick_ = std::max(last_tick_.value_or(tick), tick);
    decode({frame.bytes, time, is_invented, frame.is_unfinished}, frame.offset);
  }

  void decode(const Frame& frame, std::uint64_t offset) {
    frame_bytes_ = frame.bytes;
    frame_offset_ = offset;
    decoder_->decode(frame, *this, *replies_);
    frame_bytes_ = {};
  }

  Report& add(const Report& report) {
    if (!settings_.keep_raw || frame_bytes_.empty() ||
        (report.details != nullptr && !report.details->raw.empty()))
      return batch().add(report);
    ReportDetails details = report.details != nullptr ? *report.details : ReportDetails{};
    details.raw = frame_bytes_;
    Report with_raw = report;
    with_raw.details = &details;
    return batch().add(with_raw);
  }

  void hand_on() {
    output_(batch_);
    if (batch_ != nullptr) batch_->clear();
  }

  void end_of_call() {
    if (batch_ != nullptr && !batch_->is_empty()) hand_on();
    replies_ = &no_replies_;
    frame_offset_ = framer_->offset();
  }

  const FeedDecoderSettings settings_;
  FeedCounters& counters_;
  DecoderPtr decoder_;
  std::unique_ptr<Framer> framer_;
  RecordedClock clock_;
  BatchOutput output_;
  FaultOutput fault_output_;
  ReportBatchPtr batch_;
  NoReplies no_replies_;
  ReplySink* replies_ = &no_replies_;
  std::string_view frame_bytes_;  // of the frame being decoded
  std::uint64_t frame_offset_ = 0;
  std::optional<ReceiveTime> last_received_;  // by the clock
  std::optional<ReceiveTime> last_tick_;      // of recorded time
  std::optional<ReceiveTime> frame_time_;     // recorded, of the last frame
  std::uint64_t untimed_fault_count_ = 0;
};

FeedDecoder::FeedDecoder(const Format& format, const ParameterValues& options,
                         const FeedDecoderSettings& settings, FeedCounters& counters, BatchOutput output,
                         FaultOutput fault_output)
    : impl_(std::make_unique<Impl>(format, options, settings, counters, std::move(output),
                                   std::move(fault_output))) {}
FeedDecoder::~FeedDecoder() = default;

void FeedDecoder::opened(ReplySink& replies) {
  impl_->opened(replies);
}
void FeedDecoder::bytes(std::string_view chunk, ReceiveTime received, ReplySink& replies) {
  impl_->bytes(chunk, received, replies);
}
void FeedDecoder::datagram(std::string_view content, ReceiveTime received, ReplySink& replies) {
  impl_->datagram(content, received, replies);
}
void FeedDecoder::tick(ReceiveTime now, ReplySink& replies) {
  impl_->tick(now, replies);
}
bool FeedDecoder::is_waiting_for_time() const {
  return impl_->is_waiting_for_time();
}
void FeedDecoder::give_up_waiting(ReplySink& replies) {
  impl_->give_up_waiting(replies);
}
void FeedDecoder::finish(Ending ending) {
  impl_->finish(ending);
}

}  // namespace watchpost
