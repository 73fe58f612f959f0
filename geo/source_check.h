// Source check: what may be handed to GDAL at all, and words for what it could not read.
//
// Errors   Error::where is empty unless said otherwise.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/result.h"

namespace watchpost {

inline constexpr std::size_t geometry_file_bytes_max = std::size_t{1} << 30;

bool is_database_source(std::string_view source);  // `PG:…`

// Only files that are there: no virtual file systems, addresses or inline text.
Status check_file_source(const std::string& source);

// The source as it may be shown: a database's password is not.
std::string shown_source(const std::string& source);

// The name nearest to what was written, or empty where none is near.
std::string nearest_name(std::string_view written, const std::vector<std::string>& names);

// `'a', 'b' and 'c'`.
std::string listed(const std::vector<std::string>& names);

// GDAL's text on a source. Where it begins with `At line 3, character 20:`, `where` is
// `SOURCE:3:20`.
Error reading_error(const std::string& source, const std::string& gdal_text);

}  // namespace watchpost
