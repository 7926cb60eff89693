#include "common/testing/source_tree.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "common/io/fnv1a.hpp"
#include "common/testing/source_text.hpp"

namespace primer::testing {
namespace {

std::vector<Include> includes_of(std::string_view source) {
  std::vector<Include> includes;
  int line = 1;
  std::string before;  // what stands on the line so far, without blanks
  for (const Piece& piece : pieces(source)) {
    if (piece.kind == Piece::Kind::literal && before == "#include") {
      const std::string_view written = piece.text.substr(1, piece.text.size() - 2);
      includes.push_back({std::string(written), "", line});
    }
    for (const char c : piece.text) {
      if (c == '\n') {
        ++line;
        before.clear();
      } else if (piece.kind != Piece::Kind::comment &&
                 std::isspace(static_cast<unsigned char>(c)) == 0) {
        before += c;
      }
    }
  }
  return includes;
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return text;
}

}  // namespace

SourceTree::SourceTree(std::map<std::string, std::string> files) : files_(std::move(files)) {
  for (const auto& [path, text] : files_) {
    includes_[path] = includes_of(text);
    for (Include& include : includes_[path]) {
      const bool bare = include.written.find('/') == std::string::npos;
      const std::string meant =
          bare ? std::string(folder_of(path)) + "/" + include.written : include.written;
      if (files_.contains(meant)) include.file = meant;
    }
  }
}

SourceTree SourceTree::read(const std::filesystem::path& root) {
  const std::set<std::string> extensions{".hpp", ".cpp", ".cu", ".cuh"};
  std::map<std::string, std::string> files;
  for (const char* folder : {"book", "chapters", "common", "kernels", "exercises", "solutions"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::filesystem::path& path = entry.path();
      if (!extensions.contains(path.extension().string())) continue;
      files[path.lexically_relative(root).generic_string()] = read_text(path);
    }
  }
  return SourceTree(std::move(files));
}

std::set<std::string> SourceTree::chapter(std::string_view folder) const {
  const std::string beginning = "chapters/" + std::string(folder) + "/";
  std::set<std::string> files;
  for (const auto& [path, text] : files_) {
    if (path.starts_with(beginning) && !is_test_or_bench(path)) files.insert(path);
  }
  return files;
}

std::set<std::string> SourceTree::implementations_of(const std::string& header) const {
  std::set<std::string> sources;
  const std::string folder = std::string(folder_of(header)) + "/";
  for (auto file = includes_.lower_bound(folder);
       file != includes_.end() && file->first.starts_with(folder); ++file) {
    const auto& [path, includes] = *file;
    const bool is_source = path.ends_with(".cpp") || path.ends_with(".cu");
    if (!is_source || is_test_or_bench(path)) continue;
    for (const Include& include : includes) {
      if (include.file == header) sources.insert(path);
    }
  }
  return sources;
}

std::set<std::string> SourceTree::library_of(const std::set<std::string>& files) const {
  std::set<std::string> reached;
  std::vector<std::string> waiting(files.begin(), files.end());
  const auto reach = [&](const std::string& path) {
    const bool library = path.starts_with("common/") || path.starts_with("kernels/");
    if (library && reached.insert(path).second) waiting.push_back(path);
  };
  while (!waiting.empty()) {
    const std::string path = waiting.back();
    waiting.pop_back();
    for (const Include& include : includes_.at(path)) reach(include.file);
    for (const std::string& source : implementations_of(path)) reach(source);
  }
  return reached;
}

std::string SourceTree::hash(const std::set<std::string>& files) const {
  std::uint64_t hash = fnv1a_begin;
  const auto add = [&](std::string_view text) {
    hash = fnv1a("\xff", fnv1a(text, hash));  // an end that no text contains
  };
  for (const std::string& path : files) {
    add(path);
    add(essence(files_.at(path)));
  }
  return fmt::format("{:016x}", hash);
}

std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/')); }

bool is_test_or_bench(std::string_view path) {
  const std::string_view stem = path.substr(0, path.rfind('.'));
  return stem.ends_with("_test") || stem.ends_with("_bench");
}

}  // namespace primer::testing
