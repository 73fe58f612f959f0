#include "adapters/adsb/aircraft_table.h"

namespace watchpost::adsb {

void AircraftTable::unlink(std::uint32_t number) {
  const Slot& slot = slots_[number];
  (slot.newer == none ? newest_ : slots_[slot.newer].older) = slot.older;
  (slot.older == none ? oldest_ : slots_[slot.older].newer) = slot.newer;
}

void AircraftTable::link_as_newest(std::uint32_t number) {
  Slot& slot = slots_[number];
  slot.newer = none;
  slot.older = newest_;
  (newest_ == none ? oldest_ : slots_[newest_].newer) = number;
  newest_ = number;
}

void AircraftTable::touch(std::uint32_t number, Timeline now) {
  slots_[number].state.heard = now;
  if (number == newest_) return;
  unlink(number);
  link_as_newest(number);
}

std::uint32_t AircraftTable::make_room() {
  if (!free_.empty()) {
    const std::uint32_t number = free_.back();
    free_.pop_back();
    return number;
  }
  if (slots_.size() < aircraft_max) {
    slots_.emplace_back();
    return static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t number = oldest_;
  index_.erase(slots_[number].state.sender.key());
  unlink(number);
  return number;
}

AircraftState& AircraftTable::hear(const Sender& sender, Timeline now) {
  if (const auto known = index_.find(sender.key())) {
    touch(*known, now);
    return slots_[*known].state;
  }
  const std::uint32_t number = make_room();
  slots_[number].state = AircraftState{};
  slots_[number].state.sender = sender;
  slots_[number].state.heard = now;
  link_as_newest(number);
  index_.set(sender.key(), number);
  return slots_[number].state;
}

AircraftState* AircraftTable::find(std::uint32_t icao24, Timeline now) {
  for (const Path path : {Path::direct, Path::rebroadcast, Path::ground_radar, Path::multilateration})
    if (const auto known = index_.find(Sender{icao24, true, path}.key())) {
      touch(*known, now);
      return &slots_[*known].state;
    }
  return nullptr;
}

void AircraftTable::forget_older_than(Timeline time) {
  while (oldest_ != none && slots_[oldest_].state.heard < time) {
    const std::uint32_t number = oldest_;
    index_.erase(slots_[number].state.sender.key());
    unlink(number);
    free_.push_back(number);
  }
}

}  // namespace watchpost::adsb
