#include "book/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "book/listing.hpp"
#include "book/recorded.hpp"
#include "book/text.hpp"
#include "common/io/file.hpp"
#include "common/testing/expected.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string course_row(const Course& course, const Chapter& chapter, const Surroundings& around) {
  std::vector<std::string> builds_on;
  for (const std::string& folder : chapter.builds_on) {
    const Chapter* before = course.chapter(folder);
    if (before != nullptr)
      builds_on.push_back(link(before->pages.front().id, std::to_string(before->number)));
  }
  return fmt::format(
      "<tr><td class=\"number\">{}</td><td>{}<div "
      "class=\"about\">{}</div></td><td>{}</td><td>{}</td>"
      "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
      chapter.number, link(chapter.pages.front().id, title_html(chapter.title, around)),
      html(chapter.summary), joined(builds_on), html(joined(chapter.data)),
      duration(chapter.seconds),
      chapter.points() == 0 ? ""
                            : link(chapter.id() + "-exercises", std::to_string(chapter.points())));
}

std::string table_of(const Course& course, const std::vector<std::size_t>& chapters,
                     const Surroundings& around) {
  std::string rows;
  for (const std::size_t i : chapters) rows += course_row(course, course.chapters[i], around);
  return "<div class=\"scroll\"><table class=\"course "
         "chapters\"><thead><tr><th></th><th>chapter</th><th>builds on</th><th>data</th>"
         "<th>runs</th><th>points</th></tr></thead><tbody>" +
         rows + "</tbody></table></div>";
}

/// The lines of a comment that begins with this line, as one.
std::string comment_at(const std::vector<std::string>& lines, std::size_t line,
                       std::string_view mark) {
  std::string text;
  for (; line < lines.size() && lines[line].starts_with(mark); ++line)
    text += (text.empty() ? "" : " ") + lines[line].substr(mark.size());
  return text;
}

/// The first sentence of the comment at a header's head, or if there is none, of its first `///`.
std::string first_sentence(const fs::path& header) {
  const auto lines = lines_of(read_file(header));
  std::string text = comment_at(lines, 1, "// ");
  for (std::size_t i = 1; i < lines.size() && text.empty(); ++i)
    text = comment_at(lines, i, "/// ");
  for (std::size_t at = text.find(". "); at != text.npos; at = text.find(". ", at + 1)) {
    if (at + 2 < text.size() && std::isupper(static_cast<unsigned char>(text[at + 2])) != 0)
      return text.substr(0, at + 1);
  }
  return text;
}

/// A file's code, folded away; marks of holes are left out.
std::string fold(const std::string& title, const fs::path& file) {
  if (!fs::exists(file)) return "";
  std::string code;
  for (const std::string& line : lines_of(read_file(file))) {
    if (!trim(line).starts_with("//! ")) code += line + "\n";
  }
  const Symbols none;
  const Definitions nothing;
  auto lines = coloured_lines(code, {&none, &nothing, "", ""});
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return "<details class=\"fold\"><summary>" + html(title) + "</summary>" + listing(lines, 0) +
         "</details>";
}

}  // namespace

std::string link(const std::string& id, const std::string& text, const std::string& attributes) {
  return fmt::format("<a href=\"{}.html\"{}>{}</a>", id, attributes, text);
}

std::string duration(double seconds) {
  if (seconds <= 0) return "";
  if (seconds < 55) return fmt::format("{:.0f} s", std::max(1.0, seconds));
  const double minutes = seconds / 60;
  if (minutes < 55) return fmt::format("{:.0f} min", std::max(1.0, minutes));
  return fmt::format("{:.1f} h", minutes / 60);
}

