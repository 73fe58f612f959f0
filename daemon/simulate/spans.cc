#include "daemon/simulate/spans.h"

#include <algorithm>
#include <cmath>

namespace watchpost::simulate {
namespace {

// Where the measure passes the threshold, between two times of which one lies below it.
double passing_s(const Measure& measure, double threshold, double from_s, double to_s) {
  const bool holds_at_first = measure(from_s) >= threshold;
  while (to_s - from_s > 1e-6) {
    const double middle_s = (from_s + to_s) / 2;
    ((measure(middle_s) >= threshold) == holds_at_first ? from_s : to_s) = middle_s;
  }
  return (from_s + to_s) / 2;
}

}  // namespace

std::vector<Span> spans_where(const Measure& measure, double threshold, Span within, double step_s) {
  std::vector<Span> spans;
  double before_s = within.begin_s;
  bool held = measure(before_s) >= threshold;
  if (held) spans.push_back({before_s, within.end_s});
  while (before_s < within.end_s) {
    const double time_s = std::min(before_s + step_s, within.end_s);
    const bool holds = measure(time_s) >= threshold;
    if (holds != held) {
      const double at_s = passing_s(measure, threshold, before_s, time_s);
      if (holds)
        spans.push_back({at_s, within.end_s});
      else
        spans.back().end_s = at_s;
    }
    held = holds;
    before_s = time_s;
  }
  return spans;
}

CertainSpans certain_spans(const Measure& measure, Span within, double slack, double delay_s) {
  CertainSpans found;
  for (const Span& possible : spans_where(measure, -slack, within)) {
    const std::vector<Span> sure = spans_where(measure, slack, possible);
    if (sure.size() != 1) {
      found.is_ambiguous = true;  // touched and gone, or there and back
      continue;
    }
    CertainSpan span;
    span.begins = {possible.begin_s, sure.front().begin_s + delay_s};
    span.ends = {sure.front().end_s, possible.end_s + delay_s};
    span.is_open = sure.front().end_s >= within.end_s;
    if (span.begins.end_s > span.ends.begin_s) found.is_ambiguous = true;
    found.spans.push_back(span);
  }
  return found;
}

}  // namespace watchpost::simulate
