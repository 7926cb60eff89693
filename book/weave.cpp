#include "book/weave.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "book/listing.hpp"
#include "book/prose.hpp"
#include "book/refusal.hpp"
#include "book/text.hpp"
#include "common/error/error.hpp"

namespace primer::book {
namespace {

/// HTML as it is. Nothing in it may end it, or the comment that the page is.
std::string raw(std::string html) {
  for (const auto& [mark, entity] :
       {std::pair{"*/", "*&#47;"}, {"/*", "/&#42;"}, {"\\end", "&#92;end"}, {"@end", "&#64;end"}})
    replace_all(html, mark, entity);
  return "\\htmlonly[block]" + html + "\\endhtmlonly";
}

/// HTML of several lines in one: those of a listing have to stay apart for whoever copies them.
std::string in_one_line(std::string html) {
  replace_all(html, "\n", "&#10;");
  return html;
}

/// Sections that every chapter has stand in boxes of their own.
std::string_view box_of(std::string_view title) {
  using Box = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Box, 5> boxes{{{"Results", "results"},
                                      {"Run it yourself", "run"},
                                      {"Exercises", "exercises"},
                                      {"What the article gets wrong", "wrong"},
                                      {"Further reading", "reading"}}};
  for (const auto& [name, box] : boxes) {
    if (title == name) return box;
  }
  return {};
}

/// Code that says nothing: includes, and where a namespace begins and ends.
bool is_boilerplate(std::string_view line) {
  line = trim(line);
  return line.empty() || line.starts_with("#include") || line.starts_with("namespace ") ||
         line.starts_with("}  // namespace");
}

class Weaver {
 public:
  Weaver(std::string file, std::vector<Line> lines, const Frame& frame, const Surroundings& around)
      : file_(std::move(file)), lines_(std::move(lines)), frame_(frame), around_(around) {
    own_lines_ = lines_.size();
    for (Line& line : read_markdown(frame.more_text)) lines_.push_back(std::move(line));
    page_.resize(lines_.size());
  }

  std::string weave(const std::vector<std::string>& coloured) {
    coloured_ = &coloured;
    std::size_t end = 1;
    for (std::size_t i = 1; i < lines_.size(); i = end) {
      while (end < lines_.size() &&
             (lines_[end].kind == Line::Kind::prose) == (lines_[i].kind == Line::Kind::prose)) {
        ++end;
      }
      if (lines_[i].kind == Line::Kind::prose) {
        prose(i, end);
      } else {
        code(i, end);
      }
    }
    return assemble();
  }

 private:
  // --- the page around the text -------------------------------------------------------------------------------------

  std::string assemble() {
    const std::string title = guarded(0, [&] { return heading(frame_.title, around_); });
    page_[0] = frame_.id == "index" ? "/*! \\mainpage " + title
                                    : fmt::format("/*! \\page {} {}", frame_.id, title);
    std::string head = frame_.contents ? "\\tableofcontents{HTML:2} " : "";
    if (!frame_.below.empty()) {
      head += raw("<div hidden>") + " ";
      for (const std::string& id : frame_.below) head += "\\subpage " + id + " ";
      head += raw("</div>");
    }
    if (!frame_.head.empty()) head += raw(in_one_line(frame_.head));
    if (page_.size() < 2) page_.emplace_back();
    page_[1] = head + " " + page_[1];
    page_.back() += close_box() + raw(in_one_line(frame_.foot)) + " */";
    std::string text;
    for (const std::string& line : page_) text += line + "\n";
    return text;
  }

  std::string close_box() {
    const std::string tag = std::exchange(box_end_, "");
    return tag.empty() ? "" : raw(tag);
  }

  // --- code ---------------------------------------------------------------------------------------------------------

