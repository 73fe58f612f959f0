// ByteReader: the bytes of a file or a pipe in pieces, decompressed where they are gzip or zstd.
//
// Errors    an archive that is cut short or damaged gives what it has, then an Error.
// Memory    two buffers of 64 KiB and the decompressor's window (zstd: 128 MiB at most, else refused).
// Threads   one caller at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/base/result.h"

namespace watchpost {

class ByteReader {
 public:
  enum class State : std::uint8_t { bytes, would_block, end };
  struct Piece {
    State state = State::end;
    std::string_view bytes;  // good until the next call
  };

  // A regular file, a pipe or a device; a pipe without a writer does not block.
  static Result<ByteReader> open(const std::string& path);
  // Standard input, which stays open. It blocks unless the caller has set it otherwise.
  static ByteReader standard_input();

  ByteReader(ByteReader&&) noexcept;
  ByteReader& operator=(ByteReader&&) noexcept;
  ~ByteReader();

  // After `end` it may be called again: more may have been written.
  Result<Piece> next();

  int descriptor() const;
  bool is_regular_file() const;
  bool is_compressed() const;
  const std::string& name() const;   // for messages
  std::uint64_t bytes_read() const;  // of the file, not of what it holds
  std::uint64_t size_bytes() const;  // of a regular file now; 0 for others
  bool is_replaced() const;          // another file has its name, or it has been cut short

 private:
  class Impl;
  explicit ByteReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace watchpost
