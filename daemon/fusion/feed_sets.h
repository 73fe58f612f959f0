// FeedSets: which feeds a track rests on, as one number: most tracks rest on the same few.
//
// Determinism   numbers follow the order in which sets are first made.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/ids.h"

namespace watchpost {

class FeedSets {
 public:
  using Id = std::uint32_t;  // 0: no feed

  const std::vector<std::uint16_t>& feeds(Id set) const { return sets_[set]; }  // sorted

  Id size() const { return static_cast<Id>(sets_.size()); }

  Id with(Id set, FeedId feed) {
    const auto number = static_cast<std::uint16_t>(feed);
    if (std::binary_search(sets_[set].begin(), sets_[set].end(), number)) return set;
    std::vector<std::uint16_t> larger = sets_[set];
    larger.insert(std::lower_bound(larger.begin(), larger.end(), number), number);
    const auto [place, is_new] = numbers_.try_emplace(larger, static_cast<Id>(sets_.size()));
    if (is_new) sets_.push_back(std::move(larger));
    return place->second;
  }

  template <class Archive>
  friend void transfer(Archive& archive, FeedSets& sets) {
    archive(sets.sets_);
    if constexpr (Archive::is_loading) {
      sets.numbers_.clear();
      for (std::size_t i = 0; i < sets.sets_.size(); ++i)
        sets.numbers_.emplace(sets.sets_[i], static_cast<Id>(i));
    }
  }

 private:
  std::vector<std::vector<std::uint16_t>> sets_{{}};
  std::map<std::vector<std::uint16_t>, Id> numbers_{{{}, 0}};
};

}  // namespace watchpost
