// PlotsRow: one row of a plots file (docs/interfaces.md, "Plots file"), with its header.
#pragma once

#include <string>

#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

inline constexpr const char* plots_header =
    "receive_time_s,time_s,sensor,kind,latitude_deg,longitude_deg,std_m,range_m,azimuth_deg,std_range_m,"
    "std_azimuth_deg,sensor_latitude_deg,sensor_longitude_deg,identity\n";

std::string position_row(const Setting& setting, std::int64_t receive_ms, std::int64_t time_ms,
                         const std::string& sensor, LatLon position, double std_m,
                         const std::string& identity);

struct PolarPlot {
  double range_m = 0;
  double azimuth_deg = 0;  // [0, 360)
  double std_range_m = 0;
  double std_azimuth_deg = 0;
};

std::string polar_row(const Setting& setting, std::int64_t receive_ms, std::int64_t time_ms,
                      const std::string& sensor, const PolarPlot& plot, LatLon sensor_position);

}  // namespace watchpost::simulate
