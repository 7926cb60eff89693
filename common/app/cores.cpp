#include "common/app/cores.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace primer::app {

int usable_cores() {
  const int allowed = omp_get_num_procs();
  // A container may be given the time of two cores on a machine of sixty-four (cgroup v2: "200000 100000", or "max …").
  std::ifstream limits("/sys/fs/cgroup/cpu.max");
  double share = 0, period = 0;
  if (!(limits >> share >> period) || share <= 0 || period <= 0) return allowed;
  return std::clamp(static_cast<int>(std::ceil(share / period)), 1, allowed);
}

}  // namespace primer::app
