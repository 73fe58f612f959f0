#include "adapters/transport/file.h"

#include <fcntl.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "adapters/transport/byte_reader.h"

namespace watchpost {
namespace {

namespace asio = boost::asio;

constexpr auto retry_after = std::chrono::seconds(1);              // a file that is not there may come
constexpr auto look_again_after = std::chrono::milliseconds(250);  // for more at the end of a followed one

// Handlers hold it, so that it outlives the transport until the last of them has run.
class FileReading : public std::enable_shared_from_this<FileReading> {
 public:
  FileReading(const Source& source, const TransportOptions& options, asio::io_context& context,
              ClockFunction clock)
      : source_(source),
        options_(options),
        context_(context),
        clock_(std::move(clock)),
        timer_(context),
        readable_(context) {}

  void start(ConnectionSink& sink) {
    sink_ = &sink;
    asio::post(context_, [self = shared_from_this()] { self->open(); });
  }

  void stop() {
    sink_ = nullptr;
    timer_.cancel();
    drop_reader();
  }

  void resume(ConnectionId connection) {
    if (sink_ == nullptr || connection != connection_ || !is_paused_) return;
    is_paused_ = false;
    step_later();
  }

 private:
  void open() {
    if (sink_ == nullptr) return;
    auto reader = source_.kind == SourceKind::standard_input
                      ? Result<ByteReader>(ByteReader::standard_input())
                      : ByteReader::open(source_.path);
    if (!reader) {
      sink_->state(ConnectionState::failed, reader.error().line());
      return after(retry_after, &FileReading::open);
    }
    reader_ = std::make_unique<ByteReader>(std::move(*reader));
    is_paused_ = false;
    ++connection_;
    if (!reader_->is_regular_file()) {
      flags_before_ = fcntl(reader_->descriptor(), F_GETFL);
      boost::system::error_code ignored;
      readable_.assign(reader_->descriptor(), ignored);
    }
    sink_->state(ConnectionState::open, reader_->name());
    if (sink_ != nullptr) sink_->opened(connection_, reader_->name());
    if (sink_ == nullptr) return;
    if (readable_.is_open())
      wait_readable();  // a pipe without a writer yet would seem to be at its end
    else
      step_later();
  }

  void step() {
    if (sink_ == nullptr || reader_ == nullptr || is_paused_) return;
    const auto piece = reader_->next();
    if (!piece) return end(piece.error());
    switch (piece->state) {
      case ByteReader::State::bytes:
        is_paused_ = true;
        // A resume() within the call finds it paused, and goes on by itself.
        if (!sink_->bytes(connection_, piece->bytes, clock_()) || !is_paused_) return;
        is_paused_ = false;
        return step_later();
      case ByteReader::State::would_block:
        return wait_readable();
      case ByteReader::State::end:
        return at_end();
    }
  }

  void at_end() {
    if (!options_.is_followed || reader_->is_compressed()) return end(std::nullopt);
    if (!reader_->is_regular_file() || !reader_->is_replaced())
      return after(look_again_after, &FileReading::step);
    drop_reader();
    sink_->closed(connection_, std::nullopt);
    step_later(&FileReading::open);
  }

  void end(const std::optional<Error>& why) {
    drop_reader();
    sink_->closed(connection_, why);
    if (sink_ != nullptr) sink_->state(ConnectionState::closed, why ? why->line() : "at its end");
  }

  // Standard input belongs to others too, who expect it to block as it did.
  void drop_reader() {
    if (readable_.is_open()) {
      const int descriptor = readable_.release();
      if (flags_before_ >= 0) fcntl(descriptor, F_SETFL, flags_before_);
    }
    reader_.reset();
  }

  void wait_readable() {
    if (!readable_.is_open()) return after(look_again_after, &FileReading::step);
    readable_.async_wait(asio::posix::stream_descriptor::wait_read,
                         [self = shared_from_this()](const boost::system::error_code& problem) {
                           if (problem == asio::error::operation_aborted) return;
                           self->step();  // a device that cannot be waited for is read at once
                         });
  }

  void step_later(void (FileReading::*next)() = &FileReading::step) {
    asio::post(context_, [self = shared_from_this(), next] { (self.get()->*next)(); });
  }

  void after(std::chrono::milliseconds delay, void (FileReading::*next)()) {
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this(), next](const boost::system::error_code& problem) {
      if (!problem) (self.get()->*next)();
    });
  }

  const Source source_;
  const TransportOptions options_;
  asio::io_context& context_;
  ClockFunction clock_;
  asio::steady_timer timer_;
  asio::posix::stream_descriptor readable_;  // shares the reader's descriptor, where it is not a file
  std::unique_ptr<ByteReader> reader_;
  ConnectionSink* sink_ = nullptr;
  ConnectionId connection_ = 0;
  int flags_before_ = -1;
  bool is_paused_ = false;
};

class FileTransport final : public Transport {
 public:
  explicit FileTransport(std::shared_ptr<FileReading> reading) : reading_(std::move(reading)) {}
  ~FileTransport() override { reading_->stop(); }
  FileTransport(const FileTransport&) = delete;
  FileTransport& operator=(const FileTransport&) = delete;

  void start(ConnectionSink& sink) override { reading_->start(sink); }
  void stop() override { reading_->stop(); }
  void resume(ConnectionId connection) override { reading_->resume(connection); }

 private:
  std::shared_ptr<FileReading> reading_;
};

}  // namespace

std::unique_ptr<Transport> make_file_transport(const Source& source, const TransportOptions& options,
                                               boost::asio::io_context& context, ClockFunction clock) {
  return std::make_unique<FileTransport>(
      std::make_shared<FileReading>(source, options, context, std::move(clock)));
}

}  // namespace watchpost
