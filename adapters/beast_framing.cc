#include "adapters/beast_framing.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace watchpost {
namespace {

constexpr char escape = '\x1A';

// What follows the type: six bytes of counter, one of signal, the frame; or a receiver's id.
std::size_t body_bytes_of(char type) {
  switch (type) {
    case '1':
      return 9;
    case '2':
      return 14;
    case '3':
    case '4':
      return 21;
    case '\xE3':
      return 8;
    default:
      return 0;
  }
}

}  // namespace

// In the body from `at` on: where it ends, or what breaks it off.
BeastFramer::End BeastFramer::end_in_body(std::size_t at) {
  while (at < rest_.size()) {
    const std::size_t span = std::min(body_left_, rest_.size() - at);
    const void* found = std::memchr(rest_.data() + at, escape, span);
    const std::size_t plain =
        found == nullptr ? span
                         : static_cast<std::size_t>(static_cast<const char*>(found) - rest_.data()) - at;
    at += plain;
    body_left_ -= plain;
    if (body_left_ == 0) return {at, at, false};
    if (found == nullptr) return {};
    if (at + 1 == rest_.size()) {
      state_ = State::body_escape;
      return {};
    }
    if (rest_[at + 1] != escape) return {at, at, false};
    at += 2;
    if (--body_left_ == 0) return {at, at, false};
  }
  return {};
}

BeastFramer::End BeastFramer::find_end() {
  std::size_t at = 0;
  while (at < rest_.size()) {
    const char byte = rest_[at];
    switch (state_) {
      case State::boundary:
        state_ = byte == escape ? State::begun : State::line;
        if (byte == escape) ++at;
        break;
      case State::begun:
        body_left_ = body_bytes_of(byte);
        state_ = body_left_ == 0 ? State::line : State::body;
        ++at;
        if (state_ == State::line && byte == '\n') return {at - 1, at, false};
        if (state_ == State::body) return end_in_body(at);
        break;
      case State::body:
        return end_in_body(at);
      case State::body_escape:
        state_ = State::body;
        if (byte != escape) return {at, at, true};
        ++at;
        if (--body_left_ == 0) return {at, at, false};
        return end_in_body(at);
      case State::line_escape:
        if (body_bytes_of(byte) != 0) return {at, at, true};
        state_ = State::line;
        if (byte == escape) ++at;  // a doubled one belongs to a frame whose beginning was lost
        break;
      case State::line: {
        if (byte == '\n') return {at, at + 1, false};
        ++at;
        if (byte != escape) break;
        if (at == rest_.size()) {
          state_ = State::line_escape;
        } else if (body_bytes_of(rest_[at]) != 0) {
          return {at - 1, at - 1, false};
        } else if (rest_[at] == escape) {
          ++at;
        }
        break;
      }
    }
  }
  return {};
}

// The whole of a frame, as it is handed out.
std::optional<FramedLine> BeastFramer::framed(std::string_view bytes, std::uint64_t begin, bool is_line) {
  if (is_line) {
    if (bytes.size() > LineFramer::line_bytes_max) return FramedLine{{}, begin, true, false};
    while (!bytes.empty() && bytes.back() == '\r') bytes.remove_suffix(1);
  }
  if (bytes.empty()) return std::nullopt;
  return FramedLine{bytes, begin, false, false};
}

// All of the chunk belongs to a frame whose end is still to come.
std::optional<FramedLine> BeastFramer::keep_rest() {
  const std::uint64_t begin = offset_ - length_;
  offset_ += rest_.size();
  length_ += rest_.size();
  const std::string_view piece = std::exchange(rest_, {});
  if (is_skipping_) return std::nullopt;
  if (length_ <= LineFramer::line_bytes_max) {
    kept_.append(piece);
    return std::nullopt;
  }
  is_skipping_ = true;
  kept_.clear();
  return FramedLine{{}, begin, true, false};
}

std::optional<FramedLine> BeastFramer::take(const End& end) {
  const std::string_view piece = rest_.substr(0, end.frame_end);
  const std::uint64_t begin = offset_ - length_;
  const bool is_line = state_ == State::line || state_ == State::line_escape || state_ == State::begun;
  rest_.remove_prefix(end.next_begin);
  offset_ += end.next_begin;
  out_.swap(kept_);
  kept_.clear();
  state_ = State::boundary;
  length_ = 0;
  if (end.is_broken_off) {
    if (!out_.empty()) out_.pop_back();
    kept_ = escape;
    state_ = State::begun;
    length_ = 1;
  }
  if (std::exchange(is_skipping_, false)) return std::nullopt;
  if (out_.empty()) return framed(piece, begin, is_line);
  out_.append(piece);
  return framed(out_, begin, is_line);
}

std::optional<FramedLine> BeastFramer::next() {
  out_.clear();
  while (!rest_.empty()) {
    const End end = find_end();
    const auto frame = end.frame_end == std::string_view::npos ? keep_rest() : take(end);
    if (frame) return frame;
  }
  return std::nullopt;
}

std::optional<FramedLine> BeastFramer::finish() {
  auto frame = end_of_datagram();
  if (frame) frame->is_unfinished = true;
  return frame;
}

std::optional<FramedLine> BeastFramer::end_of_datagram() {
  return take({0, 0, false});
}

}  // namespace watchpost
