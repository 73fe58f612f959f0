#include "adapters/transport/byte_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "adapters/transport/decompressor.h"
#include "adapters/transport/transport.h"

namespace watchpost {
namespace {

Error error_now(const std::string& name) {
  return {name, std::strerror(errno)};
}

}  // namespace

class ByteReader::Impl {
 public:
  Impl(std::string source, int file) : name(std::move(source)), descriptor(file) {
    struct stat status {};
    is_regular = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  }
  ~Impl() {
    if (descriptor != STDIN_FILENO) close(descriptor);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<Piece> next() {
    if (failure_) return *failure_;
    for (;;) {
      if (decompressor_ != nullptr) {
        auto piece = decompress();
        if (!piece || piece->state == State::bytes) return piece;
      }
      const std::size_t kept = compression == Compression::undecided ? read_.size() : 0;
      const ssize_t count = ::read(descriptor, in_.data() + kept, in_.size() - kept);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Piece{State::would_block, {}};
      if (count < 0) return fail(error_now(name));
      bytes_read += static_cast<std::uint64_t>(count);
      read_ = std::string_view(in_.data(), kept + static_cast<std::size_t>(count));
      if (count == 0) return at_end();
      if (compression == Compression::undecided) decide();
      if (compression == Compression::none) return Piece{State::bytes, std::exchange(read_, {})};
    }
  }

  const std::string name;
  const int descriptor;
  bool is_regular = false;
  Compression compression = Compression::undecided;
  std::uint64_t bytes_read = 0;

 private:
  void decide() {
    compression = recognise(read_);
    decompressor_ = make_decompressor(compression);
    if (decompressor_ != nullptr) out_ = std::make_unique<char[]>(read_bytes);
  }

  // `end` where more input is needed.
  Result<Piece> decompress() {
    while (!read_.empty() || is_output_full_) {
      const auto count = decompressor_->run(read_, out_.get(), read_bytes);
      if (!count) return fail(Error{name, count.error().what});
      is_output_full_ = *count == read_bytes;
      if (*count > 0) return Piece{State::bytes, {out_.get(), *count}};
    }
    return Piece{State::end, {}};
  }

  Result<Piece> at_end() {
    if (compression == Compression::undecided && !read_.empty()) {  // too short to be an archive
      compression = Compression::none;
      return Piece{State::bytes, std::exchange(read_, {})};
    }
    read_ = {};
    if (decompressor_ != nullptr && !decompressor_->is_whole())
      return fail(Error{name, "the compressed data is cut short"});
    return Piece{State::end, {}};
  }

  Error fail(Error error) {
    failure_ = error;
    return error;
  }

  std::array<char, read_bytes> in_;
  std::string_view read_;  // of in_: not yet handed on or decompressed
  std::unique_ptr<char[]> out_;
  bool is_output_full_ = false;  // the decompressor may hold more
  std::unique_ptr<Decompressor> decompressor_;
  std::optional<Error> failure_;
};

Result<ByteReader> ByteReader::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return error_now(path);
  struct stat status {};
  if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    return Error{path, "is a folder, expected a file"};
  }
  return ByteReader(std::make_unique<Impl>(path, descriptor));
}

ByteReader ByteReader::standard_input() {
  return ByteReader(std::make_unique<Impl>("standard input", STDIN_FILENO));
}

ByteReader::ByteReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ByteReader::ByteReader(ByteReader&&) noexcept = default;
ByteReader& ByteReader::operator=(ByteReader&&) noexcept = default;
ByteReader::~ByteReader() = default;

Result<ByteReader::Piece> ByteReader::next() {
  return impl_->next();
}
int ByteReader::descriptor() const {
  return impl_->descriptor;
}
bool ByteReader::is_regular_file() const {
  return impl_->is_regular;
}
bool ByteReader::is_compressed() const {
  return impl_->compression == Compression::gzip || impl_->compression == Compression::zstd;
}
const std::string& ByteReader::name() const {
  return impl_->name;
}
std::uint64_t ByteReader::bytes_read() const {
  return impl_->bytes_read;
}

std::uint64_t ByteReader::size_bytes() const {
  struct stat status {};
  if (!impl_->is_regular || fstat(impl_->descriptor, &status) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

bool ByteReader::is_replaced() const {
  struct stat mine {};
  struct stat named {};
  if (fstat(impl_->descriptor, &mine) != 0 || stat(impl_->name.c_str(), &named) != 0) return false;
  return mine.st_ino != named.st_ino || mine.st_dev != named.st_dev ||
         static_cast<std::uint64_t>(named.st_size) < impl_->bytes_read;
}

}  // namespace watchpost
