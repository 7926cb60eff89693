#include "common/app/machine.hpp"

#include <fstream>

#include "common/app/cores.hpp"
#include "common/app/process.hpp"
#include "kernels/memory/card.hpp"

namespace primer::app {

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != line.npos) return line.substr(colon + 2);
  }
  return "unknown";
}

std::vector<std::pair<std::string, std::string>> machine(Device device) {
  std::vector<std::pair<std::string, std::string>> facts = {
      {"cpu", processor_name()},
      {"cores", std::to_string(usable_cores())},
#ifdef __clang__
      {"compiler", __VERSION__}};
#else
      {"compiler", "GCC " __VERSION__}};
#endif
  if (device.kind == Device::Kind::cuda) facts.emplace_back("gpu", cuda::card_name(device.index));
  return facts;
}

std::string commit() {
  const auto git = run_process(
      {"git", "-C", PRIMER_SOURCE_DIR, "describe", "--always", "--dirty", "--abbrev=12"});
  if (!git || git->status != 0 || git->output.empty()) return "unknown";
  return git->output.substr(0, git->output.find('\n'));
}

}  // namespace primer::app
