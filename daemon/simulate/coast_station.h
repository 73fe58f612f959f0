// CoastStation: hears the AIS messages of one sender, but for a few, and writes them as its receiver would.
#pragma once

#include "adapters/ais/encoder.h"
#include "daemon/simulate/actor.h"
#include "daemon/simulate/chance.h"
#include "daemon/simulate/recording.h"
#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

class CoastStation {
 public:
  CoastStation(Actor& actor, const Setting& setting, Recording& recording);

  Chance& chance() { return chance_; }
  const Setting& setting() const { return setting_; }

  // At a whole second. With a motion: its position, course and speed, as its satellite receiver errs.
  void hear(ais::Message message, double time_s, const Motion& motion);
  void hear(const ais::Message& message, double time_s);

 private:
  Actor& actor_;
  const Setting& setting_;
  Recording& recording_;
  Chance chance_;
  int sequence_id_ = 0;
};

}  // namespace watchpost::simulate
