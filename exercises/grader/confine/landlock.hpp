#pragma once
// Landlock: Linux's way for a program to give up access to files, the network and other processes, for itself and for all
// that it starts. See landlock(7).

#include <string>
#include <vector>

namespace primer::grader {

/// The version of Landlock that this system has; 0 if none.
int landlock_version();

/// From here on this process may read and run what is below `readable`, write below `writable`, and no other file; it
/// may use no TCP and signal nobody outside, as far as the version goes. Paths that do not exist are left out.
/// @return false when the system refuses
bool landlock(const std::vector<std::string>& readable, const std::vector<std::string>& writable);

}  // namespace primer::grader
