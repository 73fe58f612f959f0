// Assembler: fragments of one message, interleaved with those of others, become one payload.
//
// Fragments belong together that agree in count, talker, sequence id and channel, and in the TAG
// group where both have one. They are taken in their order; a repeat is passed over. Without a
// group, which names the message beyond doubt, they must come within 10 s of receive time.
//
// Memory    fixed: so many open messages; for one more, the oldest is given up.
// Determinism   what is given up depends on the fragments and their receive times alone.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "adapters/ais/payload.h"
#include "adapters/ais/sentence.h"
#include "daemon/base/time.h"

namespace watchpost::ais {

enum class Assembly : std::uint8_t { complete, open, repeated, without_its_first, not_a_payload };

class Assembler {
 public:
  static constexpr int open_max = 64;
  static constexpr Duration age_max = std::chrono::seconds(10);

  // Of a sentence with more than one fragment. Where the message is complete, payload() and
  // source() are it until the next call.
  Assembly add(const Sentence& sentence, const Tag& tag, ReceiveTime received);

  const Payload& payload() const { return slots_[last_].payload; }
  // What the TAG block of the first fragment that has one names; empty where none has.
  std::string_view source() const { return {slots_[last_].source.data(), slots_[last_].source_length}; }

  // Messages given up since this was asked last: too old, pushed out, or begun anew.
  int take_given_up_count();

  // Those without a TAG group: recordings that have groups may hold times in any order.
  void give_up_older_than(ReceiveTime now);
  void give_up_all();

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint64_t group = 0;  // 0: none
    std::uint64_t order = 0;  // of its beginning, among all; 0: not open
    ReceiveTime begun{};
    std::array<std::uint64_t, 9> digests{};  // of each taken fragment's characters, to know a repeat by
    std::uint8_t taken_count = 0;
    std::uint8_t source_length = 0;
    std::array<char, source_length_max> source{};
    Payload payload;

    bool is_open() const { return order != 0; }
  };

  Slot* find(std::uint64_t key, std::uint64_t group, bool must_groups_agree);
  Slot& open(std::uint64_t key, std::uint64_t group, ReceiveTime received);
  Assembly take(Slot& slot, const Sentence& sentence, const Tag& tag, std::uint64_t digest);
  void give_up(Slot& slot);

  std::array<Slot, open_max> slots_;
  std::size_t last_ = 0;
  std::uint64_t begun_count_ = 0;
  int open_count_ = 0;
  int given_up_count_ = 0;
};

}  // namespace watchpost::ais
