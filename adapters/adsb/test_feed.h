// TestFeed: a decoder with everything that it says, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/adsb/decoder.h"
#include "adapters/adsb/encoder.h"
#include "daemon/base/arena.h"
#include "daemon/model/report_batch.h"

namespace watchpost::adsb {

class TestFeed final : public ReportSink, public ReplySink {
 public:
  explicit TestFeed(const AdsbOptions& options = {}) : decoder(options) {}

  // Hexadecimal digits of a frame, as AVR text.
  TestFeed& hex(std::string_view digits) { return bytes("*" + std::string(digits) + ";"); }
  TestFeed& frame(const ModeSFrame& heard) { return bytes(avr_of(heard)); }
  TestFeed& bytes(std::string_view text) {
    decoder.decode({text, received, is_time_invented, false}, *this, *this);
    return *this;
  }
  TestFeed& at_s(double time_s) {
    received = receive_time_from_ns(0) + duration_from_s(time_s);
    return *this;
  }

  void report(const Report& report) override { reports.push_back(copy_into(report, arena_)); }
  void fault(Fault fault, std::string_view detail) override {
    faults.push_back(fault);
    details.emplace_back(detail);
  }
  void reply(std::string_view /*bytes*/) override {}

  // The last report; an empty one where the last frame gave none.
  Report last() {
    const bool is_new = reports.size() > seen_;
    seen_ = reports.size();
    return is_new ? reports.back() : Report{};
  }

  AdsbDecoder decoder;
  ReceiveTime received = receive_time_from_ns(0);
  bool is_time_invented = false;
  std::vector<Report> reports;
  std::vector<Fault> faults;
  std::vector<std::string> details;

 private:
  Arena arena_;
  std::size_t seen_ = 0;
};

inline std::string_view class_of(const Report& report) {
  const bool has_one = report.details != nullptr && !report.details->classification.empty();
  return has_one ? report.details->classification.front().type : std::string_view();
}

inline std::string_view callsign_in(const Report& report) {
  return report.details == nullptr ? std::string_view() : report.details->callsign;
}

}  // namespace watchpost::adsb
