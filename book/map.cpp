// The map of the course: a line for each chapter in the order of reading, and an arc from each to those that build on it.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "book/blocks.hpp"
#include "book/text.hpp"

namespace primer::book {
namespace {

constexpr int row = 38, part_row = 34, column = 86, width = 360;

struct Drawing {
  std::string arcs, lines;
  int height = 0;
};

/// "Autograd" of "Autograd: which way to turn …".
std::string short_title(const Chapter& chapter) {
  return chapter.title.substr(0, chapter.title.find(':'));
}

std::string arc(int from, int to) {
  const int reach = std::min(column - 18, 14 + (to - from) / 5);
  return fmt::format("<path d=\"M{0} {1} C{2} {1}, {2} {3}, {0} {3}\"/>", column - 9, from,
                     column - 9 - reach * 4 / 3, to);
}

std::string line(const Chapter& chapter, int y) {
  return fmt::format(
      "<a href=\"{}.html\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
      "rx=\"6\"/>"
      "<circle cx=\"{}\" cy=\"{}\" r=\"4.5\"/><text class=\"number\" x=\"{}\" y=\"{}\">{}</text>"
      "<text x=\"{}\" y=\"{}\">{}</text></a>",
      chapter.pages.front().id, html(chapter.title), column - 12, y - row / 2 + 3,
      width - column + 8, row - 6, column, y, column + 32, y + 5, chapter.number, column + 42,
      y + 5, html(short_title(chapter)));
}

}  // namespace

std::string course_map(const Course& course) {
  Drawing drawing;
  std::map<std::string, int> places;
  for (const Part& part : course.parts) {
    drawing.height += part_row;
    drawing.lines +=
        fmt::format("<a href=\"{}.html\"><text class=\"part\" x=\"{}\" y=\"{}\">{}, {}</text></a>",
                    part.id(), column - 5, drawing.height - 10, part.numeral, html(part.title));
    for (const std::size_t i : part.chapters) {
      const Chapter& chapter = course.chapters[i];
      const int y = drawing.height + row / 2;
      places[chapter.folder] = y;
      drawing.lines += line(chapter, y);
      drawing.height += row;
      for (const std::string& before : chapter.builds_on) {
        if (places.contains(before)) drawing.arcs += arc(places[before], y);
      }
    }
  }
  return fmt::format(
      "<figure class=\"map\"><svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "role=\"img\" "
      "aria-label=\"The chapters, and which builds on which\"><g "
      "class=\"arcs\">{2}</g>{3}</svg></figure>",
      width, drawing.height + 6, drawing.arcs, drawing.lines);
}

}  // namespace primer::book
