#include "adapters/transport/feed_file.h"

#include <poll.h>

#include <utility>

namespace watchpost {
namespace {

constexpr int stall_ms = 10'000;

class NoReplies final : public ReplySink {
 public:
  void reply(std::string_view /*bytes*/) override {}
};

}  // namespace

Result<FeedFile> FeedFile::open(const std::string& path) {
  if (path == "-") return FeedFile(ByteReader::standard_input());
  auto reader = ByteReader::open(path);
  if (!reader) return reader.error();
  return FeedFile(std::move(*reader));
}

bool FeedFile::wait_readable(FeedDecoder& decoder) const {
  pollfd readable{reader_.descriptor(), POLLIN, 0};
  if (decoder.is_waiting_for_time() && poll(&readable, 1, stall_ms) == 0) {
    NoReplies none;
    decoder.give_up_waiting(none);
  }
  return poll(&readable, 1, -1) > 0;
}

Result<bool> FeedFile::step(FeedDecoder& decoder) {
  if (!reader_.is_regular_file() && !wait_readable(decoder)) return true;  // a signal: the caller looks
  const auto piece = reader_.next();
  if (!piece) {
    decoder.finish(Ending::cut);
    return piece.error();
  }
  NoReplies none;
  if (piece->state == ByteReader::State::bytes) decoder.bytes(piece->bytes, ReceiveTime{}, none);
  if (piece->state == ByteReader::State::end) decoder.finish(Ending::whole);
  return piece->state != ByteReader::State::end;
}

Status read_file(const std::string& path, FeedDecoder& decoder, const ReadProgress& progress) {
  auto file = FeedFile::open(path);
  if (!file) return file.error();
  for (;;) {
    const auto goes_on = file->step(decoder);
    if (!goes_on) return goes_on.error();
    if (!*goes_on) return {};
    if (progress && !progress(file->bytes_read(), file->size_bytes())) return {};
  }
}

}  // namespace watchpost
