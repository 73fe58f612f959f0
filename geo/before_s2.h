// To be included before any header of S2.
//
// Debian built S2 and Abseil without sanitizers. With them Abseil's headers would lay out the nodes of
// S2's B-trees otherwise here than there, and the two meet in one program: S2 then never returns.
#pragma once

#include <absl/base/config.h>

#undef ABSL_HAVE_ADDRESS_SANITIZER
