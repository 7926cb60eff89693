#include "book/binder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "book/blocks.hpp"
#include "book/prose.hpp"
#include "book/refusal.hpp"
#include "book/text.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

std::string namespace_of(const Chapter* chapter) {
  return chapter == nullptr ? "primer::chapter"
                            : fmt::format("primer::chapter_{:02}", chapter->number);
}

/// In the list of symbols all chapters stand side by side.
std::string with_own_namespace(std::string text, const Chapter& chapter) {
  replace_all(text, "namespace primer::chapter ", "namespace " + namespace_of(&chapter) + " ");
  return text;
}

/// The figure's name beside the pages: results/search/damage.svg of chapter 8 is ch08-search-damage.svg.
/// A drawing, tape.dot, is ch04-tape.dot.svg.
std::string figure_name(const Chapter& chapter, std::string path) {
  if (path.ends_with(".dot")) return chapter.id() + "-" + path + ".svg";
  path.erase(0, std::string("results/").size());
  std::replace(path.begin(), path.end(), '/', '-');
  return chapter.id() + "-" + path;
}

}  // namespace

BinderOptions BinderOptions::read(const fs::path& root, const fs::path& work, bool solutions) {
  const auto text = [&](const char* name) {
    return fs::exists(work / name) ? read_file(work / name) : std::string();
  };
  return {.root = root,
          .pages = work / "pages",
          .described = read_file(work / "described.txt"),
          .symbols = text("symbols.tag"),
          .documented = text("documented.tag"),
          .solutions = solutions};
}

Binder::Binder(BinderOptions options)
    : options_(std::move(options)), course_(read_course(options_.root, options_.described)) {
  const fs::path terms = options_.root / "book" / "glossary.txt";
  glossary_ = Glossary(shown(terms), read_file(terms));
  glossary_.find_first_uses(course_);
  const fs::path references = options_.root / "book" / "bibliography.bib";
  bibliography_ = Bibliography::parse(read_file(references), shown(references));
  bibliography_.find_uses(course_);
  if (options_.symbols.empty()) return;
  symbols_ = Symbols::read(options_.symbols);
  symbols_.keep_addresses_of(Symbols::read(options_.documented));
}

std::string Binder::shown(const fs::path& file) const {
  return file.lexically_relative(options_.root).generic_string();
}

// --- files --------------------------------------------------------------------------------------------------------------

std::vector<fs::path> Binder::files() const {
  std::vector<fs::path> files{options_.root / "exercises" / "README.md"};
  for (const Chapter& chapter : course_.chapters) {
    const fs::path folder = options_.root / "chapters" / chapter.folder;
    for (const Page& page : chapter.pages) files.push_back(folder / page.file);
    for (const Page& page : chapter.headers) files.push_back(folder / page.file);
    for (const Exercise& exercise : chapter.exercises) {
      files.push_back(options_.root / "exercises" / exercise.path / "task.md");
    }
  }
  for (const auto& entry : fs::directory_iterator(options_.root / "book" / "pages"))
    files.push_back(entry.path());
  for (const auto& [name, text] : generated_pages()) files.push_back(options_.pages / name);
  return files;
}

std::map<std::string, std::string> Binder::generated_pages() const {
  std::map<std::string, std::string> pages;
  for (const Part& part : course_.parts) {
    pages[part.id() + ".md"] = fmt::format("# Part {}, {}\n\n{}\n{{{{chapters}}}}\n", part.numeral,
                                           part.title, part.about);
  }
  for (const Chapter& chapter : course_.chapters) {
    pages[chapter.id() + "-run.md"] = "# Run it yourself\n\n{{run}}\n";
    if (chapter.exercises.empty()) continue;
    pages[chapter.id() + "-exercises.md"] = fmt::format(
        "# Exercises of chapter {}\n\n{{{{exercises}}}}\n\n"
        "Each is a file with a hole in it, below `exercises/{}`. The page on "
        "[exercises]({}/exercises/README.md) says how they are graded.\n",
        chapter.number, chapter.folder, options_.root.generic_string());
  }
  return pages;
}

