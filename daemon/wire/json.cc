#include "daemon/wire/json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

namespace watchpost {

std::string to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) text.clear();
  return text;
}

Status from_json(std::string_view text, google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(text.data(), text.size()), &message);
  if (!status.ok()) return Error{"JSON", status.ToString()};
  return {};
}

}  // namespace watchpost
