#include "daemon/query/held_answers.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace watchpost {
namespace {

constexpr std::size_t continuation_bytes_max = 100;

bool parse_number(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::optional<Continuation> parse_continuation(std::string_view text) {
  if (text.size() > continuation_bytes_max) return std::nullopt;
  const std::size_t second_dot = text.rfind('.');
  if (second_dot == std::string_view::npos || second_dot == 0) return std::nullopt;
  const std::size_t first_dot = text.rfind('.', second_dot - 1);
  if (first_dot == std::string_view::npos) return std::nullopt;
  Continuation continuation;
  continuation.stream = text.substr(0, first_dot);
  if (!parse_number(text.substr(first_dot + 1, second_dot - first_dot - 1), continuation.answer))
    return std::nullopt;
  if (!parse_number(text.substr(second_dot + 1), continuation.place)) return std::nullopt;
  return continuation;
}

std::string continuation_text(const Continuation& continuation) {
  std::string text(continuation.stream);
  text += '.';
  text += std::to_string(continuation.answer);
  text += '.';
  text += std::to_string(continuation.place);
  return text;
}

std::uint64_t HeldAnswers::hold(std::shared_ptr<const HeldAnswer> answer, ReceiveTime now) {
  forget_unused(now);
  if (held_.size() == held_max) held_.pop_front();
  ++last_number_;
  held_.push_back({last_number_, now, std::move(answer)});
  return last_number_;
}

std::shared_ptr<const HeldAnswer> HeldAnswers::find(std::uint64_t number, ReceiveTime now) {
  forget_unused(now);
  const auto found =
      std::find_if(held_.begin(), held_.end(), [number](const Held& held) { return held.number == number; });
  if (found == held_.end()) return nullptr;
  found->used = now;
  held_.splice(held_.end(), held_, found);
  return held_.back().answer;
}

void HeldAnswers::forget_unused(ReceiveTime now) {
  while (!held_.empty() && now - held_.front().used > kept_unused) held_.pop_front();
}

}  // namespace watchpost
