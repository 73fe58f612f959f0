#include "adapters/ais/messages.h"

#include <array>

namespace watchpost::ais {
namespace {

constexpr double tenth_minutes_per_deg = 600;

constexpr Layout class_a_position(std::uint8_t type) {
  return {.type = type,
          .bit_count = 168,
          .bit_count_min = 163,
          .subject = Subject::vessel,
          .status = {38, 4},
          .accuracy = {60, 1},
          .longitude = {61, 28},
          .latitude = {89, 27},
          .speed = {50, 10},
          .course = {116, 12},
          .heading = {128, 9},
          .second = {137, 6}};
}

constexpr Layout base_station(std::uint8_t type) {
  return {.type = type,
          .bit_count = 168,
          .bit_count_min = 168,
          .subject = Subject::station,
          .accuracy = {78, 1},
          .longitude = {79, 28},
          .latitude = {107, 27},
          .second = {72, 6}};
}

constexpr Layout class_a_static{.type = 5,
                                .bit_count = 424,
                                .bit_count_min = 420,
                                .subject = Subject::vessel,
                                .imo = {40, 30},
                                .callsign = {70, 42},
                                .name = {112, 120},
                                .ship_type = {232, 8},
                                .dimensions = {240, 30}};

constexpr Layout search_aircraft{.type = 9,
                                 .bit_count = 168,
                                 .bit_count_min = 168,
                                 .subject = Subject::aircraft,
                                 .accuracy = {60, 1},
                                 .longitude = {61, 28},
                                 .latitude = {89, 27},
                                 .speed = {50, 10},
                                 .course = {116, 12},
                                 .second = {128, 6},
                                 .altitude = {38, 12},
                                 .altitude_is_barometric = {134, 1},
                                 .speed_steps_per_kn = 1};

constexpr Layout addressed_text{.type = 12, .bit_count = 72, .bit_count_min = 72, .text = {72, 936}};
constexpr Layout broadcast_text{.type = 14, .bit_count = 40, .bit_count_min = 40, .text = {40, 968}};

constexpr Layout gnss_correction{.type = 17,
                                 .bit_count = 80,
                                 .bit_count_min = 80,
                                 .subject = Subject::station,
                                 .longitude = {40, 18},
                                 .latitude = {58, 17},
                                 .position_steps_per_deg = tenth_minutes_per_deg};

constexpr Layout class_b_position{.type = 18,
                                  .bit_count = 168,
                                  .bit_count_min = 168,
                                  .subject = Subject::vessel,
                                  .accuracy = {56, 1},
                                  .longitude = {57, 28},
                                  .latitude = {85, 27},
                                  .speed = {46, 10},
                                  .course = {112, 12},
                                  .heading = {124, 9},
                                  .second = {133, 6}};

constexpr Layout class_b_extended{.type = 19,
                                  .bit_count = 312,
                                  .bit_count_min = 312,
                                  .subject = Subject::vessel,
                                  .accuracy = {56, 1},
                                  .longitude = {57, 28},
                                  .latitude = {85, 27},
                                  .speed = {46, 10},
                                  .course = {112, 12},
                                  .heading = {124, 9},
                                  .second = {133, 6},
                                  .name = {143, 120},
                                  .ship_type = {263, 8},
                                  .dimensions = {271, 30}};

constexpr Layout aid_to_navigation{.type = 21,
                                   .bit_count = 272,
                                   .bit_count_min = 272,
                                   .subject = Subject::aid,
                                   .accuracy = {163, 1},
                                   .longitude = {164, 28},
                                   .latitude = {192, 27},
                                   .second = {253, 6},
                                   .name = {43, 120},
                                   .dimensions = {219, 30},
                                   .is_virtual = {269, 1},
                                   .name_extension = {272, 84}};

constexpr Layout class_b_static_a{.type = 24,
                                  .part = 0,
                                  .bit_count = 160,
                                  .bit_count_min = 160,
                                  .subject = Subject::vessel,
                                  .name = {40, 120}};

constexpr Layout class_b_static_b{.type = 24,
                                  .part = 1,
                                  .bit_count = 168,
                                  .bit_count_min = 162,
                                  .subject = Subject::vessel,
                                  .callsign = {90, 42},
                                  .ship_type = {40, 8},
                                  .dimensions = {132, 30}};

constexpr Layout long_range{.type = 27,
                            .bit_count = 96,
                            .bit_count_min = 96,
                            .subject = Subject::vessel,
                            .status = {40, 4},
                            .accuracy = {38, 1},
                            .longitude = {44, 18},
                            .latitude = {62, 17},
                            .speed = {79, 6},
                            .course = {85, 9},
                            .position_steps_per_deg = tenth_minutes_per_deg,
                            .speed_steps_per_kn = 1,
                            .course_steps_per_deg = 1};

constexpr std::array layouts = {
    class_a_position(1), class_a_position(2), class_a_position(3), base_station(4),
    class_a_static,      search_aircraft,     base_station(11),    addressed_text,
    broadcast_text,      gnss_correction,     class_b_position,    class_b_extended,
    aid_to_navigation,   class_b_static_a,    class_b_static_b,    long_range,
};

constexpr auto by_type = [] {
  std::array<const Layout*, 64> table{};
  for (const Layout& layout : layouts)
    if (layout.part == 0) table[layout.type] = &layout;
  return table;
}();

}  // namespace

const Layout* find_layout(std::uint32_t type, std::uint32_t part) {
  if (type >= by_type.size()) return nullptr;
  const Layout* const layout = by_type[type];
  if (layout == nullptr || type != class_b_static_a.type || part == 0) return layout;
  return part == 1 ? layout + 1 : nullptr;  // part B's row follows part A's
}

}  // namespace watchpost::ais
