// Rule: judges what has changed, and says what it finds.
//
// The rest (subjects, schedules, holds, one alert for one condition, late reports) is done once for all
// rules, by the judge and the alert book. A rule is called for what calls() names and for nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/time.h"
#include "daemon/model/alert.h"
#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "daemon/rules/hearing.h"

namespace watchpost {

class RuleContext;
class SaveArchive;  // daemon/base/archive.h
class LoadArchive;

// Why a track is no more.
enum class TrackEnd : std::uint8_t {
  lost,       // its reports stopped
  left_area,  // it is outside the mission area
  never_was,  // late reports have shown it
};

class Rule {
 public:
  // What a rule wants to be called for, as bits.
  enum Call : unsigned {
    calls_tracks = 1,       // on_track: a confirmed track that it is for, while it is active
    calls_every_track = 2,  // see: every confirmed track, whoever it is and whenever
    calls_reports = 4,      // on_report
    calls_ticks = 8,        // on_tick
    calls_silence = 16,     // on_coast, on_end
    calls_machine = 32,     // on_event
  };

  virtual ~Rule() = default;

  virtual unsigned calls() const { return calls_tracks; }
  // A rule about absence: its ticks are those of the watermark, so that what is delayed is not absent.
  virtual bool is_absence() const { return false; }
  // What has to last beside hold_s before the condition holds at all.
  virtual Duration own_hold() const { return {}; }
  // Whether only a person clears, whatever is configured.
  virtual bool is_always_latched() const { return false; }

  // A track has changed by a report, or the rule has become active with the track there. Judge it with
  // context.holds(), fails(), or neither where it is not sure: then nothing changes.
  virtual void on_track(const Track&, RuleContext&) {}
  // The same change, for what the rule remembers; before on_track().
  virtual void see(const Track&, RuleContext&) {}
  // A report was admitted. What else is known of who sent it is asked of the context.
  virtual void on_report(const Report&, const Heard&, RuleContext&) {}
  virtual void on_tick(RuleContext&) {}
  virtual void on_coast(const Track&, RuleContext&) {}
  virtual void on_end(const Track&, TrackEnd, RuleContext&) {}
  virtual void on_event(const SystemEvent&, RuleContext&) {}
  // Late reports: what was seen of the track at this time or later is seen anew.
  virtual void take_back(TrackId, EventTime) {}

  // Most rules remember nothing: what they found is the alert book's.
  virtual std::uint16_t state_version() const { return 1; }
  virtual void save(SaveArchive&) const {}
  virtual void load(LoadArchive&) {}
};

using RulePtr = std::unique_ptr<Rule>;

// What a judgement rests on, for the alert's evidence and its headline.
struct Finding {
  std::string phrase;  // what the subject does, for the headline: `is inside zone camp-alpha`
  Urgency urgency = Urgency::immediate;
  Certainty certainty = Certainty::observed;
  std::vector<EvidenceValue> values = {};
  std::string remark = {};       // one sentence more, for the evidence
  bool may_be_critical = false;  // even where nothing but a transponder's word stands behind it
};

template <class Archive>
void transfer(Archive& archive, Finding& finding) {
  auto& [phrase, urgency, certainty, values, remark, may_be_critical] = finding;
  archive(phrase, urgency, certainty, values, remark, may_be_critical);
}

}  // namespace watchpost
