// Spans: when something holds, from a function of time, and how sure the moment is that others can see it at.
//
// Whoever watches through a sensor sees a threshold passed a little early or late: by the sensor's error, and
// by the time from one report to the next. certain_spans() gives for each time that something holds the
// windows in which its beginning and its end must be seen, and tells where a script comes too near to a
// threshold to demand anything.
//
// Units     seconds; the function's own.
#pragma once

#include <functional>
#include <vector>

namespace watchpost::simulate {

struct Span {
  double begin_s = 0;
  double end_s = 0;
};

// Positive or zero: it holds. Continuous.
using Measure = std::function<double(double time_s)>;

// When the measure is at least `threshold`, to a microsecond; what lasts less than the step may be missed.
std::vector<Span> spans_where(const Measure& measure, double threshold, Span within, double step_s = 1);

struct CertainSpan {
  Span begins;           // the window of the moment from which it is seen to hold
  Span ends;             // and of that from which it is not; at the end of `within` where it still holds
  bool is_open = false;  // it holds to the end
};

struct CertainSpans {
  std::vector<CertainSpan> spans;
  bool is_ambiguous = false;  // it came near the threshold, and did not pass it clearly
};

// `slack`: how far beyond the threshold it must be for nobody to miss it, and how near for somebody to see it
// too early; `delay_s`: how long until it is reported.
CertainSpans certain_spans(const Measure& measure, Span within, double slack, double delay_s);

}  // namespace watchpost::simulate
