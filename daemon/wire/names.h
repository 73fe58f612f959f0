// Names: what the small ids of the core are called on the wire, and back.
//
// Errors    an id that the mission does not have is a broken invariant (CHECK).
// Threads   immutable after construction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/ids.h"
#include "daemon/model/mission.h"

namespace watchpost {

class Names {
 public:
  explicit Names(const Mission& mission);

  std::string_view node() const { return node_; }

  const std::string& feed(FeedId id) const { return entry(id).name; }
  const std::string& format(FeedId id) const { return entry(id).format; }
  const std::string& label(FeedId id) const { return entry(id).label; }
  std::optional<FeedId> find_feed(std::string_view name) const;

  const std::string& unit(UnitId id) const;
  std::optional<UnitId> find_unit(std::string_view name) const;

  // `NODE-N`
  std::string track(TrackId id) const;
  // Nothing where it is not a track of this node.
  std::optional<TrackId> find_track(std::string_view name) const;

  // `FEED/N`
  std::string report(FeedId feed, std::uint64_t number) const;

  // How every Report of the feed begins as JSON: `{"report_id":"FEED/`, and goes on after the
  // number: `","feed":"FEED","format":"FORMAT"`.
  std::string_view json_before_number(FeedId id) const { return entry(id).json_before_number; }
  std::string_view json_after_number(FeedId id) const { return entry(id).json_after_number; }

 private:
  struct Entry {
    std::string name;
    std::string format;
    std::string label;
    std::string json_before_number;
    std::string json_after_number;
  };

  const Entry& entry(FeedId id) const;

  std::string node_;
  std::vector<Entry> feeds_;
  std::vector<std::string> units_;
};

}  // namespace watchpost
