#include "daemon/rules/conditions.h"

#include <algorithm>

#include "daemon/base/check.h"
#include "daemon/model/transfer.h"

namespace watchpost {
namespace {

// Any even spread will do: two keys of one hash stand in a chain.
FlatIndex::Key hash_of(const ConditionKey& key) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;
  std::uint64_t hash = index(key.rule);
  for (const Party& party : {key.subject, key.other}) {
    hash = (hash ^ static_cast<std::uint64_t>(party.kind)) * odd;
    hash = (hash ^ party.number ^ hash >> 29) * odd;
  }
  return hash;
}

}  // namespace

template <class Archive>
void transfer(Archive& archive, Basis& basis) {
  archive(basis.time, basis.position, basis.has_position, basis.report.feed, basis.report.number,
          basis.other_report.feed, basis.other_report.number, basis.finding);
}

template <class Archive>
void transfer(Archive& archive, Condition& condition) {
  archive(condition.key, condition.story, condition.subject, condition.other, condition.basis,
          condition.raising, condition.has_news, condition.is_revised, condition.waits_to_settle,
          condition.has_again, condition.expires, condition.waits_for, condition.wording, condition.told);
}

namespace {

bool is_possible(const SubjectFacts& facts, const Mission& mission) {
  const auto has_feed = [&](std::uint64_t feed) { return feed < mission.feeds.size(); };
  return (!facts.unit || index(*facts.unit) < mission.units.size()) &&
         std::all_of(facts.feeds.begin(), facts.feeds.end(), has_feed) &&
         (facts.report.is_none() || has_feed(index(facts.report.feed)));
}

bool is_possible(const Condition& condition, const Mission& mission) {
  const auto is_known = [&](const ReportId& report) {
    return report.is_none() || index(report.feed) < mission.feeds.size();
  };
  const auto is_sound = [&](const Basis& basis) {
    return is_known(basis.report) && is_known(basis.other_report);
  };
  return index(condition.key.rule) < mission.rules.size() && is_possible(condition.subject, mission) &&
         is_possible(condition.other, mission) && is_sound(condition.basis) &&
         (!condition.raising || is_sound(*condition.raising));
}

}  // namespace

std::uint32_t Conditions::slot_of(const ConditionKey& key) const {
  const auto head = slots_by_hash_.find(hash_of(key));
  for (std::uint32_t slot = head.value_or(no_slot); slot != no_slot; slot = slots_[slot].next)
    if (slots_[slot].condition.key == key) return slot;
  return no_slot;
}

Condition* Conditions::find(const ConditionKey& key) {
  const std::uint32_t slot = slot_of(key);
  return slot == no_slot ? nullptr : &slots_[slot].condition;
}

const Condition* Conditions::find(const ConditionKey& key) const {
  const std::uint32_t slot = slot_of(key);
  return slot == no_slot ? nullptr : &slots_[slot].condition;
}

Condition& Conditions::add(const ConditionKey& key) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  Slot& slot = slots_[number];
  slot.next = slots_by_hash_.find(hash_of(key)).value_or(no_slot);
  slots_by_hash_.set(hash_of(key), number);
  slot.is_taken = true;
  slot.condition.key = key;
  ++size_;
  by_party_.emplace(key.subject, key);
  if (key.other.kind != PartyKind::none) by_party_.emplace(key.other, key);
  return slot.condition;
}

void Conditions::erase(const ConditionKey& key) {
  const std::uint32_t number = slot_of(key);
  CHECK(number != no_slot, "a condition to erase that is not there");
  std::uint32_t before = *slots_by_hash_.find(hash_of(key));
  const std::uint32_t next = slots_[number].next;
  if (before == number) {
    if (next == no_slot)
      slots_by_hash_.erase(hash_of(key));
    else
      slots_by_hash_.set(hash_of(key), next);
  } else {
    while (slots_[before].next != number) before = slots_[before].next;
    slots_[before].next = next;
  }
  by_party_.erase({key.subject, key});
  by_party_.erase({key.other, key});
  slots_[number] = Slot{};
  free_.push_back(number);
  --size_;
}

std::vector<const Condition*> Conditions::in_order() const {
  std::vector<const Condition*> conditions;
  conditions.reserve(size());
  for (const Slot& slot : slots_)
    if (slot.is_taken) conditions.push_back(&slot.condition);
  std::sort(conditions.begin(), conditions.end(),
            [](const Condition* a, const Condition* b) { return a->key < b->key; });
  return conditions;
}

void Conditions::of(const Party& party, std::vector<ConditionKey>& keys) const {
  for (auto entry = by_party_.lower_bound({party, ConditionKey{}});
       entry != by_party_.end() && entry->first == party; ++entry)
    keys.push_back(entry->second);
}

void Conditions::save(SaveArchive& archive) const {
  const std::uint64_t count = size();
  archive(count);
  for (const Condition* condition : in_order()) archive(*condition);
}

void Conditions::load(LoadArchive& archive, const Mission& mission) {
  *this = Conditions();
  ConditionKey last_key;
  for (std::size_t left = archive.length(1); left > 0; --left) {
    Condition condition;
    archive(condition);
    if (archive.has_failed()) return;
    if (!is_possible(condition, mission))
      return archive.fail("found a condition of a rule, unit or feed that the configuration does not have");
    if (size() > 0 && condition.key <= last_key) return archive.fail("found conditions out of order");
    last_key = condition.key;
    add(condition.key) = std::move(condition);
  }
}

}  // namespace watchpost
