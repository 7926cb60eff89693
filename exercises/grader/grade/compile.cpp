#include "exercises/grader/grade/compile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "common/io/printable.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

/// "dir/file.cpp:3:5: …" without the folders.
std::string without_folders(const std::string& line) {
  const std::size_t end = line.find(':');
  const std::size_t slash = end == line.npos ? line.npos : line.rfind('/', end);
  return slash == line.npos ? line : line.substr(slash + 1);
}

}  // namespace

std::vector<std::string> command_of(const CompilerCall& call) {
  std::vector<std::string> command{PRIMER_CXX, "-std=c++20", "-w", "-pipe"};
  // Optimised, sanitized code takes twice as long to compile, and sees less.
  command.push_back(call.sanitize ? "-O0" : "-O1");
  for (const std::string option :
       {"-fdiagnostics-color=never", "-fmax-errors=3", "-MD", "-MF", "worker.d"}) {
    command.push_back(option);
  }
  for (const fs::path& folder : call.include) command.push_back("-I" + folder.string());
  command.push_back(call.source);
  if (call.sanitize) {
    command.push_back("-fsanitize=address,undefined");
    command.push_back("-fno-sanitize-recover=all");
  }
  command.push_back("-Wl,--whole-archive");
  for (const fs::path& archive : call.archives) command.push_back(archive);
  for (const std::string option : {"-Wl,--no-whole-archive", "-pthread", "-o", "worker"}) {
    command.push_back(option);
  }
  return command;
}

std::string foreign_include(const fs::path& dependencies, const std::vector<fs::path>& allowed) {
  std::ifstream file(dependencies);
  std::string word;
  for (file >> word; file >> word;) {  // the first is the target
    if (word == "\\" || word.ends_with(':')) continue;
    const fs::path path = fs::weakly_canonical(dependencies.parent_path() / word);
    const auto within = [&](const fs::path& folder) {
      const fs::path canonical = fs::weakly_canonical(folder);
      return std::mismatch(canonical.begin(), canonical.end(), path.begin(), path.end()).first ==
             canonical.end();
    };
    if (within("/usr") || within(dependencies.parent_path())) continue;
    if (std::any_of(allowed.begin(), allowed.end(), within)) continue;
    return word;
  }
  return "";
}

std::string compiler_complaint(const Outcome& outcome, double seconds) {
  switch (outcome.end) {
    case Outcome::End::timed_out:
      return fmt::format("the compiler did not finish within {} s", seconds);
    case Outcome::End::not_started:
      return "the compiler could not be started: " + outcome.output;
    default:
      break;
  }
  std::istringstream lines(outcome.output);
  std::string line, complaint;
  int count = 0;
  while (count < 12 && std::getline(lines, line)) {
    const bool error = line.find("error:") != line.npos ||
                       line.find("undefined reference") != line.npos ||
                       line.find("multiple definition") != line.npos;
    if (count == 0 && !error) continue;
    if (count > 0 && error) break;
    const std::size_t undefined =
        line.find("undefined reference");  // behind a section's mangled name
    complaint += (count++ == 0 ? "" : "\n") +
                 (undefined == line.npos ? without_folders(line) : line.substr(undefined));
  }
  if (outcome.end == Outcome::End::too_much_output && complaint.empty()) {
    return "the compiler had more to say than fits in a report";
  }
  return complaint.empty() ? "the compiler gave up: " + printable(outcome.output, 300) : complaint;
}

}  // namespace primer::grader
