#include "book/course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "book/prose.hpp"
#include "book/recorded.hpp"
#include "book/text.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

int number_at(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> fields(1);
  for (const char c : text) {
    if (c == by) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

/// What `.summary = "…"` in main() says; several literals in a row are one.
std::string summary_in(std::string_view text) {
  std::size_t at = text.find(".summary =");
  if (at == text.npos) return {};
  at += std::string_view(".summary =").size();
  std::string summary;
  for (; at < text.size(); ++at) {
    if (text[at] == '"') {
      const std::size_t end = text.find('"', at + 1);
      if (end == text.npos) break;
      summary += text.substr(at + 1, end - at - 1);
      at = end;
    } else if (text[at] != ' ' && text[at] != '\n') {
      break;
    }
  }
  return summary;
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  if (fs::is_directory(folder)) {
    for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

Exercise read_exercise(const Chapter& chapter, const fs::path& task) {
  const std::string folder = task.parent_path().filename().string();
  const auto lines = lines_of(read_file(task));
  Exercise exercise;
  const int place = number_at(folder);
  exercise.number = fmt::format("{}.{}", chapter.number, place);
  exercise.path = chapter.folder + "/" + folder;
  exercise.id = fmt::format("ex{:02}-{}", chapter.number, place);
  exercise.title = title_in(read_file(task));
  for (const std::string& line : lines) {
    if (!line.starts_with('*') || line.find(" points") == line.npos) continue;
    exercise.about = std::string(trim(line));
    std::erase(exercise.about, '*');
    exercise.points = number_at(exercise.about);
    break;
  }
  if (exercise.title.empty() || exercise.points == 0) {
    throw data_error("exercises/" + exercise.path + "/task.md", "says no title or no points",
                     "begin it with '# Title' and '*10 points, …*'");
  }
  return exercise;
}

Page read_page(const Chapter& chapter, const fs::path& file) {
  const std::string name = file.filename().string();
  const std::string text = read_file(file);
  Page page{name, chapter.id() + "-" + file.stem().string(), title_in(text)};
  if (file.extension() == ".hpp") {
    page.id += "-hpp";
    page.title = "`" + name + "`, what the pages share";
  } else if (page.title.empty()) {
    throw data_error("chapters/" + chapter.folder + "/" + name, "has no title",
                     "begin the page with // # The title");
  }
  return page;
}

Chapter read_chapter(const fs::path& root, const std::string& line) {
  const auto fields = split(line, '|');
  if (fields.size() != 5)
    throw data_error("chapters/describe.cmake", "prints no line of five fields: " + line,
                     "mend the CMakeLists.txt of that chapter");
  Chapter chapter;
  chapter.folder = fields[0];
  chapter.number = number_at(chapter.folder);
  chapter.title = fields[1];
  chapter.builds_on = words_of(fields[3]);
  chapter.data = words_of(fields[4]);
  const fs::path folder = root / "chapters" / chapter.folder;
  for (const std::string& name : words_of(fields[2])) {
    chapter.pages.push_back(read_page(chapter, folder / name));
    const std::string summary = summary_in(read_file(folder / name));
    if (!summary.empty()) chapter.summary = summary;
  }
  for (const fs::path& file : sorted_entries(folder)) {
    if (file.extension() == ".hpp") chapter.headers.push_back(read_page(chapter, file));
  }
  for (const fs::path& exercise : sorted_entries(root / "exercises" / chapter.folder)) {
    if (fs::exists(exercise / "task.md")) {
      chapter.exercises.push_back(read_exercise(chapter, exercise / "task.md"));
    }
  }
  chapter.seconds = Recorded(folder / "results").seconds();
  return chapter;
}

/// book/parts.txt: a line NUMERAL FIRST LAST TITLE, lines about it, an empty line.
std::vector<Part> read_parts(const fs::path& root, const std::vector<Chapter>& chapters) {
  const std::string name = "book/parts.txt";
  std::vector<Part> parts;
  bool begins = true;
  std::size_t number = 0;
  for (const std::string& line : lines_of(read_file(root / name))) {
    ++number;
    if (line.starts_with('#')) continue;
    if (line.empty()) {
      begins = true;
      continue;
    }
    if (!begins) {
      parts.back().about += line + "\n";
      continue;
    }
    const auto words = words_of(line);
    if (words.size() < 4) {
      throw data_error(fmt::format("{}:{}", name, number), "begins no part",
                       "write NUMERAL FIRST LAST TITLE, or take out the empty line above");
    }
    Part part;
    part.numeral = words[0];
    part.title = std::string(
        trim(line.substr(line.find(words[2], line.find(words[1]) + 1) + words[2].size())));
    for (std::size_t i = 0; i < chapters.size(); ++i) {
      const int chapter = chapters[i].number;
      if (chapter >= number_at(words[1]) && chapter <= number_at(words[2]))
        part.chapters.push_back(i);
    }
    parts.push_back(part);
    begins = false;
  }
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    const auto parts_of_it = std::count_if(parts.begin(), parts.end(), [&](const Part& part) {
      return std::find(part.chapters.begin(), part.chapters.end(), i) != part.chapters.end();
    });
    if (parts_of_it == 1) continue;
    throw data_error(name, fmt::format("{} comes into {} parts", chapters[i].folder, parts_of_it),
                     "let the numbers of exactly one part, FIRST to LAST, reach it");
  }
  std::erase_if(parts, [](const Part& part) { return part.chapters.empty(); });
  return parts;
}

}  // namespace

std::string Chapter::id() const { return fmt::format("ch{:02}", number); }

bool Chapter::has(std::string_view page_id) const {
  if (page_id.starts_with(id() + "-")) return true;
  return std::any_of(exercises.begin(), exercises.end(),
                     [&](const Exercise& exercise) { return exercise.id == page_id; });
}

int Chapter::points() const {
  int sum = 0;
  for (const Exercise& exercise : exercises) sum += exercise.points;
  return sum;
}

const Chapter* Course::chapter(std::string_view folder) const {
  const auto found = std::find_if(chapters.begin(), chapters.end(),
                                  [&](const Chapter& c) { return c.folder == folder; });
  return found == chapters.end() ? nullptr : &*found;
}

Course read_course(const fs::path& root, std::string_view described) {
  Course course{root, {}, {}};
  for (const std::string& line : lines_of(described)) {
    if (!trim(line).empty()) course.chapters.push_back(read_chapter(root, line));
  }
  course.parts = read_parts(root, course.chapters);
  return course;
}

std::vector<Stop> way_through(const Course& course) {
  std::vector<Stop> stops{{"index", "Primer"}};
  for (const Part& part : course.parts) {
    stops.push_back({part.id(), "Part " + part.numeral + ", " + part.title});
    for (const std::size_t place : part.chapters) {
      const Chapter& chapter = course.chapters[place];
      for (const Page& page : chapter.pages) stops.push_back({page.id, page.title});
      for (const Page& page : chapter.headers) stops.push_back({page.id, page.title});
      stops.push_back({chapter.id() + "-run", "Run it yourself"});
      if (chapter.exercises.empty()) continue;
      stops.push_back(
          {chapter.id() + "-exercises", fmt::format("Exercises of chapter {}", chapter.number)});
      for (const Exercise& exercise : chapter.exercises) {
        stops.push_back({exercise.id, exercise.number + " " + exercise.title});
      }
    }
  }
  for (const char* title : {"Notation", "Glossary", "Bibliography", "Exercises", "Reference"}) {
    stops.push_back({slug(title), title});
  }
  return stops;
}

}  // namespace primer::book
