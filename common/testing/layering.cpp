#include "common/testing/layering.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

namespace primer::testing {
namespace {

/// A path's first folders: "common/nn" for depth 2 of "common/nn/linear.cpp".
std::string_view beginning(std::string_view path, int depth) {
  std::size_t end = 0;
  for (; depth > 0 && end != path.npos; --depth) end = path.find('/', end + (end > 0));
  return path.substr(0, end);
}

/// Why `file` may not include `target`; empty when it may.
std::string objection(std::string_view file, std::string_view target,
                      const std::vector<std::string>& rooms) {
  const std::string_view from = beginning(file, 1), to = beginning(target, 1);
  const std::string_view own_folder = beginning(file, 2), other_folder = beginning(target, 2);
  const bool testing = other_folder == "common/testing";

  if (testing) {
    const bool may = is_test_or_bench(file) || own_folder == "common/testing" ||
                     own_folder == "exercises/grader" || from == "book";
    return may ? "" : "common/testing is for _test and _bench files, the book, and the grader";
  }
  if (other_folder == "exercises/grader") {
    return from == "exercises" || from == "solutions" ? "" : "the grader is for exercises";
  }
  if (to == "exercises" || to == "solutions") {
    const bool own = folder_of(file) == folder_of(target);
    return own ? "" : "nothing includes exercises/ and solutions/";
  }
  if (to == "book") return from == "book" ? "" : "nothing includes book/";
  if (to == "chapters") {
    if (from != "chapters") return "only a chapter includes what is in chapters/";
    return own_folder == other_folder ? "" : "no chapter includes another";
  }
  if (from == "kernels" && to == "common") return "kernels/ does not know common/";
  if (from == "common" && to == "common" && own_folder != other_folder &&
      own_folder != "common/testing") {
    const auto place = [&](std::string_view folder) {
      return std::find(rooms.begin(), rooms.end(), folder.substr(folder.find('/') + 1));
    };
    if (place(own_folder) == rooms.end()) return "its room is not in common/CMakeLists.txt";
    if (place(other_folder) >= place(own_folder)) {
      return "the room stands after its own in common/CMakeLists.txt";
    }
  }
  return "";
}

/// Walks the includes in depth, and notes each that leads back to a file on the way.
class CycleSearch {
 public:
  CycleSearch(const SourceTree& tree, std::vector<std::string>& found)
      : tree_(tree), found_(found) {}

  void visit(const std::string& file) {
    if (!seen_.insert(file).second) return;
    way_.push_back(file);
    for (const Include& include : tree_.includes().at(file)) {
      if (include.file.empty()) continue;
      const auto before = std::find(way_.begin(), way_.end(), include.file);
      if (before == way_.end()) {
        visit(include.file);
        continue;
      }
      std::string circle;
      for (auto step = before; step != way_.end(); ++step) circle += *step + " -> ";
      found_.push_back(file + ":" + std::to_string(include.line) +
                       ": includes go in a circle: " + circle + include.file);
    }
    way_.pop_back();
  }

 private:
  const SourceTree& tree_;
  std::vector<std::string>& found_;
  std::set<std::string> seen_;
  std::vector<std::string> way_;
};

}  // namespace

std::vector<std::string> layering_violations(const SourceTree& tree,
                                             const std::vector<std::string>& rooms) {
  std::vector<std::string> found;
  for (const auto& [file, includes] : tree.includes()) {
    for (const Include& include : includes) {
      const std::string problem =
          include.file.empty()
              ? "there is no such file; write the path from the root, or a name in this folder"
              : objection(file, include.file, rooms);
      if (problem.empty()) continue;
      found.push_back(file + ":" + std::to_string(include.line) + ": \"" + include.written +
                      "\": " + problem);
    }
  }
  CycleSearch cycles(tree, found);
  for (const auto& [file, includes] : tree.includes()) cycles.visit(file);
  return found;
}

std::vector<std::string> rooms_in(const std::string& cmake_lists) {
  const std::string opening = "set(rooms ";
  const std::size_t begin = cmake_lists.find(opening);
  const std::size_t end = cmake_lists.find(')', begin);
  if (begin == std::string::npos || end == std::string::npos) {
    throw std::runtime_error("no line set(rooms ...)");
  }
  const std::size_t first = begin + opening.size();
  std::istringstream words(cmake_lists.substr(first, end - first));
  return {std::istream_iterator<std::string>(words), {}};
}

}  // namespace primer::testing
