// JsonText: writes the pieces of one line of JSON into a buffer, and that into a string.
//
// Pieces are as protobuf's JSON writer prints them. Nothing is allocated but what the string needs.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "daemon/wire/json_number.h"

namespace watchpost {

class JsonText {
 public:
  explicit JsonText(std::string& out) : out_(out) {}
  JsonText(const JsonText&) = delete;
  JsonText& operator=(const JsonText&) = delete;
  ~JsonText() { flush(); }

  void open(char bracket) {
    reserve(2);
    comma();
    *cursor_++ = bracket;
    needs_comma_ = false;
  }
  void close(char bracket) {
    reserve(1);
    *cursor_++ = bracket;
    needs_comma_ = true;
  }

  // A member's name, as `"name":`, after a comma where one is due. A value follows.
  template <std::size_t N>
  void key(const char (&name)[N]) {
    reserve(N);
    comma();
    std::memcpy(cursor_, name, N - 1);
    cursor_ += N - 1;
    needs_comma_ = false;
  }

  template <class Value>
  void number(Value value) {
    reserve(json_number_bytes_max + 1);
    comma();
    if constexpr (std::is_floating_point_v<Value>)
      cursor_ = write_json_number(value, cursor_);
    else
      cursor_ = std::to_chars(cursor_, cursor_ + json_number_bytes_max, value).ptr;
    needs_comma_ = true;
  }
  void boolean(bool value) { piece(value ? "true" : "false"); }
  void word(std::string_view text) {  // quoted as it is: without anything to escape
    reserve(text.size() + 3);
    comma();
    *cursor_++ = '"';
    std::memcpy(cursor_, text.data(), text.size());
    cursor_ += text.size();
    *cursor_++ = '"';
    needs_comma_ = true;
  }
  // Quoted, escaped, and mended where it is not UTF-8.
  void text(std::string_view text);
  void time(std::int64_t unix_time_ns);
  void base64(std::string_view bytes);
  // As it is, of any length, without a comma before it but with one before what follows.
  void piece(std::string_view text);
  void digits(std::uint64_t value) {  // likewise
    reserve(json_number_bytes_max);
    cursor_ = std::to_chars(cursor_, cursor_ + json_number_bytes_max, value).ptr;
  }

  // All that was written stands in the string after it.
  void flush() {
    out_.append(buffer_.data(), static_cast<std::size_t>(cursor_ - buffer_.data()));
    cursor_ = buffer_.data();
  }

 private:
  static constexpr std::size_t buffer_bytes = 1024;

  void reserve(std::size_t byte_count) {
    if (static_cast<std::size_t>(buffer_.data() + buffer_bytes - cursor_) < byte_count) flush();
  }
  void comma() {
    *cursor_ = ',';
    cursor_ += static_cast<int>(needs_comma_);
  }
  void escape(std::uint32_t code_point);

  std::string& out_;
  bool needs_comma_ = false;
  std::array<char, buffer_bytes> buffer_;
  char* cursor_ = buffer_.data();
};

}  // namespace watchpost
