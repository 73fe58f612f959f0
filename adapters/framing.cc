#include "adapters/framing.h"

#include <cstring>

#include "adapters/beast_framing.h"

namespace watchpost {

std::unique_ptr<Framer> make_framer(Framing framing) {
  if (framing == Framing::beast) return std::make_unique<BeastFramer>();
  return std::make_unique<LineFramer>();
}

std::size_t first_frame_bytes(Framing framing, std::string_view bytes) {
  if (framing == Framing::line) {
    const std::size_t end = bytes.find('\n');
    return end == std::string_view::npos ? 0 : end + 1;
  }
  BeastFramer framer;
  framer.give(bytes);
  return framer.next() ? static_cast<std::size_t>(framer.offset()) : 0;
}

std::optional<FramedLine> LineFramer::line_of(std::string_view bytes, std::uint64_t line_bytes) const {
  while (!bytes.empty() && bytes.back() == '\r') bytes.remove_suffix(1);
  if (bytes.empty()) return std::nullopt;
  return FramedLine{bytes, offset_ - line_bytes, false, false};
}

std::optional<FramedLine> LineFramer::next() {
  if (is_kept_line_out_) {
    kept_.clear();
    is_kept_line_out_ = false;
  }
  while (!rest_.empty()) {
    const void* found = std::memchr(rest_.data(), '\n', rest_.size());
    const std::size_t length = found == nullptr
                                   ? rest_.size()
                                   : static_cast<std::size_t>(static_cast<const char*>(found) - rest_.data());
    const std::string_view piece = rest_.substr(0, length);
    const std::size_t end_bytes = found == nullptr ? 0 : 1;
    rest_.remove_prefix(length + end_bytes);
    offset_ += length + end_bytes;

    if (is_skipping_) {
      is_skipping_ = found == nullptr;
      continue;
    }
    if (kept_.size() + length > line_bytes_max) {
      const FramedLine refused{{}, offset_ - end_bytes - length - kept_.size(), true, false};
      is_skipping_ = found == nullptr;
      kept_.clear();
      return refused;
    }
    if (found == nullptr) {
      kept_.append(piece);
      continue;
    }
    if (kept_.empty()) {
      if (const auto line = line_of(piece, length + 1)) return line;
      continue;
    }
    kept_.append(piece);
    is_kept_line_out_ = true;
    if (const auto line = line_of(kept_, kept_.size() + 1)) return line;
    kept_.clear();
    is_kept_line_out_ = false;
  }
  return std::nullopt;
}

std::optional<FramedLine> LineFramer::finish() {
  if (is_kept_line_out_ || is_skipping_ || kept_.empty()) return std::nullopt;
  auto line = line_of(kept_, kept_.size());
  is_kept_line_out_ = true;
  if (line) line->is_unfinished = true;
  return line;
}

std::optional<FramedLine> LineFramer::end_of_datagram() {
  auto line = finish();
  if (line) line->is_unfinished = false;
  is_skipping_ = false;
  return line;
}

}  // namespace watchpost
