#include "daemon/rules/alert_id.h"

#include <sodium.h>

#include <array>
#include <utility>

namespace watchpost {

std::string alert_id(const AlertIdParts& parts) {
  auto [first, second] = std::pair(parts.subject, parts.other);
  if (!second.empty() && second < first) std::swap(first, second);

  std::string text;
  // No part can hold a line end: each is a name or a number, so that no two lists give one text.
  for (std::string_view part : {parts.node, parts.rule, first, second, parts.place}) {
    text += part;
    text += '\n';
  }
  text += std::to_string(unix_ns(parts.raised_time));

  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  constexpr char digits[] = "0123456789abcdef";
  std::string id;
  for (std::size_t i = 0; i < 8; ++i) {
    id += digits[digest[i] >> 4];
    id += digits[digest[i] & 15];
  }
  return id;
}

}  // namespace watchpost
