// Decompressor: gzip and zstd as a stream. One file wraps both libraries.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "daemon/base/result.h"

namespace watchpost {

class Decompressor {
 public:
  virtual ~Decompressor() = default;

  // Takes from the front of `input` and fills `output` from its front; returns how many bytes it wrote.
  // Nothing written while input remains is possible: call again. Error: damaged (`where` is empty).
  virtual Result<std::size_t> run(std::string_view& input, char* output, std::size_t output_bytes) = 0;
  // The input so far ends where an archive may end.
  virtual bool is_whole() const = 0;
};

enum class Compression { undecided, none, gzip, zstd };

// By the first bytes; `undecided` while they are the beginning of both a plain text and an archive.
Compression recognise(std::string_view first_bytes);
std::unique_ptr<Decompressor> make_decompressor(Compression compression);

}  // namespace watchpost
