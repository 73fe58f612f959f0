// Any bytes, in any chunks: what a framer cuts depends on the bytes alone, frames stand in their order and
// within the bytes, and none is longer than its bound.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/framing.h"
#include "daemon/base/check.h"

namespace watchpost {
namespace {

struct Cut {
  std::string bytes;
  std::uint64_t offset = 0;
  bool is_too_long = false;
  bool is_unfinished = false;

  bool operator==(const Cut&) const = default;
};

// The longest Beast frame: escape, type, and 21 bytes of a body that are all doubled.
constexpr std::size_t beast_bytes_max = 2 + 2 * 21;
constexpr std::size_t frame_bytes_max = std::max(LineFramer::line_bytes_max, beast_bytes_max);

class Cutter {
 public:
  explicit Cutter(Framing framing) : framer_(make_framer(framing)) {}

  void give(std::string_view chunk) {
    const std::string own(chunk);  // freed after it: a frame that points into it would be found
    given_ += chunk.size();
    for (framer_->give(own); const auto frame = framer_->next();) take(*frame);
    CHECK(framer_->offset() == given_, "bytes that were not consumed");
  }
  void end_datagram() {
    if (const auto frame = framer_->end_of_datagram()) take(*frame);
  }
  std::vector<Cut> finish() {
    if (const auto frame = framer_->finish()) take(*frame);
    return std::move(cuts_);
  }

 private:
  void take(const FramedLine& frame) {
    CHECK(frame.bytes.size() <= frame_bytes_max, "a frame longer than its bound");
    CHECK(frame.bytes.empty() == frame.is_too_long, "an empty frame, or one that is too long with its bytes");
    CHECK(frame.offset >= end_ && frame.offset + frame.bytes.size() <= given_, "a frame out of its place");
    end_ = frame.offset + frame.bytes.size();
    cuts_.push_back({std::string(frame.bytes), frame.offset, frame.is_too_long, frame.is_unfinished});
  }

  std::unique_ptr<Framer> framer_;
  std::vector<Cut> cuts_;
  std::uint64_t given_ = 0;
  std::uint64_t end_ = 0;  // of the frame before
};

// Chunks as long as `sizes` says, over and over; `datagram_bytes` 0: a connection.
std::vector<Cut> cut(Framing framing, std::string_view bytes, std::string_view sizes,
                     std::size_t datagram_bytes) {
  Cutter cutter(framing);
  std::size_t chunk = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size_byte = static_cast<unsigned char>(sizes[chunk++ % sizes.size()]);
    // Now and then long ones, so that frames lie within them.
    const std::size_t wanted = size_byte < 240 ? size_byte % 48 + 1 : (size_byte - 239) * 400;
    const std::size_t datagram_left =
        datagram_bytes == 0 ? bytes.size() : datagram_bytes - at % datagram_bytes;
    const std::size_t size = std::min({wanted, datagram_left, bytes.size() - at});
    cutter.give(bytes.substr(at, size));
    at += size;
    if (size == datagram_left && datagram_bytes != 0) cutter.end_datagram();
  }
  return cutter.finish();
}

// What is taken for the first frame is that frame, or a blank line, and nothing of the next.
void check_first_frame(Framing framing, std::string_view bytes) {
  const std::size_t first_bytes = first_frame_bytes(framing, bytes);
  CHECK(first_bytes <= bytes.size(), "a first frame beyond the bytes");
  if (first_bytes == 0) return;
  Cutter alone(framing);
  alone.give(bytes.substr(0, first_bytes));
  const std::vector<Cut> cuts = alone.finish();
  CHECK(cuts.size() <= 1, "a first frame that is several");
  Cutter all(framing);
  all.give(bytes);
  const std::vector<Cut> frames = all.finish();
  if (!cuts.empty())
    CHECK(cuts[0].bytes == frames[0].bytes && cuts[0].offset == frames[0].offset, "another first frame");
}

}  // namespace
}  // namespace watchpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  constexpr std::size_t header_bytes = 8;  // how long datagrams are, and seven sizes of chunks
  if (size <= header_bytes) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view sizes = input.substr(1, header_bytes - 1);
  const std::string_view bytes = input.substr(header_bytes);
  const std::size_t datagram_bytes = std::size_t{data[0]} * 37;  // 0: a connection
  const std::string whole(1, '\xFF');
  for (const Framing framing : {Framing::line, Framing::beast}) {
    CHECK(cut(framing, bytes, sizes, datagram_bytes) == cut(framing, bytes, whole, datagram_bytes),
          "frames that depend on the chunks");
    check_first_frame(framing, bytes);
  }
  return 0;
}
