#include "exercises/grader/class/listing.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#include "exercises/grader/class/fingerprint.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 255;  // of a file, in bytes

/// The name without the ending of an archive; the whole name if it has none.
std::string without_ending(const std::string& name) {
  std::string lower = name;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view ending : {".zip", ".tar.gz", ".tgz"}) {
    if (lower.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

/// Names that the reports' folder has for something else.
std::set<std::string> taken_names(const fs::path& folder, const fs::path& out) {
  std::set<std::string> taken{"grades.csv", "totals.csv", "similar.csv", "batch.json"};
  const fs::path way = fs::weakly_canonical(folder).lexically_relative(fs::weakly_canonical(out));
  if (!way.empty() && *way.begin() != "..") taken.insert(way.begin()->string());
  return taken;
}

std::string id_of(const std::string& name, const std::set<std::string>& taken) {
  std::string id = clean_line(name);
  if (id.size() <= longest_name && !taken.contains(id)) return id;
  return clean_line(id, longest_name - 40) + "~" + Fingerprint().add(name).digits().substr(0, 8);
}

/// Whether this is somebody's submission. A link is one too: nobody follows it, and a report says so.
bool is_submission(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename();
  std::error_code none;
  if (name.starts_with('.')) return false;
  if (entry.is_directory(none)) return true;
  return without_ending(name) != name && (entry.is_regular_file(none) || entry.is_symlink(none));
}

}  // namespace

Listing submissions_in(const fs::path& folder, const fs::path& out) {
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) {
    throw usage_error("--submissions", printable(folder.string()) + " is no folder",
                      "name the one that holds a folder or an archive for each student");
  }
  if (fs::equivalent(folder, out, problem)) {
    throw usage_error("--out", "the reports would stand among the submissions",
                      "name another folder");
  }
  const std::set<std::string> taken = taken_names(folder, out);
  std::map<std::string, Entry> entries;
  Listing listing;
  fs::directory_iterator at(folder, problem);
  for (; !problem && at != fs::directory_iterator(); at.increment(problem)) {
    const std::string name = at->path().filename();
    std::error_code none;
    if (fs::equivalent(at->path(), out, none)) continue;
    if (!is_submission(*at)) {
      listing.ignored.push_back(clean_line(name));
      continue;
    }
    const bool is_archive = !at->is_directory(none);
    Entry& entry = entries[id_of(is_archive ? without_ending(name) : name, taken)];
    entry.paths.push_back(at->path());
  }
  if (problem) {
    throw data_error(printable(folder.string()), "cannot be read: " + problem.message(),
                     "check who owns it");
  }
  for (auto& [id, entry] : entries) {
    entry.id = id;
    std::sort(entry.paths.begin(), entry.paths.end());
    listing.entries.push_back(std::move(entry));
  }
  std::sort(listing.ignored.begin(), listing.ignored.end());
  return listing;
}

}  // namespace primer::grader
