#include "daemon/fusion/motion.h"

#include <array>

namespace watchpost {
namespace {

struct KindMotion {
  std::string_view kind;
  Motion motion;
};

// The first two are no classes; of the others the most specific of a kind stands before the general one.
constexpr std::array kinds = {
    KindMotion{"(unidentified)",
               {.process_noise_m2ps3 = 5, .speed_mps_max = 120, .acceleration_mps2_max = 10}},
    KindMotion{"(unknown class)",
               {.process_noise_m2ps3 = 3, .speed_mps_max = 350, .acceleration_mps2_max = 10}},
    KindMotion{"vessel", {.process_noise_m2ps3 = 0.1, .speed_mps_max = 40, .acceleration_mps2_max = 1.5}},
    KindMotion{"vehicle", {.process_noise_m2ps3 = 2, .speed_mps_max = 60, .acceleration_mps2_max = 6}},
    KindMotion{"person", {.process_noise_m2ps3 = 0.3, .speed_mps_max = 8, .acceleration_mps2_max = 3}},
    KindMotion{"aircraft.uas", {.process_noise_m2ps3 = 4, .speed_mps_max = 80, .acceleration_mps2_max = 15}},
    KindMotion{"aircraft.sar", {.process_noise_m2ps3 = 4, .speed_mps_max = 150, .acceleration_mps2_max = 15}},
    KindMotion{"aircraft", {.process_noise_m2ps3 = 5, .speed_mps_max = 350, .acceleration_mps2_max = 25}},
    KindMotion{"station", {.process_noise_m2ps3 = 0.001, .speed_mps_max = 1, .acceleration_mps2_max = 0.1}},
    KindMotion{"aid", {.process_noise_m2ps3 = 0.01, .speed_mps_max = 3, .acceleration_mps2_max = 0.5}},
    KindMotion{"beacon", {.process_noise_m2ps3 = 0.1, .speed_mps_max = 15, .acceleration_mps2_max = 2}},
};

bool is_of_kind(std::string_view classification, std::string_view kind) {
  return classification.substr(0, kind.size()) == kind &&
         (classification.size() == kind.size() || classification[kind.size()] == '.');
}

}  // namespace

MotionNumber motion_number(std::string_view classification) {
  constexpr MotionNumber unknown_class = 1;
  for (std::size_t i = unknown_class + 1; i < kinds.size(); ++i)
    if (is_of_kind(classification, kinds[i].kind)) return static_cast<MotionNumber>(i);
  return unknown_class;
}

bool is_motion_number(MotionNumber number) {
  return number < kinds.size();
}

const Motion& motion(MotionNumber number) {
  return kinds[number].motion;
}

}  // namespace watchpost