std::map<std::string, fs::path> Binder::figures() const {
  std::map<std::string, fs::path> figures;
  for (const Chapter& chapter : course_.chapters) {
    const fs::path folder = options_.root / "chapters" / chapter.folder;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".dot") continue;
      figures[figure_name(chapter, entry.path().filename().string())] = entry.path();
    }
    if (!fs::is_directory(folder / "results")) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "results")) {
      if (entry.path().extension() != ".svg") continue;
      figures[figure_name(chapter, entry.path().lexically_relative(folder).generic_string())] =
          entry.path();
    }
  }
  return figures;
}

Binder::Subject Binder::subject_of(const fs::path& file) const {
  Subject subject;
  subject.file = file;
  const fs::path relative = file.lexically_relative(options_.root);
  const std::string path = relative.generic_string();
  for (const Chapter& chapter : course_.chapters) {
    const std::string folder = "chapters/" + chapter.folder + "/";
    for (const auto* pages : {&chapter.pages, &chapter.headers}) {
      for (const Page& page : *pages) {
        if (path != folder + page.file) continue;
        const bool first = page.id == chapter.pages.front().id;
        const std::string title =
            first ? fmt::format("{} · {}", chapter.number, page.title) : page.title;
        return {Subject::Kind::page, file, page.id, title, &chapter, nullptr};
      }
    }
    for (const Exercise& exercise : chapter.exercises) {
      if (path != "exercises/" + exercise.path + "/task.md") continue;
      return {Subject::Kind::task,
              file,
              exercise.id,
              exercise.number + " · " + exercise.title,
              &chapter,
              &exercise};
    }
  }
  if (file.extension() != ".md") return subject;
  subject.kind = Subject::Kind::markdown;
  subject.title = title_in(read_file(file));
  subject.id = path == "exercises/README.md"     ? "exercises"
               : file.stem().string() == "front" ? "index"
                                                 : file.stem().string();
  for (const Chapter& chapter : course_.chapters) {
    if (chapter.has(subject.id)) subject.chapter = &chapter;
  }
  return subject;
}

// --- weaving ------------------------------------------------------------------------------------------------------------

std::string Binder::weave(const fs::path& file) const {
  const Subject subject = subject_of(file);
  const std::string text = read_file(file);
  if (subject.kind == Subject::Kind::header) return weave_header(text);
  if (options_.symbols.empty())
    return subject.chapter == nullptr ? text : with_own_namespace(text, *subject.chapter);

  const Surroundings plain = surroundings_of(subject);
  const Definitions definitions =
      subject.chapter == nullptr ? Definitions() : definitions_of(*subject.chapter);
  Dictionary dictionary{&symbols_, &definitions, namespace_of(subject.chapter),
                        subject.id + ".html"};
  if (subject.chapter != nullptr) {
    for (const Page& header : subject.chapter->headers) {
      dictionary.headers[header.file] = header.id + ".html";
      dictionary.headers["chapters/" + subject.chapter->folder + "/" + header.file] =
          header.id + ".html";
    }
  }
  Surroundings around = plain;
  around.symbol = [&](const std::string& code) { return code_address(code, dictionary); };
  const Frame frame = frame_of(subject, around);
  if (subject.kind == Subject::Kind::page)
    return weave_source(shown(file), text, frame, around, dictionary);
  return weave_markdown(shown(file), text, frame, around, dictionary);
}

Definitions Binder::definitions_of(const Chapter& chapter) const {
  Definitions definitions;
  for (const auto* pages : {&chapter.pages, &chapter.headers}) {
    for (const Page& page : *pages) {
      add_definitions(read_file(options_.root / "chapters" / chapter.folder / page.file),
                      page.id + ".html", definitions);
    }
  }
  return definitions;
}

