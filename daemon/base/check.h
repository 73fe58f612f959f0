// CHECK: an invariant of ours, on in every build. Bad input is never a CHECK.
#pragma once

#include <cstdio>
#include <cstdlib>

// Aborts with the place and the reason where the condition does not hold: the state can no
// longer be trusted, and a restart replays the recording into a sound one.
#define CHECK(condition, why)                                                                          \
  do {                                                                                                 \
    if (!(condition)) [[unlikely]] {                                                                   \
      std::fprintf(stderr, "%s:%d: broken invariant: %s (%s)\n", __FILE__, __LINE__, why, #condition); \
      std::abort();                                                                                    \
    }                                                                                                  \
  } while (false)
