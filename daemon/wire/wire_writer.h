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
#include <string>
#include <string_view>

namespace watchpost {

class WireWriter {
 public:
  void clear() { begin_ = buffer_.size(); }
  // Good until the next call.
  std::string_view bytes() const { return std::string_view(buffer_).substr(begin_); }
  std::size_t size() const { return buffer_.size() - begin_; }

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
  void raw(std::string_view bytes) { std::memcpy(room_for(bytes.size()), bytes.data(), bytes.size()); }
  void raw(double value) { std::memcpy(room_for(sizeof value), &value, sizeof value); }
  void raw(float value) { std::memcpy(room_for(sizeof value), &value, sizeof value); }

 private:
  static_assert(std::endian::native == std::endian::little, "the wire format is little-endian");

  void tag(int field, unsigned type) { raw_varint(static_cast<unsigned>(field) << 3 | type); }
  void raw_varint(std::uint64_t value) {
    const auto bit_count = static_cast<unsigned>(std::bit_width(value | 1));
    const std::size_t byte_count = (bit_count + 6) / 7;
    char* place = room_for(byte_count);
    for (std::size_t i = 0; i + 1 < byte_count; ++i, value >>= 7) *place++ = static_cast<char>(value | 0x80);
    *place = static_cast<char>(value);
  }
  char* room_for(std::size_t byte_count) {
    if (begin_ < byte_count) grow(byte_count);
    begin_ -= byte_count;
    return buffer_.data() + begin_;
  }
  void grow(std::size_t byte_count) {
    const std::size_t more = buffer_.size() + byte_count + 512;
    buffer_.insert(0, more, '\0');
    begin_ += more;
  }

  std::string buffer_;
  std::size_t begin_ = 0;  // what is written stands from here to the end
};

}  // namespace watchpost
