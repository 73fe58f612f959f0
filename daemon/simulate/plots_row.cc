#include "daemon/simulate/plots_row.h"

namespace watchpost::simulate {

std::string position_row(const Setting& setting, std::int64_t receive_ms, std::int64_t time_ms,
                         const std::string& sensor, LatLon position, double std_m,
                         const std::string& identity) {
  return unix_text(setting, receive_ms) + "," + unix_text(setting, time_ms) + "," + sensor + ",position," +
         format("%.7f,%.7f,%.1f,,,,,,,", position.latitude_deg, position.longitude_deg, std_m) + identity +
         "\n";
}

std::string polar_row(const Setting& setting, std::int64_t receive_ms, std::int64_t time_ms,
                      const std::string& sensor, const PolarPlot& plot, LatLon sensor_position) {
  return unix_text(setting, receive_ms) + "," + unix_text(setting, time_ms) + "," + sensor + ",polar,,,," +
         format("%.1f,%.3f,%.1f,%.3f,%.7f,%.7f,", plot.range_m, plot.azimuth_deg, plot.std_range_m,
                plot.std_azimuth_deg, sensor_position.latitude_deg, sensor_position.longitude_deg) +
         "\n";
}

}  // namespace watchpost::simulate
