// Json: messages as one line of JSON, in protobuf's own mapping with the original field names.
//
// 64-bit integers are strings, times RFC 3339, enumerators by name; what is absent is left out.
// append_json() writes a Report straight from the model: byte for byte what to_json() gives for the
// same Report, many times faster, and with no allocation but the output's own growth.
#pragma once

#include <string>
#include <string_view>

#include "daemon/base/result.h"
#include "daemon/model/report.h"
#include "daemon/wire/names.h"

namespace google::protobuf {
class Message;
}

namespace watchpost {

// One line without its end. Empty where a message from elsewhere cannot be shown (a time beyond year 9999).
std::string to_json(const google::protobuf::Message& message);

// Adds to what `out` holds; no line end.
void append_json(const Report& report, const Names& names, std::string& out);

Status from_json(std::string_view text, google::protobuf::Message& message);

}  // namespace watchpost
