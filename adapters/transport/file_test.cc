#include "adapters/transport/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include "adapters/transport/byte_reader.h"
#include "adapters/transport/transport_test_tools.h"

namespace watchpost {
namespace {

std::string numbered_lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  return text;
}

std::string gzip(std::string_view text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

struct Read {
  std::string bytes;
  std::optional<Error> error;
};

Read read_all(const std::string& path) {
  auto reader = ByteReader::open(path);
  if (!reader) return {"", reader.error()};
  Read read;
  for (;;) {
    const auto piece = reader->next();
    if (!piece) {
      read.error = piece.error();
      return read;
    }
    if (piece->state == ByteReader::State::end) return read;
    EXPECT_LE(piece->bytes.size(), read_bytes);
    read.bytes += piece->bytes;
  }
}

TEST(ByteReader, RecognisesGzipAndZstdByTheirFirstBytes) {
  const TemporaryFolder folder;
  const std::string text = numbered_lines(50'000);
  EXPECT_EQ(read_all(folder.write("plain", text)).bytes, text);
  for (const std::string& archive : {gzip(text), zstd(text)}) {
    const Read read = read_all(folder.write("archive", archive));
    EXPECT_EQ(read.bytes, text);
    EXPECT_FALSE(read.error);
  }
}

TEST(ByteReader, ReadsArchivesThatFollowOneAnother) {
  const TemporaryFolder folder;
  const std::string text = numbered_lines(100);
  EXPECT_EQ(read_all(folder.write("two.gz", gzip(text) + gzip(text))).bytes, text + text);
  EXPECT_EQ(read_all(folder.write("two.zst", zstd(text) + zstd(text))).bytes, text + text);
  const Read padded = read_all(folder.write("padded.gz", gzip(text) + std::string(512, '\0')));
  EXPECT_EQ(padded.bytes, text);
  EXPECT_FALSE(padded.error);
}

TEST(ByteReader, AnArchiveCutAnywhereGivesWhatItHasAndAnError) {
  const TemporaryFolder folder;
  const std::string text = numbered_lines(2'000);
  for (const std::string& archive : {gzip(text), zstd(text)})
    for (std::size_t size = 4; size < archive.size(); size += 97) {
      const Read read = read_all(folder.write("cut", archive.substr(0, size)));
      ASSERT_TRUE(read.error) << size;
      ASSERT_EQ(read.error->where, folder.file("cut"));
      ASSERT_EQ(text.substr(0, read.bytes.size()), read.bytes);
    }
}

TEST(ByteReader, DamagedArchivesAreErrors) {
  const TemporaryFolder folder;
  const std::string text = numbered_lines(2'000);
  for (std::string archive : {gzip(text), zstd(text)}) {
    archive[archive.size() / 2] = static_cast<char>(~archive[archive.size() / 2]);
    archive[archive.size() - 3] = static_cast<char>(~archive[archive.size() - 3]);
    EXPECT_TRUE(read_all(folder.write("damaged", archive)).error);
  }
  EXPECT_TRUE(read_all(folder.write("rest.gz", gzip(text) + "no archive")).error);
}

TEST(ByteReader, TakesShortFilesAsTheyStand) {
  const TemporaryFolder folder;
  for (const std::string& text :
       {std::string(), std::string("\x1F"), std::string("\x28\xB5"), std::string("(a)")}) {
    const Read read = read_all(folder.write("short", text));
    EXPECT_EQ(read.bytes, text);
    EXPECT_FALSE(read.error);
  }
}

TEST(ByteReader, SaysWhatCannotBeRead) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_all(folder.file("absent")).error->where, folder.file("absent"));
  EXPECT_NE(read_all(folder.file("")).error->what.find("folder"), std::string::npos);
}

TEST(FileTransport, GivesAFileAsOneConnectionToItsEnd) {
  const TemporaryFolder folder;
  const std::string text = numbered_lines(50'000);
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport("file:" + folder.write("a", text), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return !sink.connections.empty() && sink.connections[1].is_closed; }));
  EXPECT_EQ(sink.connections[1].bytes, text);
  EXPECT_FALSE(sink.connections[1].why);
  EXPECT_EQ(sink.states.back().first, ConnectionState::closed);
  EXPECT_EQ(sink.last_received, test_time());
}

TEST(FileTransport, ReadsNothingWhilePaused) {
  const TemporaryFolder folder;
  const std::string text = numbered_lines(50'000);
  boost::asio::io_context context;
  RememberingSink sink;
  sink.takes_more = false;
  const auto transport = open_transport("file:" + folder.write("a", text), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return !sink.connections[1].bytes.empty(); }));
  run_for_a_while(context);
  EXPECT_EQ(sink.connections[1].bytes.size(), read_bytes);
  sink.takes_more = true;
  transport->resume(1);
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].is_closed; }));
  EXPECT_EQ(sink.connections[1].bytes, text);
}

TEST(FileTransport, TriesAgainWhatIsNotThere) {
  const TemporaryFolder folder;
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport("file:" + folder.file("late"), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return !sink.states.empty(); }));
  EXPECT_EQ(sink.states[0].first, ConnectionState::failed);
  EXPECT_NE(sink.states[0].second.find(folder.file("late")), std::string::npos);
  folder.write("late", "here\n");
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].is_closed; }));
  EXPECT_EQ(sink.connections[1].bytes, "here\n");
}

TEST(FileTransport, FollowsAFileThatGrowsAndOneThatIsReplaced) {
  const TemporaryFolder folder;
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport =
      open_transport("file:" + folder.write("log", "one\n"), context, {.is_followed = true});
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].bytes == "one\n"; }));
  folder.write("log", "two\n", std::ios::app);
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].bytes == "one\ntwo\n"; }));
  std::filesystem::rename(folder.file("log"), folder.file("log.1"));
  folder.write("log", "three\n");
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[2].bytes == "three\n"; }));
  EXPECT_TRUE(sink.connections[1].is_closed);
}

TEST(FileTransport, WaitsForThePipesWriter) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo(folder.file("pipe").c_str(), 0600), 0);
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport("file:" + folder.file("pipe"), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return sink.is_open(); }));
  run_for_a_while(context);
  EXPECT_FALSE(sink.connections[1].is_closed);
  const int writer = open(folder.file("pipe").c_str(), O_WRONLY);
  ASSERT_EQ(write(writer, "abc", 3), 3);
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].bytes == "abc"; }));
  close(writer);
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].is_closed; }));
}

TEST(FileTransport, SaysNothingMoreOnceStopped) {
  const TemporaryFolder folder;
  boost::asio::io_context context;
  RememberingSink sink;
  auto transport = open_transport("file:" + folder.write("a", numbered_lines(50'000)), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return !sink.connections[1].bytes.empty(); }));
  const std::size_t before = sink.connections[1].bytes.size();
  transport.reset();
  run_for_a_while(context);
  EXPECT_EQ(sink.connections[1].bytes.size(), before);
  EXPECT_FALSE(sink.connections[1].is_closed);
}

}  // namespace
}  // namespace watchpost
