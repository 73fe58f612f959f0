#include "daemon/app/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace watchpost {

Progress::Progress(std::string what)
    : what_(std::move(what)),
      is_terminal_(isatty(STDERR_FILENO) != 0),
      started_(std::chrono::steady_clock::now()) {
  next_ = started_ + std::chrono::milliseconds(300);  // short work shows nothing
}

Progress::~Progress() {
  if (is_drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::uint64_t done, std::uint64_t total, const std::string& remark) {
  if (!is_terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  is_drawn_ = true;
  constexpr int width = 30;
  const double share = total == 0 ? 0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const int filled = static_cast<int>(share * width);
  std::string bar(static_cast<std::size_t>(filled), '#');
  bar.resize(width, '.');
  if (total != 0)
    std::fprintf(stderr, "\r\033[K%s [%s] %3.0f %% %s", what_.c_str(), bar.c_str(), share * 100,
                 remark.c_str());
  else
    std::fprintf(stderr, "\r\033[K%s %.1f MB %s", what_.c_str(), static_cast<double>(done) / 1e6,
                 remark.c_str());
  std::fflush(stderr);
}

}  // namespace watchpost
