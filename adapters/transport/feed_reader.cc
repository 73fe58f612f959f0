#include "adapters/transport/feed_reader.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <deque>
#include <map>
#include <utility>

#include "adapters/framing.h"
#include "adapters/transport/pacer.h"

namespace watchpost {
namespace {

Duration steady_time() {
  return boost::asio::steady_timer::clock_type::now().time_since_epoch();
}

std::int64_t whole_seconds(Duration duration) {
  return std::chrono::floor<std::chrono::seconds>(duration).count();
}

// What a person is told of the last fault: no source bytes.
struct LastFault {
  Fault fault{};
  std::string detail;
  std::uint64_t offset = 0;
  bool is_there = false;
};

Result<FeedDecoderSettings> settings_of(const Feed& feed, FeedId id) {
  FeedDecoderSettings settings;
  settings.feed = id;
  settings.time = feed.time == FeedTime::data ? TimeSource::recorded : TimeSource::clock;
  settings.keep_raw = feed.keep_raw;
  settings.rate_hz = feed.options.get<double>("rate", settings.rate_hz);
  if (const std::int64_t* rate = feed.options.find<std::int64_t>("rate"))
    settings.rate_hz = static_cast<double>(*rate);
  if (!(settings.rate_hz > 0)) return Error{feed.name, "rate is not above 0"};
  if (const std::string* start = feed.options.find<std::string>("start")) {
    const auto time = start_time(*start);
    if (!time)
      return Error{feed.name, "found start \"" + *start + "\", expected a time as 2030-01-31T12:00:00Z"};
    settings.start = *time;
  }
  return settings;
}

// 0: as fast as it goes.
Result<double> speed_of(const Feed& feed) {
  if (feed.pace.empty() || feed.pace == "max") return 0.0;
  if (feed.pace == "recorded") return 1.0;
  double speed = 0;
  const char* end = feed.pace.data() + feed.pace.size();
  const auto [stop, problem] = std::from_chars(feed.pace.data(), end, speed);
  if (problem != std::errc() || stop != end || !(speed > 0) || !(speed <= 1e9))
    return Error{feed.name,
                 "found pace \"" + feed.pace + "\", expected \"recorded\", \"max\" or a number above 0"};
  return speed;
}

}  // namespace

class FeedReader::Impl final : public ConnectionSink {
 public:
  Impl(const Feed& feed, const Format& format, const FeedDecoderSettings& settings, const Source& source,
       boost::asio::io_context& context, ClockFunction clock, BatchOutput output, StateOutput state_output,
       const FeedTotals& so_far)
      : format_(format),
        options_(feed.options),
        settings_(settings),
        ends_whole_(source.kind == SourceKind::file || source.kind == SourceKind::standard_input),
        is_datagrams_(source.kind == SourceKind::udp),
        idle_(feed.idle),
        clock_(std::move(clock)),
        timer_(context),
        output_(std::move(output)),
        state_output_(std::move(state_output)),
        shed_before_(so_far.shed),
        counters_(so_far.counters) {}

  void set_pace(double speed) {
    pacer_.emplace(speed, settings_.rate_hz);
    pace_decoder_ = format_.create(options_);
  }

  void start(std::unique_ptr<Transport> transport) {
    transport_ = std::move(transport);
    transport_->start(*this);
  }

  void stop() {
    is_stopped_ = true;
    timer_.cancel();
    if (transport_ != nullptr) transport_->stop();
  }

  void resume() {
    while (!pending_.empty() && output_(pending_.front())) pending_.pop_front();
    go_on();
  }

  void tick(ReceiveTime now) {
    for (auto& [id, connection] : connections_) {
      connection->decoder.tick(now, *connection);
      if (!connection->decoder.is_waiting_for_time())
        connection->waiting_since.reset();
      else if (!connection->waiting_since)
        connection->waiting_since = now;
      else if (now - *connection->waiting_since >= wait_for_time_max)
        connection->decoder.give_up_waiting(*connection);
    }
  }

  FeedHealth health() const {
    FeedHealth health;
    health.feed = settings_.feed;
    health.state = state_;
    health.detail = detail_;
    if (last_fault_.is_there)
      health.detail += (detail_.empty() ? "" : "; ") +
                       ("last fault: " + std::string(name(last_fault_.fault))) + " at byte " +
                       std::to_string(last_fault_.offset) + ", " + last_fault_.detail;
    // A peer that is there and says nothing; one that has gone is noticed by keep-alive, and is not open.
    if (const auto silent = silence(); silent && *silent >= idle_)
      health.detail += (health.detail.empty() ? "" : "; ") +
                       ("silent for " + std::to_string(whole_seconds(*silent)) + " s");
    health.frames = counters_.frames;
    health.bytes = counters_.bytes;
    health.received = counters_.reports;
    std::copy(counters_.faults.begin(), counters_.faults.end(), health.faults.begin());
    health.shed = totals().shed;
    health.connections = static_cast<std::uint32_t>(connections_.size());
    health.last_received = is_data() ? counters_.newest_report : last_bytes_;
    return health;
  }

