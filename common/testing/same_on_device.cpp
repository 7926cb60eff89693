// Whether a chapter computes the same on another device. ctest calls it:
//
//   same_on_device DEVICE FOLDER PROGRAM [OPTIONS...]
//
// runs the program with these options on the CPU and then on the device, and compares the two logs: losses to 1e-4, what
// counts examples (accuracies) to one in a hundred, for where two scores are nearly equal a last bit decides.

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "common/app/process.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::testing {
namespace {

using Words = std::vector<std::string>;
using Table = std::vector<Words>;

// No cell of these logs holds a comma.
Table read_table(const std::filesystem::path& path) {
  Table table;
  std::istringstream lines(read_file(path));
  for (std::string line; std::getline(lines, line);) {
    Words& row = table.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    row.resize(table[0].size());
  }
  return table;
}

void run(Words command, const std::filesystem::path& out, const std::string& device) {
  command.insert(command.end(), {"--device", device, "--out", out.string()});
  const auto finished = app::run_process(command);
  if (!finished) throw data_error(command[0], "there is no such program", "build it");
  std::cerr << finished->errors;
  if (finished->status != 0) {
    throw data_error(device, fmt::format("the run ended with exit code {}", finished->status),
                     "see what it printed above");
  }
}

bool agree(const std::string& column, const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (a.empty() || b.empty()) return false;
  const double x = std::stod(a), y = std::stod(b);
  const bool loss = column.find("loss") != std::string::npos;
  return std::abs(x - y) <= (loss ? 1e-4 * std::abs(x) : 0.01);
}

void compare(const Table& here, const Table& there, const std::string& device) {
  if (here.size() < 2 || here.size() != there.size() || here[0] != there[0]) {
    throw data_error("log.csv", "the two runs logged other things", "look at both");
  }
  for (std::size_t row = 1; row < here.size(); ++row) {
    for (std::size_t column = 0; column < here[0].size(); ++column) {
      const std::string &a = here[row][column], &b = there[row][column];
      const bool same = column < 3 ? a == b : agree(here[0][column], a, b);
      if (same) continue;
      throw data_error(
          fmt::format("{}, epoch {}", here[row][0], here[row][2]),
          fmt::format("{} is {} on the CPU and {} on {}", here[0][column], a, b, device),
          "one of the two has a mistake");
    }
  }
}

void check_run_json(const std::filesystem::path& out, const std::string& device) {
  const auto json = nlohmann::json::parse(read_file(out / "run.json"));
  if (!json.at("device").get<std::string>().starts_with(device)) {
    throw data_error("run.json", "the device is " + json.at("device").dump(),
                     "it should be " + device);
  }
  if (json.at("launches").get<int>() < 1) {
    throw data_error("run.json", "no kernel was launched", "see where the weights are made");
  }
}

}  // namespace
}  // namespace primer::testing

int main(int argc, char** argv) try {
  using namespace primer;
  const testing::Words words(argv + 1, argv + argc);
  if (words.size() < 3)
    throw usage_error("same_on_device", "too few words", "see the head of its source");
  const std::string& device = words[0];
  const std::filesystem::path out = words[1];
  const testing::Words command(words.begin() + 2, words.end());
  std::filesystem::create_directories(out);
  testing::run(command, out / "cpu", "cpu");
  testing::run(command, out / device, device);
  testing::compare(testing::read_table(out / "cpu/log.csv"),
                   testing::read_table(out / device / "log.csv"), device);
  testing::check_run_json(out / device, device);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "primer: error: " << error.what() << "\n";
  return 3;
}
