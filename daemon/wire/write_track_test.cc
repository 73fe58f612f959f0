#include "daemon/wire/write_track.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "daemon/wire/convert.h"
#include "daemon/wire/random_samples.h"
#include "daemon/wire/timestamp.h"
#include "watchpost/v1/envelope.pb.h"

namespace watchpost {
namespace {

pb::Envelope head() {
  pb::Envelope head;
  head.set_stream("run-1");
  head.set_origin("camp-north");
  head.set_mode(pb::MODE_EXERCISE);
  return head;
}

std::string by_protobuf(const Track& track, const Names& names, const TrackEnvelope& around) {
  pb::Envelope envelope = head();
  envelope.set_label(std::string(around.label));
  set_timestamp(around.sent_unix_ns, *envelope.mutable_sent_time());
  to_proto(track, names, around.label, around.cell, *envelope.mutable_track());
  return envelope.SerializeAsString();
}

RC_GTEST_PROP(WriteTrack, MakesTheBytesThatProtobufMakes, ()) {
  const Mission mission = sample::mission();
  const Names names(mission);
  const std::string first = head().SerializeAsString();
  WireWriter writer;
  for (int i = 0; i < 20; ++i) {
    const Track track = sample::track();
    const TrackEnvelope around{first, "harbour+medical", "3/012301230123", sample::time_ns()};
    write_track(track, names, around, writer);
    RC_ASSERT(writer.bytes() == by_protobuf(track, names, around));
  }
}

TEST(WriteTrack, LeavesOutWhatIsEmptyAsProtobufDoes) {
  const Mission mission = sample::mission();
  const Names names(mission);
  WireWriter writer;
  const Track nothing;
  write_track(nothing, names, {"", "", "", 0}, writer);
  pb::Envelope envelope;
  envelope.mutable_sent_time();
  to_proto(nothing, names, "", "", *envelope.mutable_track());
  EXPECT_EQ(writer.bytes(), envelope.SerializeAsString());
}

TEST(WireWriter, WritesNumbersOfEverySize) {
  WireWriter writer;
  for (int bits = 0; bits <= 64; ++bits) {
    const std::uint64_t value = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    writer.clear();
    writer.varint(pb::Heartbeat::kFirstSequenceFieldNumber, value);
    pb::Heartbeat message;
    ASSERT_TRUE(message.ParseFromString(std::string(writer.bytes())));
    EXPECT_TRUE(message.has_first_sequence());
    EXPECT_EQ(message.first_sequence(), value);
    EXPECT_EQ(writer.bytes(), message.SerializeAsString());
  }
}

}  // namespace
}  // namespace watchpost