  FeedTotals totals() const {
    return {counters_, shed_before_ + (transport_ == nullptr ? 0 : transport_->shed())};
  }

  // How long an open feed has brought nothing, by the clock.
  std::optional<Duration> silence() const {
    if (state_ != ConnectionState::open || is_data()) return std::nullopt;
    return clock_() - std::max(opened_, last_bytes_.value_or(opened_));
  }

  // ConnectionSink
  void opened(ConnectionId id, std::string_view /*peer*/) override {
    auto connection = std::make_unique<Connection>(*this, id);
    connection->decoder.opened(*connection);
    connections_.emplace(id, std::move(connection));
    // One that takes us back and says nothing must not hold up a merge that goes on without it.
    if (!is_at_end_) set_state(ConnectionState::open);
  }

  bool bytes(ConnectionId id, std::string_view chunk, ReceiveTime received) override {
    Connection& connection = *connections_.at(id);
    last_bytes_ = received;
    connection.received = received;
    set_state(ConnectionState::open);
    if (is_datagrams_)
      connection.decoder.datagram(chunk, received, connection);
    else if (pacer_ || !pending_.empty())
      connection.rest.append(chunk);
    else
      connection.decoder.bytes(chunk, received, connection);
    if (is_stopped_) return false;
    if (!connection.rest.empty() && !take_rest(connection)) return pause(connection);
    return pending_.empty() || pause(connection);
  }

  void closed(ConnectionId id, const std::optional<Error>& why) override {
    const auto node = connections_.extract(id);
    Connection& connection = *node.mapped();
    if (!connection.rest.empty()) connection.decoder.bytes(connection.rest, connection.received, connection);
    connection.decoder.finish(ends_whole_ && !why ? Ending::whole : Ending::cut);
    if (is_stopped_ || !connections_.empty()) return;
    if (is_data() && counters_.reports > 0) {
      is_at_end_ = true;
      settle_end();
    }
  }

  void state(ConnectionState state, std::string_view detail) override {
    detail_ = detail;
    if (state == ConnectionState::closed) is_at_end_ = true;
    if (is_at_end_) return settle_end();
    set_state(state);
  }

 private:
  struct Connection final : ReplySink {
    Connection(Impl& owner, ConnectionId number)
        : reader(owner),
          id(number),
          decoder(
              owner.format_, owner.options_, owner.settings_, owner.counters_,
              [&owner](ReportBatchPtr& batch) { owner.hand_on(batch); },
              [&owner](Fault fault, std::string_view detail, std::uint64_t offset) {
                owner.last_fault_.fault = fault;
                owner.last_fault_.detail = detail;
                owner.last_fault_.offset = offset;
                owner.last_fault_.is_there = true;
              }) {}

    void reply(std::string_view bytes) override { reader.transport_->send(id, bytes); }

    Impl& reader;
    const ConnectionId id;
    FeedDecoder decoder;
    std::string rest;  // read, and not decoded yet: for its time, or for want of room
    ReceiveTime received;
    std::optional<Duration> rest_due;  // the pacer has been asked about its first line
    std::optional<ReceiveTime> waiting_since;
    bool is_paused = false;
  };

  bool is_data() const { return settings_.time == TimeSource::recorded; }

  void hand_on(ReportBatchPtr& batch) {
    if (!pending_.empty() || !output_(batch)) pending_.push_back(std::move(batch));
  }

  // False where some of it must wait still.
  bool take_rest(Connection& connection) {
    if (!pending_.empty()) return false;
    if (!pacer_) {
      const std::string rest = std::exchange(connection.rest, {});
      connection.decoder.bytes(rest, connection.received, connection);
      return pending_.empty();
    }
    return take_lines(connection);
  }

