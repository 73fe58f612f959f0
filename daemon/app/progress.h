// Progress: one line on a terminal's standard error while long work goes on; nothing elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace watchpost {

class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();  // takes the line away
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `total` 0: not known. Draws ten times a second at most.
  void show(std::uint64_t done, std::uint64_t total, const std::string& remark = {});

 private:
  std::string what_;
  bool is_terminal_;
  bool is_drawn_ = false;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace watchpost
