#include "daemon/app/config_toml_limits.h"

namespace watchpost {
namespace {

// Walks over the text as TOML's lexer would: strings and comments hide brackets and dots.
class NestingScan {
 public:
  explicit NestingScan(std::string_view text) : text_(text) {}

  std::optional<TomlMistake> run() {
    while (at_ < text_.size()) {
      const char letter = text_[at_];
      if (letter == '"' || letter == '\'') {
        skip_string(letter);
        continue;
      }
      if (letter == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      count(letter);
      if (depth_ > toml_depth_max) return mistake("brackets");
      if (dots_ > toml_depth_max) return mistake("names of a key");
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void count(char letter) {
    if (letter == '.') {
      ++dots_;
    } else if (letter == '=' || letter == ',' || letter == '\n') {
      dots_ = 0;
    } else if (letter == '[' || letter == '{') {
      ++depth_;
      dots_ = 0;
    } else if (letter == ']' || letter == '}') {
      if (depth_ > 0) --depth_;
      dots_ = 0;
    }
  }

  void skip_string(char quote) {
    const std::string_view three(quote == '"' ? "\"\"\"" : "'''", 3);
    const bool is_long = text_.substr(at_, 3) == three;
    at_ += is_long ? 3 : 1;
    while (at_ < text_.size()) {
      if (quote == '"' && text_[at_] == '\\') {
        at_ += 2;
      } else if (is_long && text_.substr(at_, 3) == three) {
        at_ += 3;
        return;
      } else if (!is_long && (text_[at_] == quote || text_[at_] == '\n')) {
        ++at_;
        return;
      } else {
        ++at_;
      }
    }
  }

  TomlMistake mistake(std::string_view what) const {
    Place place;
    std::size_t line_begin = 0;
    for (std::size_t i = 0; i < at_; ++i)
      if (text_[i] == '\n') {
        ++place.line;
        line_begin = i + 1;
      }
    place.column = static_cast<std::uint32_t>(at_ - line_begin + 1);
    const std::string limit = std::to_string(toml_depth_max);
    return {place, "found more than " + limit + " " + std::string(what) +
                       " inside one another, expected at most " + limit};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int dots_ = 0;
};

}  // namespace

std::optional<TomlMistake> find_deep_nesting(std::string_view text) {
  return NestingScan(text).run();
}

}  // namespace watchpost
