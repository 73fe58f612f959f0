#include "daemon/rules/conditions.h"

#include <algorithm>

#include "daemon/base/check.h"
#include "daemon/model/transfer.h"

namespace watchpost {
namespace {

constexpr int rule_bits = 16;
constexpr std::uint64_t track_limit = std::uint64_t{1} << (64 - rule_bits);

FlatIndex::Key packed(ConditionKey key) {
  return index(key.second) << rule_bits | index(key.first);
}

}  // namespace

template <class Archive>
void transfer(Archive& archive, Condition& condition) {
  auto& [key, phase, hold_complete, due, is_true, has_news, track, position, finding, report, wording,
         alert] = condition;
  archive(key, phase, hold_complete, due, is_true, has_news, track, position, finding, report);
  // Nothing is read of an alert that is over or has not begun.
  if (condition.is_open()) archive(wording, alert);
}

namespace {

bool is_possible(const Condition& condition, const Mission& mission) {
  const auto has_feed = [&](std::uint64_t feed) { return feed < mission.feeds.size(); };
  const TrackFacts& track = condition.track;
  return index(condition.key.first) < mission.rules.size() && index(condition.key.second) < track_limit &&
         condition.phase <= Phase::cooling && (!track.unit || index(*track.unit) < mission.units.size()) &&
         std::all_of(track.feeds.begin(), track.feeds.end(), has_feed) &&
         (condition.report.is_none() || has_feed(index(condition.report.feed)));
}

}  // namespace

Condition* Conditions::find(ConditionKey key) {
  const auto slot = slots_by_key_.find(packed(key));
  return slot ? &slots_[*slot].condition : nullptr;
}

Condition& Conditions::add(ConditionKey key) {
  CHECK(index(key.second) < track_limit, "a track's number too large for the key of a condition");
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  slots_by_key_.set(packed(key), number);
  Slot& slot = slots_[number];
  slot.is_taken = true;
  slot.condition.key = key;
  return slot.condition;
}

void Conditions::erase(ConditionKey key) {
  const auto slot = slots_by_key_.find(packed(key));
  CHECK(slot, "a condition to erase that is not there");
  slots_by_key_.erase(packed(key));
  slots_[*slot] = Slot{};
  free_.push_back(*slot);
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
