// AisDecoder: lines of AIS receivers become reports of vessels, aircraft, stations, aids and beacons.
//
// Which messages, what is taken from each, and every default: README.md beside this.
//
// Errors    README.md, "What is a fault".
// Memory    fixed; no allocation for a line.
// Source    ITU-R M.1371-5; IEC 61162-1 and -450 for the sentences.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "adapters/ais/assembler.h"
#include "adapters/ais/messages.h"
#include "adapters/ais/payload.h"
#include "adapters/ais/sentence.h"
#include "adapters/decoder.h"

namespace watchpost::ais {

class AisDecoder final : public Decoder {
 public:
  void decode(const Frame& frame, ReportSink& sink, ReplySink& replies) override;
  std::optional<ReceiveTime> recorded_time(std::string_view frame) const override;
  void tick(ReceiveTime now, ReportSink& sink, ReplySink& replies) override;
  void finish(ReportSink& sink) override;

 private:
  static constexpr std::size_t text_max = Payload::bits_max / 6;

  // A TAG block that stood alone on its line, kept for the next one.
  struct WaitingTag {
    std::array<char, 128> bytes{};
    std::size_t length = 0;
  };

  std::optional<Refusal> decode_other_line(const Frame& frame, ReplySink& replies);
  std::optional<Refusal> decode_sentences(const Frame& frame, std::size_t begin, ReportSink& sink);
  std::optional<Refusal> decode_sentence(const Sentence& sentence, const Tag& tag, const Frame& frame,
                                         ReportSink& sink);
  std::optional<Refusal> decode_payload(const Payload& payload, std::string_view source, const Frame& frame,
                                        ReportSink& sink);
  void read_static(const Payload& payload, const Layout& layout, Report& report);
  void read_text(const Payload& payload, const Layout& layout);
  void keep_tag(std::string_view line);
  void count_given_up(ReportSink& sink);

  Assembler assembler_;
  Payload payload_;  // of a message in one sentence
  WaitingTag waiting_tag_;

  // What a report points to until the sink has taken it.
  ReportDetails details_;
  PointEvent event_;
  std::array<char, text_max> name_{};
  std::array<char, 8> callsign_{};
};

}  // namespace watchpost::ais
