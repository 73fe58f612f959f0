// Utf8: the one place where text that is not UTF-8 is mended, before it reaches the wire.
//
// A byte that begins no valid sequence becomes U+FFFD; overlong forms, surrogates and what lies
// beyond U+10FFFF are not valid (RFC 3629), exactly as protobuf judges.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace watchpost {

// Bytes of the valid sequence that `text` begins with (1 to 4); 0 where it begins with none.
std::size_t utf8_sequence_bytes(std::string_view text);

bool is_valid_utf8(std::string_view text);

// Appends the text, mended.
void append_mended_utf8(std::string_view text, std::string& out);

}  // namespace watchpost
