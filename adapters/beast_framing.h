// BeastFramer: cuts bytes into Mode S Beast frames, and what is none of them into lines.
//
// A receiver sends one or the other; both are told apart byte by byte, so that neither a lost byte nor noise
// between frames holds for longer than to the next frame or line end.
//
//   beast = %x1A type body            type "1", "2", "3", "4" or %xE3; its body has 9, 14, 21, 21 or 8 bytes
//   body  = each byte, %x1A doubled
//   line  = anything up to LF, or up to the next beast
//
// Errors        a frame that another begins in comes out short, as it is; lines as LineFramer's.
// Memory        no more than LineFramer's, of a frame that came in pieces.
// Determinism   the frames depend on the bytes alone, not on the chunks.
// Source        the Beast's wiki at wiki.jetvision.de, "Mode-S Beast:Data Output Formats"; readsb's %xE3
//               (a receiver's id).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/framing.h"

namespace watchpost {

class BeastFramer final : public Framer {
 public:
  void give(std::string_view chunk) override { rest_ = chunk; }
  std::optional<FramedLine> next() override;
  std::optional<FramedLine> finish() override;
  std::optional<FramedLine> end_of_datagram() override;
  std::uint64_t offset() const override { return offset_; }

 private:
  enum class State : std::uint8_t {
    boundary,     // nothing of the next frame has come
    begun,        // its escape has
    body,         // of a Beast frame, body_left_ bytes before its end
    body_escape,  // an escape in it: the first half of a data byte, or another frame's beginning
    line,         // what is no Beast frame
    line_escape,  // the same in a line
  };
  // Where the frame ends in rest_, and where the next begins; npos: not in this chunk.
  struct End {
    std::size_t frame_end = std::string_view::npos;
    std::size_t next_begin = 0;
    bool is_broken_off = false;  // by an escape that was kept with the frame and begins the next
  };

  End find_end();
  End end_in_body(std::size_t at);
  std::optional<FramedLine> keep_rest();
  std::optional<FramedLine> take(const End& end);
  static std::optional<FramedLine> framed(std::string_view bytes, std::uint64_t begin, bool is_line);

  std::string_view rest_;
  std::string kept_;  // the beginning of a frame whose end is not here yet
  std::string out_;   // kept_, when it has gone out
  State state_ = State::boundary;
  std::size_t body_left_ = 0;
  std::size_t length_ = 0;    // of the frame so far, also where it is too long to be kept
  bool is_skipping_ = false;  // it was too long, and has been told
  std::uint64_t offset_ = 0;
};

}  // namespace watchpost