Surroundings Binder::surroundings_of(const Subject& subject) const {
  Surroundings around;
  const Chapter* chapter = subject.chapter;
  const auto recorded = std::make_shared<Recorded>(
      options_.root / "chapters" / (chapter == nullptr ? "none" : chapter->folder) / "results");
  around.number = [recorded](const std::string& key) { return recorded->quote(key); };
  around.page = [this, subject](const std::string& target) {
    return page_address(subject, target);
  };
  around.figure = [this, chapter, subject](const std::string& path) {
    const bool is_named = path.starts_with("results/") || path.ends_with(".dot");
    if (chapter == nullptr || !is_named || !fs::exists(subject.file.parent_path() / path)) {
      throw Refusal(0, "there is no figure " + path, "record the chapter, or mend the name");
    }
    return figure_name(*chapter, path);
  };
  around.has_photographs = [subject](const std::string& path) {
    return read_file(subject.file.parent_path() / path).find("<image") != std::string::npos;
  };
  around.symbol = [](const std::string&) { return std::string(); };
  const auto seen = std::make_shared<std::map<std::string, bool>>();
  around.term = [this, subject, seen](const std::string& form) -> std::string {
    const Term* term = glossary_.find(form);
    if (term == nullptr) return "";
    const bool first = term->first == subject.id && !std::exchange((*seen)[term->id], true);
    return fmt::format("<a class=\"term\"{} href=\"glossary.html#{}\" title=\"{}\">",
                       first ? " id=\"term-" + term->id + "\"" : "", term->id, term->chinese);
  };
  return around;
}

Frame Binder::frame_of(const Subject& subject, const Surroundings& around) const {
  Frame frame{.id = subject.id,
              .title = subject.title,
              .head = head_of(course_, subject.id, around),
              .foot = foot_of(course_, subject.id, around)};
  frame.blocks["map"] = course_map(course_);
  frame.blocks["course"] = course_table(course_, around);
  if (subject.id == "glossary") frame.blocks["glossary"] = glossary_list(glossary_, around);
  if (subject.id == "bibliography")
    frame.blocks["bibliography"] = bibliography_list(bibliography_, course_, around);
  if (subject.id == "reference") frame.blocks["reference"] = reference_list(course_, symbols_);
  for (const Part& part : course_.parts) {
    if (subject.id == "index") frame.below.push_back(part.id());
    if (subject.id != part.id()) continue;
    frame.blocks["chapters"] = part_table(course_, part, around);
    for (const std::size_t i : part.chapters)
      frame.below.push_back(course_.chapters[i].pages.front().id);
  }
  if (subject.id == "index")
    frame.below.insert(frame.below.end(),
                       {"notation", "glossary", "bibliography", "exercises", "reference"});
  if (const Chapter* chapter = subject.chapter) {
    frame.blocks["run"] = run_block(course_, *chapter);
    frame.blocks["exercises"] = exercise_table(*chapter, around);
    if (subject.id == chapter->pages.front().id) {
      for (std::size_t i = 1; i < chapter->pages.size(); ++i)
        frame.below.push_back(chapter->pages[i].id);
      for (const Page& page : chapter->headers) frame.below.push_back(page.id);
      frame.below.push_back(chapter->id() + "-run");
      if (!chapter->exercises.empty()) frame.below.push_back(chapter->id() + "-exercises");
    }
    if (subject.id == chapter->id() + "-exercises") {
      for (const Exercise& exercise : chapter->exercises) frame.below.push_back(exercise.id);
    }
  }
  if (subject.id == "exercises") {
    std::string all;
    for (const Chapter& chapter : course_.chapters) {
      if (chapter.exercises.empty()) continue;
      all += fmt::format("<h2>{}</h2>", link(chapter.id() + "-exercises",
                                             fmt::format("Chapter {}", chapter.number), "")) +
             exercise_table(chapter, around);
    }
    frame.foot = all + frame.foot;
  }
  if (subject.exercise != nullptr) {
    const fs::path folder = subject.file.parent_path();
    frame.more_file = shown(folder / "hints.md");
    if (fs::exists(folder / "hints.md")) frame.more_text = read_file(folder / "hints.md");
    const fs::path solution = options_.root / "solutions" / subject.exercise->path;
    frame.foot =
        exercise_foot(*subject.exercise, folder, options_.solutions ? solution : "") + frame.foot;
  }
  return frame;
}

}  // namespace primer::book
