#include <gtest/gtest.h>

#include "adapters/transport/transport.h"

namespace watchpost {
namespace {

TEST(Source, IsReadInAllItsForms) {
  const auto file = parse_source("file:/a/b c.nmea");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->kind, SourceKind::file);
  EXPECT_EQ(file->path, "/a/b c.nmea");
  EXPECT_EQ(parse_source("-")->kind, SourceKind::standard_input);

  const auto client = parse_source("tcp://gateway.example:10110");
  ASSERT_TRUE(client.ok());
  EXPECT_EQ(client->kind, SourceKind::tcp);
  EXPECT_EQ(client->host, "gateway.example");
  EXPECT_EQ(client->port, 10110);

  const auto listener = parse_source("tcp-listen://[::1]:5000");
  ASSERT_TRUE(listener.ok());
  EXPECT_EQ(listener->kind, SourceKind::tcp_listen);
  EXPECT_EQ(listener->host, "::1");
  EXPECT_EQ(listener->port, 5000);

  const auto group = parse_source("udp://[ff15::7]:5000");
  ASSERT_TRUE(group.ok());
  EXPECT_EQ(group->kind, SourceKind::udp);
  EXPECT_EQ(group->host, "ff15::7");
  EXPECT_EQ(group->port, 5000);
}

TEST(Source, SaysWhatItFoundAndWhatItExpected) {
  for (const char* wrong :
       {"", "file:", "/a/b", "tcp:/host:1", "tcp://host", "tcp://host:", "tcp://host:0", "tcp://host:65536",
        "tcp://host:1x", "tcp://:1", "tcp://::1:5000", "tcp://[]:1", "tcp://ho st:1", "tcp://host/path:1",
        "tcp-listen://host:-1", "udp://host", "udp://::1:1", "udp:host:1"}) {
    const auto source = parse_source(wrong);
    ASSERT_FALSE(source.ok()) << wrong;
    EXPECT_NE(source.error().what.find("expected "), std::string::npos) << wrong;
  }
}

}  // namespace
}  // namespace watchpost
