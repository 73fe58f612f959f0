#include "daemon/app/commands/decode.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "adapters/transport/feed_file.h"
#include "daemon/app/edit_distance.h"
#include "daemon/app/exit_code.h"
#include "daemon/app/fault_summary.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/progress.h"
#include "daemon/wire/json.h"
#include "daemon/wire/names.h"

namespace watchpost {
namespace {

// Reports as lines on standard output, in large pieces for a pipe and at once for a terminal.
class LineWriter {
 public:
  explicit LineWriter(const Names& names) : names_(names), is_terminal_(isatty(STDOUT_FILENO) != 0) {}
  ~LineWriter() { flush(); }
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  void write(const ReportBatch& batch) {
    for (const Report& report : batch.reports()) {
      append_json(report, names_, text_);
      text_ += '\n';
      if (text_.size() >= piece_bytes) flush();
    }
    if (is_terminal_) flush();
  }

  void flush() {
    errno = 0;
    if (is_open_)
      is_open_ =
          std::fwrite(text_.data(), 1, text_.size(), stdout) == text_.size() && std::fflush(stdout) == 0;
    is_reader_gone_ = is_reader_gone_ || errno == EPIPE;
    text_.clear();
  }

  // `decode … | head` is no failure.
  bool is_reader_gone() const { return is_reader_gone_; }

  bool is_open() const { return is_open_; }

 private:
  static constexpr std::size_t piece_bytes = 64 * 1024;

  const Names& names_;
  bool is_terminal_;
  bool is_open_ = true;  // until it cannot be written
  bool is_reader_gone_ = false;
  std::string text_;
};

}  // namespace

int run(const DecodeCommand& command) {
  const Format* format = find_format(command.format);
  if (format == nullptr) {
    std::fprintf(stderr, "decode: %s\n", unknown_format(command.format).c_str());
    return exit_called_wrongly;
  }
  const auto choices = parse_feed_options(command.feed, *format);
  if (!choices) {
    std::fprintf(stderr, "%s\n", choices.error().line().c_str());
    return exit_called_wrongly;
  }

  Mission mission;
  Feed feed;
  feed.name = feed.format = command.format;
  mission.feeds.push_back(feed);
  const Names names(mission);
  LineWriter lines(names);
  FeedCounters counters;
  FaultSummary faults;
  FeedDecoderSettings settings;
  settings.time = TimeSource::recorded;
  settings.start = choices->start;
  settings.rate_hz = choices->rate_hz;
  settings.keep_raw = command.keep_raw;
  FeedDecoder decoder(
      *format, choices->options, settings, counters, [&](ReportBatchPtr& batch) { lines.write(*batch); },
      [&](Fault fault, std::string_view detail, std::uint64_t offset) { faults.add(fault, detail, offset); });

  Status status;
  {
    Progress progress("decoding " + command.file);
    status = read_file(command.file, decoder, [&](std::uint64_t bytes_read, std::uint64_t size_bytes) {
      progress.show(bytes_read, size_bytes);
      if (command.file == "-") lines.flush();  // what is piped in live is wanted live
      return lines.is_open() && !is_interrupted();
    });
  }
  lines.flush();
  if (!status) {
    std::fprintf(stderr, "%s\n", status.error().line().c_str());
    return exit_called_wrongly;
  }
  if (!lines.is_open() && !lines.is_reader_gone()) {
    std::fprintf(stderr, "standard output: could not be written to its end\n");
    return exit_called_wrongly;
  }
  faults.print(command.file);
  return faults.is_empty() ? exit_done : exit_does_not_hold;
}

}  // namespace watchpost
