#include "adapters/transport/decompressor.h"

#include <zlib.h>
#include <zstd.h>

#include <string>

namespace watchpost {
namespace {

constexpr std::string_view gzip_magic = "\x1F\x8B\x08";
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";
constexpr int window_log_max = 27;  // 128 MiB, zstd's own limit for a stream

class GzipDecompressor final : public Decompressor {
 public:
  GzipDecompressor() { is_ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  ~GzipDecompressor() override {
    if (is_ready_) inflateEnd(&stream_);
  }
  GzipDecompressor(const GzipDecompressor&) = delete;
  GzipDecompressor& operator=(const GzipDecompressor&) = delete;

  Result<std::size_t> run(std::string_view& input, char* output, std::size_t output_bytes) override {
    if (!is_ready_) return Error{"", "no memory to decompress gzip"};
    if (is_whole_ && !begin_member(input)) return std::size_t{0};
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream_.avail_in = static_cast<uInt>(input.size());
    stream_.next_out = reinterpret_cast<Bytef*>(output);
    stream_.avail_out = static_cast<uInt>(output_bytes);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    input.remove_prefix(input.size() - stream_.avail_in);
    if (code == Z_STREAM_END)
      is_whole_ = true;
    else if (code != Z_OK && code != Z_BUF_ERROR)
      return Error{"", std::string("damaged gzip data: ") + (stream_.msg != nullptr ? stream_.msg : "?")};
    return output_bytes - stream_.avail_out;
  }

  bool is_whole() const override { return is_whole_; }

 private:
  // Members may follow one another, and zeros may fill up the last block of a tape.
  bool begin_member(std::string_view& input) {
    while (!input.empty() && input.front() == '\0') input.remove_prefix(1);
    if (input.empty()) return false;
    inflateReset(&stream_);
    is_whole_ = false;
    return true;
  }

  z_stream stream_{};
  bool is_ready_ = false;
  bool is_whole_ = false;
};

class ZstdDecompressor final : public Decompressor {
 public:
  ZstdDecompressor() {
    if (stream_ != nullptr) ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, window_log_max);
  }

  Result<std::size_t> run(std::string_view& input, char* output, std::size_t output_bytes) override {
    if (stream_ == nullptr) return Error{"", "no memory to decompress zstd"};
    ZSTD_inBuffer in{input.data(), input.size(), 0};
    ZSTD_outBuffer out{output, output_bytes, 0};
    const std::size_t code = ZSTD_decompressStream(stream_.get(), &out, &in);
    if (ZSTD_isError(code) != 0)
      return Error{"", std::string("damaged zstd data: ") + ZSTD_getErrorName(code)};
    // With neither input nor output it only says what it would like to have.
    if (in.pos > 0 || out.pos > 0) is_whole_ = code == 0;
    input.remove_prefix(in.pos);
    return out.pos;
  }

  bool is_whole() const override { return is_whole_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* stream) const { ZSTD_freeDCtx(stream); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> stream_{ZSTD_createDCtx()};
  bool is_whole_ = false;
};

bool is_beginning(std::string_view bytes, std::string_view magic) {
  return bytes.size() < magic.size() && magic.substr(0, bytes.size()) == bytes;
}

}  // namespace

Compression recognise(std::string_view first_bytes) {
  if (first_bytes.substr(0, gzip_magic.size()) == gzip_magic) return Compression::gzip;
  if (first_bytes.substr(0, zstd_magic.size()) == zstd_magic) return Compression::zstd;
  const bool may_become = is_beginning(first_bytes, gzip_magic) || is_beginning(first_bytes, zstd_magic);
  return may_become ? Compression::undecided : Compression::none;
}

std::unique_ptr<Decompressor> make_decompressor(Compression compression) {
  if (compression == Compression::gzip) return std::make_unique<GzipDecompressor>();
  if (compression == Compression::zstd) return std::make_unique<ZstdDecompressor>();
  return nullptr;
}

}  // namespace watchpost
