// What was once sent must be readable for ever: bytes as the first version of the contract wrote them.
// If this fails, a field was renumbered, removed or given another type: undo that, not this.
#include <gtest/gtest.h>

#include <charconv>
#include <string>
#include <string_view>

#include "daemon/wire/convert.h"
#include "daemon/wire/json.h"

namespace watchpost {
namespace {

constexpr std::string_view alert_bytes =
    "0a10303132333435363738396162636465661002181122157a6f6e652d656e7472792d63616d702d616c7068612a0a7a"
    "6f6e652d656e74727930043803400148015225414e4e4120696e2063616d702d616c7068612061742033315544513438"
    "32353131313933335a1e0a076c6f63616c2d35321308d29dd06e1a063030616263643204414e4e41620a120870617472"
    "6f6c2d316a0a63616d702d616c70686172120912143fc6dc6d4840114260e5d0225b02407a0f33315544513438323531"
    "31313933338201160a140a1209000000000000f03f1100000000000000c08a010b08bce2cfaa061080e59a7792010608"
    "80e2cfaa069a010b08bce2cfaa061080e59a77a2010608bde2cfaa06aa01380a056169732f3312290a1270726f626162"
    "696c6974795f696e73696465110ad7a3703d0aef3f19cdccccccccccec3f2201311a046c6f7374b201076c6f63616c2d"
    "35ba010174c00100ca0103414c4cd2010d63616c6c207468652067617465da010464757479e201047365656e";

std::string bytes_of(std::string_view hexadecimal) {
  std::string bytes;
  for (; hexadecimal.size() >= 2; hexadecimal.remove_prefix(2)) {
    unsigned byte = 0;
    std::from_chars(hexadecimal.data(), hexadecimal.data() + 2, byte, 16);
    bytes.push_back(static_cast<char>(byte));
  }
  return bytes;
}

TEST(Compatibility, AnAlertOfTheFirstVersionIsStillReadAsItWasMeant) {
  pb::Alert alert;
  ASSERT_TRUE(alert.ParseFromString(bytes_of(alert_bytes)));
  EXPECT_EQ(
      to_json(alert),
      R"({"alert_id":"0123456789abcdef","revision":"2","sequence":"17","rule":"zone-entry-camp-alpha",)"
      R"("kind":"zone-entry","state":"ALERT_STATE_CLEARED","severity":"SEVERITY_WARNING",)"
      R"("urgency":"URGENCY_IMMEDIATE","certainty":"CERTAINTY_OBSERVED",)"
      R"("headline":"ANNA in camp-alpha at 31UDQ4825111933",)"
      R"("subject":{"track_id":"local-5","identity":{"mmsi":232001234,"icao24":"00abcd","name":"ANNA"}},)"
      R"("other":{"unit":"patrol-1"},"place":"camp-alpha",)"
      R"("position":{"latitude_deg":48.8583,"longitude_deg":2.2945},"mgrs":"31UDQ4825111933",)"
      R"("area":{"rings":[{"points":[{"latitude_deg":1,"longitude_deg":-2}]}]},)"
      R"("event_time":"2023-11-14T22:14:20.250Z","raised_time":"2023-11-14T22:13:20Z",)"
      R"("cleared_time":"2023-11-14T22:14:20.250Z","published_time":"2023-11-14T22:14:21Z",)"
      R"("evidence":{"report_ids":["ais/3"],"values":[{"name":"probability_inside","value":0.97,)"
      R"("threshold":0.9,"unit":"1"}],"remark":"lost"},"track_ids":["local-5"],"tainted_by":["t"],)"
      R"("durable":false,"release_label":"ALL","instruction":"call the gate","acknowledged_by":"duty",)"
      R"("notes":["seen"]})");
}

TEST(Compatibility, AnAlertIsStillWrittenAsTheFirstVersionDid) {
  pb::Alert alert;
  ASSERT_TRUE(alert.ParseFromString(bytes_of(alert_bytes)));
  EXPECT_EQ(alert.SerializeAsString(), bytes_of(alert_bytes));
}

TEST(Compatibility, AFieldOfALaterVersionIsPassedOver) {
  // Field 2000, a text, as no version has it yet.
  const std::string bytes = bytes_of(alert_bytes) + bytes_of("827d036e6577");
  pb::Alert alert;
  ASSERT_TRUE(alert.ParseFromString(bytes));
  EXPECT_EQ(alert.rule(), "zone-entry-camp-alpha");
}

}  // namespace
}  // namespace watchpost
