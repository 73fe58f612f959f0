// TestFeed: a decoder with everything that it says, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/ais/decoder.h"
#include "daemon/base/arena.h"
#include "daemon/model/report_batch.h"

namespace watchpost::ais {

class TestFeed final : public ReportSink, public ReplySink {
 public:
  // Lines separated by '\n', received at `received`.
  TestFeed& lines(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      decoder.decode({text.substr(0, end), received, is_time_invented}, *this, *this);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return *this;
  }
  TestFeed& lines(const std::vector<std::string>& sentences) {
    for (const std::string& sentence : sentences) lines(sentence);
    return *this;
  }
  TestFeed& at_s(double time_s) {
    received = receive_time_from_ns(0) + duration_from_s(time_s);
    return *this;
  }
  TestFeed& tick() {
    decoder.tick(received, *this, *this);
    return *this;
  }
  TestFeed& finish() {
    decoder.finish(*this);
    return *this;
  }

  void report(const Report& report) override { reports.push_back(copy_into(report, arena_)); }
  void fault(Fault fault, std::string_view detail) override {
    faults.push_back(fault);
    details.emplace_back(detail);
  }
  void reply(std::string_view bytes) override { replies.emplace_back(bytes); }

  AisDecoder decoder;
  ReceiveTime received = receive_time_from_ns(0);
  bool is_time_invented = false;
  std::vector<Report> reports;
  std::vector<Fault> faults;
  std::vector<std::string> details;
  std::vector<std::string> replies;

 private:
  Arena arena_;
};

// The one report of some lines; what is said otherwise shows itself as an empty report.
inline Report only_report(TestFeed& feed, std::string_view text) {
  feed.lines(text);
  return feed.reports.size() == 1 && feed.faults.empty() ? feed.reports.front() : Report{};
}

inline std::string_view class_of(const Report& report) {
  const bool has_one = report.details != nullptr && !report.details->classification.empty();
  return has_one ? report.details->classification.front().type : std::string_view();
}

}  // namespace watchpost::ais
