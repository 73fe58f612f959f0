// Pipeline: the daemon's threads and queues, wired. The only place that knows them all.
//
//   I/O thread ──(one queue, in order of receive time)──► core thread ──► publish thread
//     feeds, timers      allowance of batches a feed          │
//         ◄──(used batches)───────────────────────────────────┴──────────► query thread
//
// One I/O thread stamps everything, so one queue keeps the order of receive time; each feed has
// an allowance of batches in it, and is not read while the allowance is used up. One slow or
// flooding feed therefore never fills the queue for the others.
//
// Errors   start() says why the daemon cannot run; a feed that cannot be opened is tried again.
// Threads  start() and stop() from their owner.
#pragma once

#include <memory>
#include <string>

#include "daemon/app/config.h"
#include "daemon/base/result.h"

namespace watchpost {

class Pipeline {
 public:
  explicit Pipeline(Configuration configuration);
  ~Pipeline();

  Status start();
  // The configuration read again, at the next tick: what is true of name, node, mode and [publish] stays.
  // False where too many wait already. From start()'s thread.
  bool reconfigure(std::shared_ptr<const Mission> mission);

  // Takes what has been received to its end, and ends. At most a few seconds.
  void stop();

  // The sockets that consumers connect to, after start().
  const std::string& stream_endpoint() const;
  const std::string& query_endpoint() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace watchpost
