#include "exercises/grader/author/sync.hpp"

#include <fmt/core.h>

#include <sstream>

#include "common/io/file.hpp"
#include "common/io/fnv1a.hpp"
#include "exercises/grader/author/cut.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;  // bytes, or fingerprints, by path

/// Tells whether a file is the one that was written.
std::string fingerprint(const std::string& bytes) { return fmt::format("{:016x}", fnv1a(bytes)); }

/// Where a tree without solutions keeps an exercise's first state: a path below exercises/.
fs::path kept_stub(const Exercise& exercise) {
  return fs::path(".stubs") / exercise.path / exercise.file();
}

Files read_manifest(const fs::path& path) {
  Files prints;
  if (!fs::exists(path)) return prints;
  std::istringstream lines(read_file(path));
  for (std::string print, file; lines >> print >> file;) prints[file] = print;
  return prints;
}

}  // namespace

Files exercise_files(const Exercise& solution) {
  Files files;
  for (const auto& entry : fs::directory_iterator(solution.folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename();
    const std::string bytes = read_file(entry.path());
    files[name] = name == solution.file() ? cut_holes(bytes, entry.path()) : bytes;
  }
  return files;
}

SyncReport sync(const fs::path& solutions, const fs::path& exercises, bool check) {
  const fs::path manifest = exercises / "generated.txt";
  const Files before = read_manifest(manifest);
  Files wanted;
  std::map<std::string, bool> with_holes;
  for (const Exercise& exercise : exercises_in(solutions)) {
    for (const auto& [name, bytes] : exercise_files(exercise)) {
      wanted[exercise.path + "/" + name] = bytes;
      with_holes[exercise.path + "/" + name] = name == exercise.file();
    }
  }

  SyncReport report;
  for (const auto& [file, bytes] : wanted) {
    const fs::path path = exercises / file;
    if (fs::exists(path)) {
      const std::string present = read_file(path);
      if (present == bytes) continue;
      const auto written = before.find(file);
      if (written == before.end() || written->second != fingerprint(present)) {
        const bool begun = with_holes[file] && same_outside_holes(bytes, present);
        (begun ? report.begun : report.refused).push_back(file);
        continue;
      }
    }
    report.written.push_back(file);
    if (check) continue;
    fs::create_directories(path.parent_path());
    write_file_atomically(path, bytes);
  }
  for (const auto& [file, print] : before) {
    const fs::path path = exercises / file;
    if (wanted.contains(file) || !fs::exists(path)) continue;
    const bool edited = fingerprint(read_file(path)) != print;
    (edited ? report.refused : report.written).push_back(file + " (no longer in solutions/)");
    if (!edited && !check) fs::remove(path);
  }

  std::string lines;
  for (const auto& [file, bytes] : wanted) lines += fingerprint(bytes) + " " + file + "\n";
  if (!fs::exists(manifest) || read_file(manifest) != lines) {
    report.written.push_back("generated.txt");
    if (!check) write_file_atomically(manifest, lines);
  }
  return report;
}

std::optional<std::string> first_state(const Exercise& exercise, const fs::path& solutions) {
  const fs::path solution = solutions / exercise.path / exercise.file();
  if (fs::exists(solution)) return cut_holes(read_file(solution), solution);
  const fs::path exercises = exercise.folder.parent_path().parent_path();
  const fs::path kept = exercises / kept_stub(exercise);
  if (fs::exists(kept)) return read_file(kept);
  return {};
}

void hand_out(const std::vector<Exercise>& solutions, const fs::path& exercises) {
  const auto write = [&](const fs::path& file, const std::string& bytes) {
    fs::create_directories((exercises / file).parent_path());
    write_file_atomically(exercises / file, bytes);
  };
  for (const Exercise& exercise : solutions) {
    for (const auto& [name, bytes] : exercise_files(exercise)) {
      write(exercise.path + "/" + name, bytes);
      if (name == exercise.file()) write(kept_stub(exercise), bytes);
    }
  }
}

}  // namespace primer::grader