std::string course_table(const Course& course, const Surroundings& around) {
  std::vector<std::size_t> all(course.chapters.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  return table_of(course, all, around);
}

std::string part_table(const Course& course, const Part& part, const Surroundings& around) {
  return table_of(course, part.chapters, around);
}

std::string run_block(const Course& course, const Chapter& chapter) {
  const fs::path folder = course.root / "chapters" / chapter.folder;
  const std::string machine = Recorded(folder / "results").machine();
  std::string html = plain_listing(fmt::format("$ ./primer run {}\n", chapter.number));
  html += "<p>trains and measures what this chapter is about";
  if (chapter.seconds > 0) {
    html += fmt::format(", and took {} when its results were recorded ({})",
                        duration(chapter.seconds), primer::book::html(machine));
  }
  html += fmt::format(
      ". Numbers and figures go to <code>out/{}</code>; <code>--help</code> lists what can be "
      "changed. "
      "In seconds, and with smaller numbers for everything, you have</p>",
      chapter.folder);
  html += plain_listing(fmt::format("$ ./primer run {} --quick\n", chapter.number));
  const fs::path expected = folder / "expected.txt";
  if (!fs::exists(expected)) return html;
  const std::string name = "chapters/" + chapter.folder + "/expected.txt";
  std::string printed;
  for (const std::string& line : testing::parse_expected(read_file(expected), name).lines)
    printed += line + "\n";
  html +=
      "<p>which prints what follows. So little data and so few steps show that every part of the "
      "program works, and nothing about methods: judge those by the recorded results.</p><div "
      "class=\"printed-by-program\">" +
      plain_listing(printed) + "</div>";
  return html;
}

std::string exercise_table(const Chapter& chapter, const Surroundings& around) {
  std::string rows;
  for (const Exercise& exercise : chapter.exercises) {
    const std::size_t kind = exercise.about.find_first_of(",.:");
    std::string about(
        trim(std::string_view(exercise.about).substr(std::min(kind + 1, exercise.about.size()))));
    if (!about.empty()) about = "<div class=\"about\">" + to_html(about, around) + "</div>";
    rows += fmt::format(
        "<tr><td class=\"number\">{}</td><td>{}{}</td><td class=\"number\">{} points</td></tr>",
        exercise.number, link(exercise.id, title_html(exercise.title, around)), about,
        exercise.points);
  }
  return "<table class=\"course\"><tbody>" + rows + "</tbody></table>";
}

std::string exercise_foot(const Exercise& exercise, const fs::path& folder,
                          const fs::path& solution) {
  const std::string name =
      folder.filename().string().substr(folder.filename().string().find('_') + 1);
  const bool hunt = fs::exists(folder / (name + "_checks.cpp"));
  const std::string file = name + (hunt ? "_checks.cpp" : ".cpp");
  std::string html = fmt::format(
      "<section class=\"box run\"><p>Write it in <code>exercises/{}/{}</code>, and have it graded "
      "with</p>{}",
      exercise.path, file, plain_listing("$ ./primer grade " + exercise.number + "\n"));
  html += fold("The interface, " + name + ".hpp", folder / (name + ".hpp")) + "</section>";
  if (!solution.empty() && fs::exists(solution / file)) html += fold("A solution", solution / file);
  return html;
}

std::string glossary_list(const Glossary& glossary, const Surroundings& around) {
  std::string html = "<dl class=\"glossary\">";
  for (const Term& term : glossary.terms()) {
    const std::string name = primer::book::html(term.forms.front());
    const std::string shown = term.first.empty() ? name
                                                 : fmt::format("<a href=\"{}.html#term-{}\">{}</a>",
                                                               term.first, term.id, name);
    html += fmt::format("<dt id=\"{}\">{} <span lang=\"zh\">{}</span></dt><dd>{}</dd>", term.id,
                        shown, term.chinese, to_html(term.meaning, around));
  }
  return html + "</dl>";
}

std::string bibliography_list(const Bibliography& bibliography, const Course& course,
                              const Surroundings& around) {
  std::map<std::string, std::string> titles;
  for (const Stop& stop : way_through(course)) titles[stop.id] = title_html(stop.title, around);
  std::string html = "<ul class=\"bibliography\">";
  for (const Reference& reference : bibliography.all()) {
    html += fmt::format("<li id=\"{}\">{}<span>Cited in ", reference.key, to_html(reference));
    for (const std::string& page : reference.pages)
      html += (page == reference.pages.front() ? "" : ", ") + link(page, titles[page], "");
    html += ".</span></li>";
  }
  return html + "</ul>";
}

std::string reference_list(const Course& course, const Symbols& symbols) {
  std::string html;
  for (const char* floor : {"common", "kernels"}) {
    std::set<fs::path> headers;
    for (const auto& entry : fs::recursive_directory_iterator(course.root / floor))
      headers.insert(entry.path());
    std::map<std::string, std::string> rooms;
    for (const fs::path& header : headers) {
      const fs::path path = header.lexically_relative(course.root);
      const std::string url = symbols.file(path.generic_string());
      if (header.extension() != ".hpp" || url.empty()) continue;
      rooms[path.parent_path().generic_string()] +=
          fmt::format("<li><a href=\"{}\"><code>{}</code></a> {}</li>", url,
                      path.filename().string(), primer::book::html(first_sentence(header)));
    }
    for (const auto& [room, files] : rooms)
      html += "<h2 class=\"room\"><code>" + room + "</code></h2><ul>" + files + "</ul>";
  }
  return html;
}

}  // namespace primer::book
