// WireWriter: protobuf's wire format, written from its end to its beginning.
//
// For the one message that is sent thousands of times a second: a nested message's length is known
// when its beginning is written, so that each byte is written once and no message object is filled.
// Fields are given in descending order of their numbers; the bytes are then those that protobuf
// itself writes.
//
// Memory    one buffer, kept from message to message.
// Source    protobuf's encoding (protobuf.dev/programming-guides/encoding).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace watchpost {

class WireWriter {
 public:
  void clear() { begin_ = capacity_; }
  // Good until the next call.
  std::string_view bytes() const { return {buffer_.get() + begin_, size()}; }
  std::size_t size() const { return capacity_ - begin_; }

  void varint(int field, std::uint64_t value) {
    raw_varint(value);
    tag(field, 0);
  }
  void number(int field, double value) {
    raw(value);
    tag(field, 1);
  }
  void number(int field, float value) {
    raw(value);
    tag(field, 5);
  }
  void text(int field, std::string_view text) {
    raw(text);
    raw_varint(text.size());
    tag(field, 2);
  }
  // What was written since the writer had `size_before` is the nested message, or the packed numbers, of
  // this field.
  void nest(int field, std::size_t size_before) {
    raw_varint(size() - size_before);
    tag(field, 2);
  }
  void raw(std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(room_for(bytes.size()), bytes.data(), bytes.size());
  }
  void raw(double value) { std::memcpy(room_for(sizeof value), &value, sizeof value); }
  void raw(float value) { std::memcpy(room_for(sizeof value), &value, sizeof value); }

 private:
  static_assert(std::endian::native == std::endian::little, "the wire format is little-endian");

  // Of fields below 2048: two bytes at most.
  void tag(int field, unsigned type) {
    const unsigned value = static_cast<unsigned>(field) << 3 | type;
    if (value < 0x80) return byte(value);
    byte(value >> 7);
    byte(value | 0x80);
  }
  void raw_varint(std::uint64_t value) {
    if (value < 0x80) return byte(static_cast<unsigned>(value));  // most lengths and words
    long_varint(value);
  }
  void long_varint(std::uint64_t value) {
    const auto bit_count = static_cast<unsigned>(std::bit_width(value));
    const std::size_t byte_count = (bit_count * 9 + 64) / 64;  // the bits by seven, rounded up
    char* place = room_for(byte_count);
    for (std::size_t i = 0; i + 1 < byte_count; ++i, value >>= 7) *place++ = static_cast<char>(value | 0x80);
    *place = static_cast<char>(value);
  }
  void byte(unsigned value) { *room_for(1) = static_cast<char>(value); }
  char* room_for(std::size_t byte_count) {
    if (begin_ < byte_count) [[unlikely]]
      grow(byte_count);
    begin_ -= byte_count;
    return buffer_.get() + begin_;
  }
  void grow(std::size_t byte_count) {
    const std::size_t more = capacity_ + byte_count + 512;
    auto larger = std::make_unique<char[]>(capacity_ + more);
    if (size() > 0) std::memcpy(larger.get() + begin_ + more, buffer_.get() + begin_, size());
    buffer_ = std::move(larger);
    capacity_ += more;
    begin_ += more;
  }

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;  // what is written stands from here to the end
};

}  // namespace watchpost
