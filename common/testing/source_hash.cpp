// Whether a chapter's recorded results still belong to its code. `./primer record` and `./primer check` call it:
//
//   source_hash record CHAPTER [DATA SET...]   prints what is kept beside the results as source.json
//   source_hash check                          compares the source.json of all chapters with the code as it is

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "common/testing/source_tree.hpp"

namespace {

using nlohmann::ordered_json;
using primer::testing::SourceTree;
namespace fs = std::filesystem;

const fs::path root = PRIMER_SOURCE_DIR;

/// The files of a data set with their hashes, as data/manifest has them.
ordered_json files_of_set(const std::string& set) {
  std::ifstream manifest(root / "data/manifest");
  ordered_json files = ordered_json::object();
  for (std::string line; std::getline(manifest, line);) {
    std::istringstream words(line);
    std::string kind, name, file, hash;
    if (words >> kind >> name >> file >> hash && kind == "file" && name == set) files[file] = hash;
  }
  return files;
}

ordered_json source_of(const SourceTree& tree, const std::string& chapter,
                       const std::vector<std::string>& sets) {
  const auto own = tree.chapter(chapter);
  ordered_json source{{"chapter", tree.hash(own)}, {"library", tree.hash(tree.library_of(own))}};
  source["data"] = ordered_json::object();
  for (const std::string& set : sets) source["data"][set] = files_of_set(set);
  return source;
}

/// Compares one results folder. @return whether its numbers can still be quoted
bool check(const SourceTree& tree, const std::string& chapter, const fs::path& results) {
  const std::string name = fs::relative(results, root).generic_string();
  std::ifstream file(results / "source.json");
  const ordered_json then = ordered_json::parse(file, nullptr, false);
  if (!then.is_object() || !then.contains("data") || !then["data"].is_object()) {
    std::cout << name << ": no readable source.json stands beside run.json; record it again\n";
    return false;
  }
  std::vector<std::string> sets;
  for (const auto& entry : then["data"].items()) sets.push_back(entry.key());
  const ordered_json now = source_of(tree, chapter, sets);
  const auto changed = [&](const char* key) { return then.value(key, ordered_json()) != now[key]; };
  const std::string kind =
      results.filename() == "results" ? "" : " --" + results.filename().string();
  const std::string again =
      " has changed since; record it again: ./primer record " + chapter + kind;
  if (changed("chapter")) std::cout << name << ": the chapter's code" << again << "\n";
  if (changed("data")) std::cout << name << ": the data" << again << "\n";
  if (changed("library")) std::cout << name << ": library code has changed since (allowed)\n";
  return !changed("chapter") && !changed("data");
}

int check_all(const SourceTree& tree) {
  bool all = true;
  for (const auto& folder : fs::directory_iterator(root / "chapters")) {
    const std::string chapter = folder.path().filename().string();
    for (const char* results : {"results", "results/full", "results/search"}) {
      const fs::path path = folder.path() / results;
      if (fs::exists(path / "run.json") && !check(tree, chapter, path)) all = false;
    }
  }
  return all ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const SourceTree tree = SourceTree::read(root);
  if (words.size() >= 2 && words[0] == "record") {
    std::cout << source_of(tree, words[1], {words.begin() + 2, words.end()}).dump(2) << "\n";
    return 0;
  }
  if (words == std::vector<std::string>{"check"}) return check_all(tree);
  std::cerr << "primer: error: source_hash: no such use; see the head of source_hash.cpp\n";
  return 2;
} catch (const std::exception& error) {
  std::cerr << "primer: error: source_hash: " << error.what() << "; mend the file it names\n";
  return 3;
}
