// Accuracy: how far off a position may be, from what the aircraft says of it.
//
// Units     std_m is 1 sigma an axis. The categories bound the distance that holds 95 % of positions (EPU);
//           where both axes are normal with one sigma that is 2.448 sigma.
// Source    RTCA DO-260B tables 2-69 (NACp), 2-11 (type codes of version 0: NUCp), N-7 (NIC).
#pragma once

#include <cstdint>
#include <optional>

namespace watchpost::adsb {

// What a sender has last said of its positions.
struct SenderQuality {
  std::optional<std::uint8_t> version;  // of ADS-B: operational status
  std::optional<std::uint8_t> nacp;     // operational status, or target state and status
};

float std_m_of(std::uint32_t type_code, const SenderQuality& quality);

}  // namespace watchpost::adsb
