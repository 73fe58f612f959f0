// Framer: cuts a connection's bytes into frames, however they were cut into chunks. LineFramer makes lines.
//
//   for (framer.give(chunk); const auto line = framer.next();) …
//
// A line ends with LF; carriage returns before it, and blank lines, are left out. Any other byte, NUL
// too, is the line's own.
//
// Errors        a line longer than line_bytes_max comes once, marked, without its bytes.
// Memory        no more than line_bytes_max of a line that came in pieces; lines within a chunk are
//               not copied.
// Determinism   the lines depend on the bytes alone, not on the chunks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost {

struct FramedLine {
  std::string_view bytes;      // good until the framer is called again
  std::uint64_t offset = 0;    // of its first byte, in the connection's bytes
  bool is_too_long = false;    // and left out
  bool is_unfinished = false;  // the last bytes of a connection, with no line end after them
};

enum class Framing : std::uint8_t {
  line,   // LineFramer
  beast,  // BeastFramer (adapters/beast_framing.h): Mode S Beast frames, or lines
};

class Framer {
 public:
  virtual ~Framer() = default;
  // The next bytes, which must outlive the calls of next() up to the one that gives nothing.
  virtual void give(std::string_view chunk) = 0;
  // The next whole frame; nothing once the chunk is used up.
  virtual std::optional<FramedLine> next() = 0;
  // No byte follows: what stands after the last frame's end.
  virtual std::optional<FramedLine> finish() = 0;
  // A datagram ends here, and with it the frame that was begun in it. Frames go on to be cut.
  virtual std::optional<FramedLine> end_of_datagram() = 0;
  virtual std::uint64_t offset() const = 0;  // bytes consumed so far
};

std::unique_ptr<Framer> make_framer(Framing framing);

// How many of the bytes the first frame takes, with its end; 0 where its end is still to come.
std::size_t first_frame_bytes(Framing framing, std::string_view bytes);

class LineFramer final : public Framer {
 public:
  // Without the LF. An AIS sentence with its TAG block has at most about 1 kB, a plot about 500 bytes.
  static constexpr std::size_t line_bytes_max = 4096;

  void give(std::string_view chunk) override { rest_ = chunk; }
  std::optional<FramedLine> next() override;
  std::optional<FramedLine> finish() override;
  std::optional<FramedLine> end_of_datagram() override;
  std::uint64_t offset() const override { return offset_; }

 private:
  std::optional<FramedLine> line_of(std::string_view bytes, std::uint64_t line_bytes) const;

  std::string_view rest_;          // of the chunk
  std::string kept_;               // the beginning of a line whose end is not here yet
  bool is_kept_line_out_ = false;  // kept_ went out with the last line
  bool is_skipping_ = false;       // within a line that was too long
  std::uint64_t offset_ = 0;       // up to and without rest_
};

}  // namespace watchpost
