// Reload: the configuration read again while running (SIGHUP).
//
// Errors        all that is wrong with the file, as at the start; then nothing has changed.
// Threads       any one.
// Source        docs/interfaces.md, "Reload".
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/app/config.h"
#include "daemon/base/result.h"
#include "daemon/model/mission.h"

namespace watchpost {

struct ReloadResult {
  std::shared_ptr<const Mission> mission;  // nothing where it must not be taken
  std::vector<Error> errors;
  std::vector<std::string>
      warnings;  // each a whole line; also what of it needs a restart, and stays as it was
};

// `running` and `publish` are those that the daemon was started with.
ReloadResult load_again(const std::string& path, const Mission& running, const PublishSettings& publish);

// What a change of configuration has brought, for the log: `feeds +radar ~coast; rules -zone-entry-a`.
// REQUIRES: `next` has the numbers of `before` (daemon/model/mission_change.h)
std::string describe_change(const Mission& before, const Mission& next);

// Whether a feed is read in another way from here on, so that it must be opened anew.
bool is_read_differently(const Feed& before, const Feed& next);

}  // namespace watchpost