  bool take_lines(Connection& connection) {
    std::size_t begin = 0;
    bool goes_on = true;
    while (goes_on) {
      const std::string_view rest = std::string_view(connection.rest).substr(begin);
      const std::size_t line_bytes = first_frame_bytes(format_.framing, rest);
      if (line_bytes == 0 && rest.size() <= LineFramer::line_bytes_max) break;  // its end is still to come
      const std::string_view line = line_bytes != 0 ? rest.substr(0, line_bytes) : rest;
      if (!connection.rest_due) connection.rest_due = due(line);
      const Duration wait = *connection.rest_due - steady_time();
      if (wait > std::chrono::milliseconds(1)) {
        go_on_after(wait);
        goes_on = false;
        break;
      }
      connection.rest_due.reset();
      begin += line.size();
      connection.decoder.bytes(line, is_data() ? connection.received : clock_(), connection);
      goes_on = pending_.empty();
    }
    connection.rest.erase(0, begin);
    return goes_on;
  }

  Duration due(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (line.empty()) return steady_time();
    auto recorded = pace_decoder_->recorded_time(line);
    const auto counter = recorded ? std::nullopt : pace_decoder_->recorded_counter(line);
    if (counter) recorded = settings_.start + counter->since_start;
    return pacer_->due(recorded, steady_time());
  }

  void go_on_after(Duration wait) {
    timer_.expires_after(wait);
    timer_.async_wait([this, alive = std::weak_ptr(alive_)](const boost::system::error_code& problem) {
      if (!problem && !alive.expired()) go_on();
    });
  }

  bool pause(Connection& connection) {
    connection.is_paused = true;
    return false;
  }

  // Reads on where it paused, as far as there is room.
  void go_on() {
    for (auto& [id, connection] : connections_) {
      if (is_stopped_ || !pending_.empty()) return;
      if (!connection->is_paused || !take_rest(*connection)) continue;
      connection->is_paused = false;
      transport_->resume(id);
    }
    settle_end();
  }

  void settle_end() {
    if (is_at_end_ && pending_.empty()) set_state(ConnectionState::closed);
  }

  void set_state(ConnectionState state) {
    if (state == ConnectionState::open) is_at_end_ = false;
    if (state == state_) return;
    state_ = state;
    if (state == ConnectionState::open) opened_ = clock_();
    if (state_output_) state_output_(state);
  }

  const Format& format_;
  const ParameterValues options_;
  const FeedDecoderSettings settings_;
  const bool ends_whole_;
  const bool is_datagrams_;
  const Duration idle_;
  ClockFunction clock_;
  boost::asio::steady_timer timer_;
  BatchOutput output_;
  StateOutput state_output_;
  std::unique_ptr<Transport> transport_;
  std::optional<Pacer> pacer_;
  DecoderPtr pace_decoder_;  // asked for the recorded times of lines alone
  const std::uint64_t shed_before_;
  FeedCounters counters_;
  std::map<ConnectionId, std::unique_ptr<Connection>> connections_;
  std::deque<ReportBatchPtr> pending_;
  ConnectionState state_ = ConnectionState::connecting;
  std::string detail_;
  LastFault last_fault_;
  std::optional<ReceiveTime> last_bytes_;
  ReceiveTime opened_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);  // while handlers may use this
  bool is_at_end_ = false;
  bool is_stopped_ = false;
};

Result<std::unique_ptr<FeedReader>> FeedReader::create(const Feed& feed, FeedId id,
                                                       boost::asio::io_context& context, ClockFunction clock,
                                                       BatchOutput output, StateOutput state_output,
                                                       const FeedTotals& so_far) {
  const Format* format = find_format(feed.format);
  if (format == nullptr) return Error{feed.name, "there is no format \"" + feed.format + "\""};
  const auto source = parse_source(feed.source);
  if (!source) return Error{feed.name, source.error().what};
  const auto settings = settings_of(feed, id);
  if (!settings) return settings.error();
  const auto speed = speed_of(feed);
  if (!speed) return speed.error();

  auto transport = make_transport(
      feed.source, {.is_followed = feed.is_followed, .multicast_interface = feed.multicast_interface},
      context, clock);
  if (!transport) return transport.error();
  auto impl = std::make_unique<Impl>(feed, *format, *settings, *source, context, std::move(clock),
                                     std::move(output), std::move(state_output), so_far);
  if (*speed > 0) impl->set_pace(*speed);
  std::unique_ptr<FeedReader> reader(new FeedReader(std::move(impl)));
  reader->transport_ = std::move(*transport);
  return reader;
}

FeedReader::FeedReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FeedReader::~FeedReader() {
  impl_->stop();
}

void FeedReader::start() {
  impl_->start(std::move(transport_));
}
void FeedReader::stop() {
  impl_->stop();
}
void FeedReader::resume() {
  impl_->resume();
}
void FeedReader::tick(ReceiveTime now) {
  impl_->tick(now);
}
FeedTotals FeedReader::totals() const {
  return impl_->totals();
}
FeedHealth FeedReader::health() const {
  return impl_->health();
}

}  // namespace watchpost
