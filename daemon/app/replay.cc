#include "daemon/app/replay.h"

#include <algorithm>
#include <map>

#include "adapters/formats.h"
#include "daemon/app/fault_summary.h"

namespace watchpost {

Result<ReplayInput> parse_replay_input(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos && equals > 0 && equals + 1 < text.size())
    return ReplayInput{text.substr(0, equals), text.substr(equals + 1)};
  return Error{"replay", "found '" + text + "', expected FORMAT=PATH or FEED=PATH, e.g. ais=harbour.nmea"};
}

Status set_replay_feeds(const std::vector<ReplayInput>& inputs, Mission& mission) {
  std::vector<Feed> feeds;
  std::map<std::string, int> uses;
  for (const ReplayInput& input : inputs) {
    const auto named = std::find_if(mission.feeds.begin(), mission.feeds.end(),
                                    [&](const Feed& feed) { return feed.name == input.name; });
    const auto is_of_format = [&](const Feed& feed) { return feed.format == input.name; };
    Feed feed;
    if (named != mission.feeds.end()) {
      feed = *named;
    } else if (find_format(input.name) == nullptr) {
      return Error{"replay", unknown_format(input.name) + ", or the name of a configured feed"};
    } else if (std::count_if(mission.feeds.begin(), mission.feeds.end(), is_of_format) == 1) {
      feed = *std::find_if(mission.feeds.begin(), mission.feeds.end(), is_of_format);
    } else {
      feed.name = feed.format = input.name;
    }
    if (const int use = ++uses[feed.name]; use > 1) feed.name += "-" + std::to_string(use);
    feed.time = FeedTime::data;
    feeds.push_back(std::move(feed));
  }
  mission.feeds = std::move(feeds);
  return {};
}

Replay::Replay(std::shared_ptr<const Mission> mission, CoreListener& listener)
    : mission_(std::move(mission)), loop_(mission_, FeedTime::data, listener) {}

Result<std::unique_ptr<Replay>> Replay::open(const std::vector<ReplayInput>& inputs,
                                             std::shared_ptr<const Mission> mission,
                                             const FeedCommandLine& line, CoreListener& listener) {
  std::unique_ptr<Replay> replay(new Replay(std::move(mission), listener));
  for (const ReplayInput& input : inputs)
    if (Status status = replay->add(input, line); !status) return status.error();
  return replay;
}

Status Replay::add(const ReplayInput& input, const FeedCommandLine& line) {
  const auto id = static_cast<FeedId>(inputs_.size());
  const Feed& feed = mission_->feeds[inputs_.size()];
  const Format& format = *find_format(feed.format);
  auto choices = parse_feed_options(line, format);
  if (!choices) return choices.error();
  ParameterValues options = feed.options;
  for (const auto& [name, value] : choices->options.all()) options.set(name, value);

  auto file = FeedFile::open(input.path);
  if (!file) return file.error();
  auto added = std::make_unique<Input>();
  added->file = std::make_unique<FeedFile>(std::move(*file));
  FeedDecoderSettings settings;
  settings.feed = id;
  settings.time = TimeSource::recorded;
  settings.start = choices->start;
  settings.rate_hz = choices->rate_hz;
  settings.keep_raw = feed.keep_raw;
  added->decoder = std::make_unique<FeedDecoder>(format, options, settings, added->counters,
                                                 [this, id](ReportBatchPtr& batch) {
                                                   ReportBatchPtr next;
                                                   if (free_batches_.empty()) {
                                                     next = std::make_unique<ReportBatch>();
                                                   } else {
                                                     next = std::move(free_batches_.back());
                                                     free_batches_.pop_back();
                                                   }
                                                   std::swap(next, batch);
                                                   loop_.push(id, std::move(next));
                                                 });
  inputs_.push_back(std::move(added));
  return {};
}

Result<bool> Replay::step() {
  const std::optional<FeedId> awaited = loop_.awaited();
  if (!awaited) return false;
  Input& input = *inputs_[index(*awaited)];
  auto has_more = input.file->step(*input.decoder);
  if (!has_more) return has_more.error();
  if (!*has_more) loop_.close(*awaited);
  loop_.drain();
  while (auto used = loop_.take_used()) {
    used->second->clear();
    free_batches_.push_back(std::move(used->second));
  }
  return true;
}

std::uint64_t Replay::bytes_read() const {
  std::uint64_t total = 0;
  for (const auto& input : inputs_) total += input->file->bytes_read();
  return total;
}

std::uint64_t Replay::size_bytes() const {
  std::uint64_t total = 0;
  for (const auto& input : inputs_) {
    if (input->file->size_bytes() == 0) return 0;
    total += input->file->size_bytes();
  }
  return total;
}

std::uint64_t Replay::fault_count() const {
  std::uint64_t total = 0;
  for (const auto& input : inputs_)
    for (const std::uint64_t count : input->counters.faults) total += count;
  return total;
}

}  // namespace watchpost
