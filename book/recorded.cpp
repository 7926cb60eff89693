#include "book/recorded.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "book/refusal.hpp"
#include "book/text.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;
using nlohmann::json;

/// The run.json files that were asked for, by the folder below results/.
struct Recorded::Runs {
  std::map<std::string, json> read;
};

namespace {

/// Whether a key's folder is the name of a chapter, beside the one whose results these are.
bool is_chapter(const fs::path& results, const std::string& folder) {
  const fs::path chapters = results.parent_path().parent_path();
  return !folder.empty() && fs::exists(chapters / folder / "CMakeLists.txt");
}

json read_run(const fs::path& results, const std::string& folder) {
  const fs::path chapters = results.parent_path().parent_path();
  const fs::path path =
      (is_chapter(results, folder) ? chapters / folder / "results" : results / folder) / "run.json";
  if (!fs::exists(path)) return json();
  try {
    return json::parse(read_file(path));
  } catch (const json::exception&) {
    throw data_error(path.string(), "is no JSON", "record the chapter again");
  }
}

/// What stands under a name with dots, one object inside the other; null when there is nothing.
json inside(const json& run, std::string name) {
  replace_all(name, "~", "~0");  // as pointers have it
  replace_all(name, "/", "~1");
  replace_all(name, ".", "/");
  const json::json_pointer place("/" + name);
  return run.contains(place) ? run.at(place) : json();
}

}  // namespace

Recorded::Recorded(fs::path results)
    : results_(std::move(results)), runs_(std::make_unique<Runs>()) {}
Recorded::~Recorded() = default;

std::string Recorded::quote(const std::string& key) const {
  const std::size_t colon = key.find(':');
  const std::string format = colon == key.npos ? "" : key.substr(colon);
  std::string name = key.substr(0, colon), folder;
  if (const std::size_t slash = name.find('/'); slash != name.npos) {
    folder = name.substr(0, slash);
    name.erase(0, slash + 1);
  }
  if (!runs_->read.contains(folder)) runs_->read[folder] = read_run(results_, folder);
  const json& run = runs_->read[folder];
  const std::string file =
      (is_chapter(results_, folder) ? folder + "/results/"
                                    : "results/" + (folder.empty() ? "" : folder + "/")) +
      "run.json";
  if (run.is_null()) {
    throw Refusal(0, "{{" + key + "}}: there is no " + file, "record the chapter, or mend the key");
  }
  const bool timing = name.starts_with("timing.");
  const json number = inside(run, timing ? name : "numbers." + name);
  if (!number.is_number()) {
    throw Refusal(0, "{{" + key + "}}: " + file + " has no number of that name",
                  "mend the key, or record the chapter again");
  }
  try {
    std::string text = fmt::format(fmt::runtime("{" + format + "}"), number.get<double>());
    if (text.starts_with('-')) text.replace(0, 1, "−");  // a minus, as wide as a plus
    return text;
  } catch (const fmt::format_error&) {
    throw Refusal(0, "{{" + key + "}}: '" + format.substr(1) + "' is no format for a number",
                  "write it as fmt does, :.3f for three decimals");
  }
}

double Recorded::seconds() const {
  const json run = read_run(results_, "");
  const json total = inside(run, "timing.total");
  return total.is_number() ? total.get<double>() : 0;
}

std::string Recorded::machine() const {
  const json run = read_run(results_, "");
  const json cpu = inside(run, "machine.cpu"), threads = inside(run, "threads");
  if (!cpu.is_string() || !threads.is_number()) return "";
  return fmt::format("{}, {} threads", cpu.get<std::string>(), threads.get<int>());
}

}  // namespace primer::book
