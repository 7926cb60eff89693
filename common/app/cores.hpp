#pragma once
// How many threads a run should use.

namespace primer::app {

/// How many cores this process may use: what its affinity allows, and no more than a container's share of the time.
int usable_cores();

}  // namespace primer::app
