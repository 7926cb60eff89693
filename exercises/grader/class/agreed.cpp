#include "exercises/grader/class/agreed.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"

namespace primer::grader {
namespace {

using nlohmann::json;

/// The exercises of an earlier run that are not among these, as words of one line; empty if there is none.
std::string left_out(const json& earlier, const std::vector<std::string>& chosen) {
  std::string names;
  if (!earlier.contains("exercises") || !earlier["exercises"].is_array()) return names;
  for (const json& path : earlier["exercises"]) {
    const std::string name = path.is_string() ? path.get<std::string>() : "";
    if (name.empty() || std::ranges::find(chosen, name) != chosen.end()) continue;
    names += (names.empty() ? "" : ", ") + printable(name, 100);
  }
  return names;
}

}  // namespace

std::uint64_t agreed_seed(const Batch& batch) {
  const std::filesystem::path file = batch.out / "batch.json";
  std::uint64_t seed = batch.settings.seed;
  std::vector<std::string> chosen;
  for (const Exercise& exercise : batch.exercises) chosen.push_back(exercise.path);
  if (std::filesystem::exists(file)) {
    const json earlier = json::parse(read_file(file, 1 << 20), nullptr, false);
    const bool readable = earlier.is_object();
    if (const std::string names = readable ? left_out(earlier, chosen) : ""; !names.empty()) {
      throw usage_error("--out " + printable(batch.out.string()),
                        "holds the points for " + names + " too, and would forget them",
                        "name these exercises as well, or another folder: one for each selection");
    }
    if (!batch.seed_given && readable && earlier.contains("seed") &&
        earlier["seed"].is_number_unsigned())
      seed = earlier["seed"];
  }
  write_file_atomically(file, json{{"seed", seed}, {"exercises", chosen}}.dump() + "\n");
  return seed;
}

}  // namespace primer::grader
