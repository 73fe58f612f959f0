// FeedFile: a recorded feed read on the caller's own thread, for `decode` and `replay`.
//
// gzip and zstd are recognised by their first bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "adapters/feed_decoder.h"
#include "adapters/transport/byte_reader.h"
#include "daemon/base/result.h"

namespace watchpost {

class FeedFile {
 public:
  // "-" is standard input.
  static Result<FeedFile> open(const std::string& path);

  // Gives the decoder one more piece, 64 KiB at most; false at the end, when the decoder has finished.
  // After an Error too it has finished, with what there was.
  Result<bool> step(FeedDecoder& decoder);

  std::uint64_t bytes_read() const { return reader_.bytes_read(); }
  std::uint64_t size_bytes() const { return reader_.size_bytes(); }  // 0 where not known

 private:
  explicit FeedFile(ByteReader reader) : reader_(std::move(reader)) {}

  // Until something can be read; false where a signal came first. A pipe that stalls must not keep back
  // what came before the first recorded time for ever.
  bool wait_readable(FeedDecoder& decoder) const;

  ByteReader reader_;
};

// All of it. `progress` is called after each piece; where it returns false reading stops there and then,
// and what the decoder has kept is not asked for.
using ReadProgress = std::function<bool(std::uint64_t bytes_read, std::uint64_t size_bytes)>;
Status read_file(const std::string& path, FeedDecoder& decoder, const ReadProgress& progress = {});

}  // namespace watchpost
