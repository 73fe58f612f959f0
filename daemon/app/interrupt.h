// Interrupt: SIGINT and SIGTERM, and SIGHUP, as flags that loops look at.
//
// Threads   watch() once, before any other thread; the flag from any.
#pragma once

#include <atomic>

namespace watchpost {

void watch_for_interrupt();
bool is_interrupted();
// Returns after `milliseconds`, or sooner where it is interrupted.
void sleep_unless_interrupted(int milliseconds);

// SIGHUP, where it is watched for: whether one has come since this was asked last.
void watch_for_hangup();
bool take_hangup();

// Sets the flag too, at the signal. It must outlive the program's last signal, or be taken back.
void stop_on_interrupt(std::atomic<bool>& is_stopped);

}  // namespace watchpost
