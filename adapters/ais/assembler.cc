#include "adapters/ais/assembler.h"

#include <algorithm>

namespace watchpost::ais {
namespace {

// FNV-1a; never 0.
std::uint64_t digest_of(std::string_view text) {
  std::uint64_t digest = 14695981039346656037ULL;
  for (const char character : text)
    digest = (digest ^ static_cast<unsigned char>(character)) * 1099511628211ULL;
  return digest | 1;
}

std::uint64_t key_of(const Sentence& sentence) {
  return static_cast<std::uint64_t>(sentence.origin) << 36 |
         static_cast<std::uint64_t>(sentence.fragment_count) << 32 |
         static_cast<std::uint64_t>(static_cast<std::uint16_t>(sentence.sequence_id)) << 16 |
         sentence.channel;
}

}  // namespace

Assembly Assembler::add(const Sentence& sentence, const Tag& tag, ReceiveTime received) {
  give_up_older_than(received);
  const std::uint64_t key = key_of(sentence);
  const std::uint64_t group = tag.group.empty() ? 0 : digest_of(tag.group);
  const std::uint64_t digest = digest_of(sentence.payload);

  if (sentence.fragment_number == 1) {
    Slot* const begun = find(key, group, true);
    if (begun != nullptr && begun->digests[0] == digest) return Assembly::repeated;
    if (begun != nullptr) give_up(*begun);
    return take(open(key, group, received), sentence, tag, digest);
  }
  Slot* const slot = find(key, group, false);
  if (slot == nullptr) return Assembly::without_its_first;
  const int index = sentence.fragment_number - 1;
  if (index < slot->taken_count && slot->digests[static_cast<std::size_t>(index)] == digest)
    return Assembly::repeated;
  if (index != slot->taken_count) {
    give_up(*slot);
    return Assembly::without_its_first;
  }
  return take(*slot, sentence, tag, digest);
}

// The one begun last, where several fit.
Assembler::Slot* Assembler::find(std::uint64_t key, std::uint64_t group, bool must_groups_agree) {
  Slot* found = nullptr;
  for (Slot& slot : slots_) {
    if (!slot.is_open() || slot.key != key) continue;
    const bool is_of_group = slot.group == group || (!must_groups_agree && (slot.group == 0 || group == 0));
    if (is_of_group && (found == nullptr || slot.order > found->order)) found = &slot;
  }
  return found;
}

Assembler::Slot& Assembler::open(std::uint64_t key, std::uint64_t group, ReceiveTime received) {
  // An unused slot has order 0, so the least is an unused one or else the oldest.
  Slot& slot = *std::min_element(slots_.begin(), slots_.end(),
                                 [](const Slot& a, const Slot& b) { return a.order < b.order; });
  if (slot.is_open()) give_up(slot);
  slot.key = key;
  slot.group = group;
  slot.order = ++begun_count_;
  slot.begun = received;
  slot.taken_count = 0;
  slot.source_length = 0;
  slot.payload.clear();
  ++open_count_;
  return slot;
}

Assembly Assembler::take(Slot& slot, const Sentence& sentence, const Tag& tag, std::uint64_t digest) {
  last_ = static_cast<std::size_t>(&slot - slots_.data());
  if (!slot.payload.append(sentence.payload, sentence.pad_bit_count)) {
    slot.order = 0;
    --open_count_;
    return Assembly::not_a_payload;
  }
  if (slot.source_length == 0) {
    std::copy(tag.source.begin(), tag.source.end(), slot.source.begin());
    slot.source_length = static_cast<std::uint8_t>(tag.source.size());
  }
  slot.digests[slot.taken_count] = digest;
  if (++slot.taken_count < sentence.fragment_count) return Assembly::open;
  slot.order = 0;
  --open_count_;
  return Assembly::complete;
}

void Assembler::give_up(Slot& slot) {
  slot.order = 0;
  --open_count_;
  ++given_up_count_;
}

int Assembler::take_given_up_count() {
  const int count = given_up_count_;
  given_up_count_ = 0;
  return count;
}

void Assembler::give_up_older_than(ReceiveTime now) {
  if (open_count_ == 0) return;
  for (Slot& slot : slots_)
    if (slot.is_open() && slot.group == 0 && now - slot.begun > age_max) give_up(slot);
}

void Assembler::give_up_all() {
  for (Slot& slot : slots_)
    if (slot.is_open()) give_up(slot);
}

}  // namespace watchpost::ais
