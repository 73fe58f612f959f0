// Archive: a state as bytes, and the same state back.
//
// One function says what a type's state is, for both directions, so that saving and loading cannot
// disagree:
//
//     template <class Archive>
//     void transfer(Archive& archive, Rhythm& rhythm) {
//       archive(rhythm.intervals, rhythm.next);
//     }
//
//     std::string bytes = save(rhythm);
//     Status status = load(bytes, rhythm);
//
// A type that hides its members befriends its transfer(), or has save(SaveArchive&) const and
// load(LoadArchive&) and lets a transfer() call them.
//
// Layout    little-endian, without padding: numbers as they are, lengths as 64 bits, texts and
//           sequences after their length, an optional after one byte. No pointers: indices.
// Sections  archive.section("tracks", 1) marks where a part begins and which version of it this is.
// Errors    bytes that end early, do not end, or hold another section or version: load() says so and
//           in which section, and the value is then not to be used. Lengths are checked against what
//           is there, an element taking a byte at least, and keys against their order; numbers and
//           enumerators are taken as they stand, so whoever stores states keeps a checksum, and who
//           loads an index looks whether there is such a place.
// Determinism   the bytes are a function of the state.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "daemon/base/result.h"

namespace watchpost {

static_assert(std::endian::native == std::endian::little, "saved states are little-endian");

// Every bit of it is value; a long double has bits that are none.
template <class T>
concept ArchiveNumber = (std::is_arithmetic_v<T> && !std::is_same_v<T, long double>) || std::is_enum_v<T>;

class SaveArchive {
 public:
  static constexpr bool is_loading = false;

  template <class... Values>
  void operator()(const Values&... values) {
    // transfer() takes what it may load into; when saving it only reads.
    (transfer(*this, const_cast<Values&>(values)), ...);
  }

  void section(std::string_view name, std::uint16_t version) { (*this)(std::string(name), version); }
  void raw(const void* data, std::size_t byte_count) {
    bytes_.append(static_cast<const char*>(data), byte_count);
  }
  static constexpr bool has_failed() { return false; }  // for what is written for both directions
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class LoadArchive {
 public:
  static constexpr bool is_loading = true;

  explicit LoadArchive(std::string_view bytes) : rest_(bytes) {}

  template <class... Values>
  void operator()(Values&... values) {
    (transfer(*this, values), ...);
  }

  void section(std::string_view name, std::uint16_t version) {
    std::string found;
    std::uint16_t found_version = 0;
    (*this)(found, found_version);
    const std::string expected = "expected '" + std::string(name) + "' version " + std::to_string(version);
    if (found != name)
      fail("found another section, " + expected);
    else if (found_version != version)
      fail("found version " + std::to_string(found_version) + ", " + expected);
    section_ = name;
  }

  // What cannot be read is zero.
  void raw(void* data, std::size_t byte_count) {
    if (byte_count == 0) return;
    if (byte_count > rest_.size()) {
      fail("found the end, expected more");
      std::memset(data, 0, byte_count);
      return;
    }
    std::memcpy(data, rest_.data(), byte_count);
    rest_.remove_prefix(byte_count);
  }

  // A length that the bytes left can hold, each element taking at least `element_bytes`.
  std::size_t length(std::size_t element_bytes) {
    std::uint64_t count = 0;
    raw(&count, sizeof count);
    if (count <= rest_.size() / element_bytes) return static_cast<std::size_t>(count);
    fail("found a length beyond the end");
    return 0;
  }

  // Said by a type whose loaded values contradict each other. What is read from then on is zero.
  void fail(std::string why) {
    if (!failure_)
      failure_ = Error{section_.empty() ? "saved state" : "saved state, " + section_, std::move(why)};
    rest_ = {};
  }
  bool has_failed() const { return failure_.has_value(); }
  const std::optional<Error>& failure() const { return failure_; }
  bool is_at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  std::string section_;  // the one begun last
  std::optional<Error> failure_;
};

template <class Archive, ArchiveNumber Number>
void transfer(Archive& archive, Number& number) {
  archive.raw(&number, sizeof number);
}

// A byte that is no truth value must not become one.
inline void transfer(LoadArchive& archive, bool& truth) {
  std::uint8_t byte = 0;
  archive.raw(&byte, 1);
  if (byte > 1) archive.fail("found neither true nor false");
  truth = byte == 1;
}

template <class Archive, class Rep, class Period>
void transfer(Archive& archive, std::chrono::duration<Rep, Period>& duration) {
  Rep count = duration.count();
  archive(count);
  duration = std::chrono::duration<Rep, Period>(count);
}

template <class Archive, class Clock, class Duration>
void transfer(Archive& archive, std::chrono::time_point<Clock, Duration>& time) {
  Duration since = time.time_since_epoch();
  archive(since);
  time = std::chrono::time_point<Clock, Duration>(since);
}

template <class Archive>
void transfer(Archive& archive, std::string& text) {
  if constexpr (Archive::is_loading) {
    text.resize(archive.length(1));
  } else {
    const std::uint64_t length = text.size();
    archive(length);
  }
  archive.raw(text.data(), text.size());
}

template <class Archive, class Element>
void transfer(Archive& archive, std::optional<Element>& value) {
  bool is_there = value.has_value();
  archive(is_there);
  if constexpr (Archive::is_loading) {
    if (is_there)
      value.emplace();
    else
      value.reset();
  }
  if (value) archive(*value);
}

template <class Archive, class Element>
void transfer(Archive& archive, std::vector<Element>& elements) {
  if constexpr (ArchiveNumber<Element> && !std::is_same_v<Element, bool>) {
    if constexpr (Archive::is_loading) {
      elements.resize(archive.length(sizeof(Element)));
    } else {
      const std::uint64_t length = elements.size();
      archive(length);
    }
    archive.raw(elements.data(), elements.size() * sizeof(Element));
  } else if constexpr (Archive::is_loading) {
    // Grown as it is read: a length that lies must not take memory for what never comes.
    elements.clear();
    for (std::size_t left = archive.length(1); left > 0 && !archive.has_failed(); --left)
      archive(elements.emplace_back());
  } else {
    const std::uint64_t length = elements.size();
    archive(length);
    for (const Element& element : elements) archive(element);
  }
}

template <class Archive, class Element, std::size_t Count>
void transfer(Archive& archive, std::array<Element, Count>& elements) {
  for (Element& element : elements) archive(element);
}

template <class Archive, class First, class Second>
void transfer(Archive& archive, std::pair<First, Second>& both) {
  archive(both.first, both.second);
}

template <class Archive, class Key, class Value, class Less>
void transfer(Archive& archive, std::map<Key, Value, Less>& entries) {
  if constexpr (Archive::is_loading) {
    entries.clear();
    for (std::size_t left = archive.length(1); left > 0 && !archive.has_failed(); --left) {
      std::pair<Key, Value> entry;
      archive(entry);
      if (!entries.empty() && !entries.key_comp()(entries.rbegin()->first, entry.first))
        return archive.fail("found keys out of order");
      entries.insert(entries.end(), std::move(entry));
    }
  } else {
    const std::uint64_t length = entries.size();
    archive(length);
    for (const auto& [key, value] : entries) archive(key, value);
  }
}

template <class State>
std::string save(const State& state) {
  SaveArchive archive;
  archive(state);
  return archive.take();
}

template <class State>
Status load(std::string_view bytes, State& state) {
  LoadArchive archive(bytes);
  archive(state);
  if (!archive.has_failed() && !archive.is_at_end()) archive.fail("found more, expected the end");
  if (archive.has_failed()) return *archive.failure();
  return {};
}

}  // namespace watchpost
