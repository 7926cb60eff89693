// Whether a chapter prints with --quick what its expected.txt says. ctest and `./primer record` call it:
//
//   expected check FILE COMMAND...   runs the command and compares what it prints with the file
//   expected write FILE              prints the file as it should be when a chapter prints what stands on stdin

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <iterator>

#include "common/app/process.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/expected.hpp"

namespace primer::testing {
namespace {

using Words = std::vector<std::string>;

std::string again(const std::filesystem::path& file) {
  return "./primer record " + file.parent_path().filename().string();
}

void check(const std::filesystem::path& file, const std::string& name, const Words& command) {
  if (!std::filesystem::exists(file)) {
    throw data_error(name, "there is none", "write it with " + again(file));
  }
  const Expected expected = parse_expected(read_file(file), name);
  const auto run = app::run_process(command);
  if (!run) throw data_error(command[0], "there is no such program", "build it");
  std::cerr << run->errors;
  if (run->status != 0) {
    throw data_error(name, fmt::format("the run ended with exit code {}", run->status),
                     "see what it printed above");
  }
  const auto differences = compare(expected, run->output);
  for (const std::string& difference : differences) std::cout << name << ":" << difference << "\n";
  if (differences.empty()) return;
  throw data_error(name, "--quick prints something else, as listed above",
                   "mend the code, or if the change is meant: " + again(file));
}

void write(const std::filesystem::path& file, const std::string& name) {
  const std::string printed{std::istreambuf_iterator<char>(std::cin), {}};
  const std::string head = std::filesystem::exists(file)
                               ? parse_expected(read_file(file), name).head
                               : default_head(file.parent_path().filename().string());
  std::cout << write_expected(head, printed, name);
}

}  // namespace
}  // namespace primer::testing

int main(int argc, char** argv) try {
  using namespace primer;
  const testing::Words words(argv + 1, argv + argc);
  const std::string use = words.empty() ? "" : words[0];
  if (!(use == "check" && words.size() > 2) && !(use == "write" && words.size() == 2)) {
    throw usage_error("expected", "no such use", "see the head of expected_main.cpp");
  }
  const std::filesystem::path file = std::filesystem::absolute(words[1]);
  const std::string name = file.lexically_relative(PRIMER_SOURCE_DIR).generic_string();
  if (use == "check") testing::check(file, name, {words.begin() + 2, words.end()});
  if (use == "write") testing::write(file, name);
  return 0;
} catch (const primer::Error& error) {
  std::cerr << "primer: error: " << error.what() << "\n";
  return error.exit_code();
}
