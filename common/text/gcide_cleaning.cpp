// From GCIDE's entries to sentences: which paragraphs are kept.

#include <algorithm>
#include <array>
#include <vector>

#include "common/text/gcide.hpp"
#include "common/text/gcide_marks.hpp"
#include "common/text/phrases.hpp"

namespace primer::text {
namespace {

/// How the sources that paragraphs end with begin. What else is in brackets there, such as [Obs.], is none.
constexpr std::array<std::string_view, 11> sources = {"1913 Webster", "Webster", "WordNet", "PJC",
                                                      "Century Dict", "RDH",     "Stedman", "MI11",
                                                      "MW10",         "RP",      "AS"};

constexpr std::string_view blanks = " \t\r\n";

/// The source that a paragraph ends with; empty if it ends with none.
std::string_view source_of(std::string_view paragraph) {
  const std::size_t last = paragraph.find_last_not_of(blanks);
  if (last == std::string_view::npos || paragraph[last] != ']') return {};
  const std::size_t open = paragraph.rfind('[', last);
  if (open == std::string_view::npos) return {};
  const std::string_view inside = paragraph.substr(open + 1, last - open - 1);
  const bool is_source =
      std::ranges::any_of(sources, [&](std::string_view s) { return inside.starts_with(s); });
  return is_source ? inside : std::string_view();
}

bool starts_entry(std::string_view line) {
  return !line.empty() && blanks.find(line.front()) == std::string_view::npos;
}

/// Takes paragraphs one by one. Whether they are kept is known when their source comes.
class Cleaning {
 public:
  explicit Cleaning(std::span<const std::string> forbidden)
      : forbidden_(forbidden, shortest_forbidden) {}

  void take(std::string_view paragraph) {
    ++result_.paragraphs;
    waiting_.push_back(paragraph);
    const std::string_view source = source_of(paragraph);
    if (!source.empty()) settle(source.find("WordNet") != std::string_view::npos);
  }
  void end_entry() { settle(false); }
  CleanGcide result() && { return std::move(result_); }

 private:
  void settle(bool from_wordnet) {
    for (const std::string_view paragraph : waiting_) {
      if (from_wordnet || paragraph.find("[WordNet") != std::string_view::npos) {
        ++result_.from_wordnet;
        continue;
      }
      using namespace gcide;
      const std::string text = tidied(
          without_marks(without_authors(without_brackets(without_pronunciations(paragraph)))));
      if (forbidden_.found_in(text)) {
        ++result_.with_forbidden;
      } else {
        append_sentences(text, result_.sentences);
      }
    }
    waiting_.clear();
  }

  Phrases forbidden_;
  std::vector<std::string_view> waiting_;
  CleanGcide result_;
};

}  // namespace

CleanGcide clean_gcide(std::string_view dictionary, std::span<const std::string> forbidden) {
  const std::string folded = gcide::fold_diacritics(dictionary);
  Cleaning cleaning(forbidden);
  bool in_header = false;
  std::string_view rest = folded;
  std::size_t paragraph = 0;  // bytes of rest that belong to it
  const auto end_paragraph = [&](std::size_t next) {
    const std::string_view text = rest.substr(0, paragraph);
    if (!in_header && text.find_first_not_of(blanks) != std::string_view::npos) cleaning.take(text);
    rest.remove_prefix(next);
    paragraph = 0;
  };
  while (paragraph < rest.size()) {
    const std::string_view line = rest.substr(paragraph, rest.find('\n', paragraph) - paragraph);
    const std::size_t next = std::min(paragraph + line.size() + 1, rest.size());
    if (line.find_first_not_of(blanks) == std::string_view::npos) {
      end_paragraph(next);
    } else if (paragraph == 0 && starts_entry(line)) {
      cleaning.end_entry();
      // About the dictionary itself, until the first headword with its pronunciation
      if (line.starts_with("00-database")) in_header = true;
      if (line.find('\\') != std::string_view::npos) in_header = false;
      paragraph = next;
    } else {
      paragraph = next;
    }
  }
  end_paragraph(rest.size());
  cleaning.end_entry();
  return std::move(cleaning).result();
}

}  // namespace primer::text
