#include "daemon/app/interrupt.h"

#include <poll.h>
#include <unistd.h>

#include <csignal>

namespace watchpost {
namespace {

volatile std::sig_atomic_t interrupted = 0;

volatile std::sig_atomic_t hung_up = 0;

std::atomic<std::atomic<bool>*> stopped_flag{nullptr};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

extern "C" void on_interrupt(int /*signal*/) {
  interrupted = 1;
  if (std::atomic<bool>* flag = stopped_flag.load(); flag != nullptr) flag->store(true);
}

extern "C" void on_hangup(int /*signal*/) {
  hung_up = 1;
}

}  // namespace

void watch_for_hangup() {
  struct sigaction action {};
  action.sa_handler = on_hangup;
  sigaction(SIGHUP, &action, nullptr);
}

bool take_hangup() {
  const bool has_come = hung_up != 0;
  if (has_come) hung_up = 0;
  return has_come;
}

void watch_for_interrupt() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;  // no SA_RESTART: a sleep ends
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

bool is_interrupted() {
  return interrupted != 0;
}

void stop_on_interrupt(std::atomic<bool>& is_stopped) {
  stopped_flag = &is_stopped;
}

void sleep_unless_interrupted(int milliseconds) {
  constexpr int step_ms = 100;  // a signal may have come just before the poll
  for (int slept_ms = 0; slept_ms < milliseconds && !is_interrupted(); slept_ms += step_ms)
    poll(nullptr, 0, milliseconds - slept_ms < step_ms ? milliseconds - slept_ms : step_ms);
}

}  // namespace watchpost