  void code(std::size_t begin, std::size_t end) {
    while (begin < end && lines_[begin].kind == Line::Kind::empty) ++begin;
    while (begin < end && lines_[end - 1].kind == Line::Kind::empty) --end;
    if (begin == end) return;
    bool boilerplate = true, includes = false;
    for (std::size_t i = begin; i < end; ++i) {
      boilerplate = boilerplate && is_boilerplate(lines_[i].text);
      includes = includes || lines_[i].text.starts_with("#include");
    }
    const auto first = coloured_->begin() + static_cast<std::ptrdiff_t>(begin);
    std::string html =
        listing({first, first + static_cast<std::ptrdiff_t>(end - begin)}, begin + 1);
    if (boilerplate && includes) {
      html = "<details class=\"boilerplate\"><summary>what this page includes</summary>" + html +
             "</details>";
    } else if (boilerplate) {
      html = "<div class=\"boilerplate\">" + html + "</div>";
    }
    // A section's box is for its text.
    put(begin, close_box() + raw(html));
  }

  /// Text of several lines, from this line of the page on.
  void put(std::size_t begin, const std::string& text) {
    for (const std::string& line : lines_of(text)) page_[begin++] = line;
  }

  // --- prose --------------------------------------------------------------------------------------------------------

  const std::string& text(std::size_t i) const { return lines_[i].text; }

  void prose(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end;) {
      const std::size_t first = i;
      if (trim(text(i)).empty()) {
        page_[i++].clear();
      } else if (opens_fence(text(i))) {
        i = fence(i, end);
      } else if (text(i).starts_with('#')) {
        section(i++);
      } else {
        while (i < end && !trim(text(i)).empty() && !opens_fence(text(i)) &&
               heading_level(text(i)) == 0)
          ++i;
        paragraph(first, i);
      }
    }
  }

  void section(std::size_t i) {
    const std::string& line = text(i);
    const std::size_t level = heading_level(line);
    if (level == 1) fail(i, "a page has one title", "write ## for a section");
    if (level == 0 || level > 3)
      fail(i, "no heading looks like this", "write ## Title or ### Title");
    const std::string title(trim(line.substr(level)));
    const std::string id = frame_.id + "-" + slug(title);
    if (std::find(ids_.begin(), ids_.end(), id) != ids_.end())
      fail(i, "a second section has this title", "give it another");
    ids_.push_back(id);
    if (i >= own_lines_) return fold(i, title);
    std::string around;
    if (level == 2) {
      around = close_box();
      const std::string_view box = box_of(title);
      if (!box.empty()) around += raw(fmt::format("<section class=\"box {}\">", box));
      if (!box.empty()) box_end_ = "</section>";
    }
    const std::string shown = guarded(i, [&] { return heading(title, around_); });
    page_[i] =
        fmt::format("{} \\{} {} {}", around, level == 2 ? "section" : "subsection", id, shown);
  }

  void fold(std::size_t i, const std::string& title) {
    page_[i] = close_box() + raw("<details class=\"fold\"><summary>" + html(title) + "</summary>");
    box_end_ = "</details>";
  }

  std::size_t fence(std::size_t begin, std::size_t end) {
    std::size_t close = begin + 1;
    while (close < end && !closes_fence(text(close))) ++close;
    if (close == end) fail(begin, "code is not closed by ```", "close it");
    std::string code;
    for (std::size_t i = begin + 1; i < close; ++i) code += text(i) + "\n";
    if (opens_cpp_fence(text(begin))) {
      const std::vector<std::string> lines(
          coloured_->begin() + static_cast<std::ptrdiff_t>(begin) + 1,
          coloured_->begin() + static_cast<std::ptrdiff_t>(close));
      code = listing(lines, 0);
    } else {
      code = plain_listing(code);
    }
    for (std::size_t i = begin; i <= close; ++i) page_[i].clear();
    put(begin + 1, code);
    page_[begin] = "\\htmlonly[block]";
    page_[close] = "\\endhtmlonly";
    return close + 1;
  }

