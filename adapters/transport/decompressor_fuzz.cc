// Any bytes as an archive, in any pieces: no crash, no piece that stands still, and what comes out depends on
// the bytes alone.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/transport/decompressor.h"
#include "daemon/base/check.h"

namespace watchpost {
namespace {

constexpr std::size_t output_bytes_max = std::size_t{1} << 20;  // what small archives unpack to has no end

struct Unpacked {
  std::string bytes;
  bool is_damaged = false;
  bool is_whole = false;
};

// As ByteReader does: until a piece is used up and nothing waits for room.
Unpacked unpack(Compression compression, std::string_view archive, std::size_t piece_bytes,
                std::size_t buffer_bytes) {
  const auto decompressor = make_decompressor(compression);
  Unpacked unpacked;
  std::string buffer(buffer_bytes, '\0');
  for (std::size_t at = 0; at < archive.size(); at += piece_bytes) {
    std::string_view piece = archive.substr(at, piece_bytes);
    bool is_full = false;
    for (int still_count = 0; !piece.empty() || is_full;) {
      const std::size_t before_bytes = piece.size();
      const auto written = decompressor->run(piece, buffer.data(), buffer.size());
      unpacked.is_damaged = !written.ok();
      if (unpacked.is_damaged) return unpacked;
      CHECK(*written <= buffer.size() && piece.size() <= before_bytes, "more than there is room for");
      unpacked.bytes.append(buffer, 0, *written);
      if (unpacked.bytes.size() >= output_bytes_max) return unpacked;
      still_count = *written == 0 && piece.size() == before_bytes ? still_count + 1 : 0;
      CHECK(still_count < 3, "a piece that stands still");
      is_full = *written == buffer.size();
    }
  }
  unpacked.is_whole = decompressor->is_whole();
  return unpacked;
}

}  // namespace
}  // namespace watchpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  if (size < 3) return 0;
  const std::string_view archive(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Compression compression = recognise(archive);
  if (compression != Compression::gzip && compression != Compression::zstd) return 0;
  const Unpacked whole = unpack(compression, archive, archive.size(), 64 * 1024);
  const Unpacked pieces = unpack(compression, archive, data[0] + std::size_t{1}, data[1] + std::size_t{1});
  if (whole.bytes.size() >= output_bytes_max || pieces.bytes.size() >= output_bytes_max) return 0;
  CHECK(whole.is_damaged == pieces.is_damaged, "damage that depends on the pieces");
  // Of what is damaged the last bytes may have come out or not.
  const std::size_t common_bytes = std::min(whole.bytes.size(), pieces.bytes.size());
  CHECK(whole.bytes.compare(0, common_bytes, pieces.bytes, 0, common_bytes) == 0,
        "bytes that depend on the pieces");
  if (whole.is_damaged) return 0;
  CHECK(whole.bytes.size() == pieces.bytes.size(), "a length that depends on the pieces");
  CHECK(whole.is_whole == pieces.is_whole, "an end that depends on the pieces");
  return 0;
}
