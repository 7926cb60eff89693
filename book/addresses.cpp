// Where the links of a text lead, and what its pieces of code name.

#include <algorithm>
#include <cctype>

#include "book/binder.hpp"
#include "book/prose.hpp"
#include "book/refusal.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

std::string Binder::page_address(const Subject& subject, const std::string& target) const {
  for (const char* scheme : {"http://", "https://", "mailto:"}) {
    if (target.starts_with(scheme)) return target;
  }
  if (target.starts_with('@')) {
    if (bibliography_.find(target.substr(1)) == nullptr)
      throw Refusal(0, "there is no " + target.substr(1) + " in book/bibliography.bib",
                    "write its entry");
    return "bibliography.html#" + target.substr(1);
  }
  const std::size_t hash = target.find('#');
  const fs::path file =
      hash == 0 ? subject.file
                : (subject.file.parent_path() / target.substr(0, hash)).lexically_normal();
  const std::string path = shown(file);
  std::string address;
  const auto pages = files();
  const bool is_page = std::find(pages.begin(), pages.end(), file) != pages.end();
  const Subject meant = is_page ? subject_of(file) : Subject();
  if (!meant.id.empty()) address = meant.id + ".html";
  if (path.starts_with("common/") || path.starts_with("kernels/")) address = symbols_.file(path);
  for (const Chapter& chapter : course_.chapters) {
    if (path == "exercises/" + chapter.folder) address = chapter.id() + "-exercises.html";
  }
  if (address.empty())
    throw Refusal(0, "there is no page " + target,
                  "name a file that is one, as seen from this one");
  if (hash == target.npos) return address;
  const std::string section = target.substr(hash + 1);
  const auto sections = sections_of(read_file(file));
  if (std::find(sections.begin(), sections.end(), section) == sections.end()) {
    throw Refusal(0, "there is no section #" + section + " in " + path,
                  "mend the name, or leave it out");
  }
  return address + "#" + meant.id + "-" + section;
}

std::string Binder::code_address(const std::string& code, const Dictionary& dictionary) const {
  for (const Chapter& chapter : course_.chapters) {
    for (const Exercise& exercise : chapter.exercises) {
      if (code == "./primer grade " + exercise.number || code == "./primer hint " + exercise.number)
        return exercise.id + ".html";
    }
    if (code == "exercises/" + chapter.folder) return chapter.id() + "-exercises.html";
  }
  if (code.find('/') != code.npos) return symbols_.file(code);
  // A name, perhaps with what it takes: train::fit, requires_grad_(), backward(Number).
  const std::size_t open = code.find('(');
  const std::string name = code.substr(0, open);
  const std::string taken = open == code.npos ? "()" : code.substr(open);
  const auto is_name = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':';
    });
  };
  const bool plain =
      taken.ends_with(')') && is_name(std::string_view(taken).substr(1, taken.size() - 2));
  if (name.empty() || !is_name(name) || !plain) return "";
  if (const auto own = dictionary.definitions->find(name); own != dictionary.definitions->end()) {
    return own->second.address;
  }
  const Symbol* symbol = symbols_.find(name, dictionary.chapter_scope);
  if (symbol == nullptr || symbol->name.starts_with(dictionary.chapter_scope + "::")) return "";
  return symbol->url;
}

}  // namespace primer::book