  void paragraph(std::size_t begin, std::size_t end) {
    std::string all;
    for (std::size_t i = begin; i < end; ++i) all += text(i) + (i + 1 < end ? "\n" : "");
    const std::string_view only = trim(all);
    if (only.starts_with("{{") && only.ends_with("}}")) {
      const auto block = frame_.blocks.find(std::string(only.substr(2, only.size() - 4)));
      if (block != frame_.blocks.end()) {
        page_[begin] = raw(in_one_line(block->second));
        return;
      }
    }
    const std::string woven = guarded(begin, [&] {
      if (all.starts_with("![")) return figure(all);
      return to_markdown(all, around_, all.starts_with('|'));
    });
    auto lines = lines_of(woven);
    lines.resize(end - begin);
    std::copy(lines.begin(), lines.end(), page_.begin() + static_cast<std::ptrdiff_t>(begin));
  }

  /// ![caption](path), which may go over several lines.
  std::string figure(const std::string& paragraph) {
    const std::size_t middle = paragraph.find("](");
    if (middle == paragraph.npos || !paragraph.ends_with(')')) {
      throw Refusal(0, "a figure is not written as ![caption](results/name.svg)", "mend it");
    }
    std::string path(paragraph.substr(middle + 2, paragraph.size() - middle - 3));
    std::erase_if(path, [](char c) { return c == ' ' || c == '\n'; });
    const std::string address = around_.figure(path);
    std::string caption = to_html(paragraph.substr(2, middle - 2), around_);
    std::replace(caption.begin(), caption.end(), '\n', ' ');
    return raw(fmt::format(
        "<figure class=\"{}\"><img src=\"{}\" alt=\"{}\"><figcaption>{}</figcaption></figure>",
        around_.has_photographs && around_.has_photographs(path) ? "photographs" : "chart",
        html(address), html(plain(caption)), caption));
  }

  // --- what cannot be woven -----------------------------------------------------------------------------------------

  [[noreturn]] void fail(std::size_t line, const std::string& problem,
                         const std::string& advice) const {
    const bool own = line < own_lines_;
    throw data_error(
        fmt::format("{}:{}", own ? file_ : frame_.more_file, line + 1 - (own ? 0 : own_lines_)),
        problem, advice);
  }
  template <class Call>
  std::string guarded(std::size_t line, Call&& call) const {
    try {
      return call();
    } catch (const Refusal& refusal) {
      fail(line + refusal.line, refusal.what(), refusal.advice);
    }
  }

  std::string file_;
  std::vector<Line> lines_;
  const Frame& frame_;
  const Surroundings& around_;
  const std::vector<std::string>* coloured_ = nullptr;
  std::vector<std::string> page_, ids_;
  std::size_t own_lines_;
  std::string box_end_;  ///< the tag that ends the box that is open
};

void check_bytes(const std::string& file, std::string_view text) {
  std::size_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (!has_packed(line)) continue;
    throw data_error(fmt::format("{}:{}", file, number),
                     "has a character of Unicode's private area", "take it out");
  }
}

std::string weave(const std::string& file, std::string_view text, std::vector<Line> lines,
                  const Frame& frame, const Surroundings& around, const Dictionary& dictionary) {
  check_bytes(file, text);
  if (lines.empty()) throw data_error(file, "is empty", "write something");
  auto all = lines;
  for (Line& line : read_markdown(frame.more_text)) all.push_back(std::move(line));
  const auto coloured = coloured_lines(only_code(all), dictionary);
  return Weaver(file, std::move(lines), frame, around).weave(coloured);
}

}  // namespace

std::string weave_source(const std::string& file, std::string_view text, const Frame& frame,
                         const Surroundings& around, const Dictionary& dictionary) {
  auto lines = read_source(text);
  const bool header = file.ends_with(".hpp");
  if (!header && !text.starts_with("// # ")) {
    throw data_error(file + ":1", "a chapter's page begins with its title", "write // # The title");
  }
  return weave(file, text, std::move(lines), frame, around, dictionary);
}

std::string weave_markdown(const std::string& file, std::string_view text, const Frame& frame,
                           const Surroundings& around, const Dictionary& dictionary) {
  if (!text.starts_with("# "))
    throw data_error(file + ":1", "a page begins with its title", "write # The title");
  return weave(file, text, read_markdown(text), frame, around, dictionary);
}

}  // namespace primer::book
