#include "book/make.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "book/binder.hpp"
#include "book/links.hpp"
#include "book/search.hpp"
#include "book/text.hpp"
#include "common/app/process.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

const fs::path theme_of_debian = "/usr/share/doxygen-awesome-css";
const fs::path mathjax_of_debian = "/usr/share/javascript/mathjax";

std::string run(const std::vector<std::string>& command, const std::string& package) {
  const auto finished = app::run_process(command);
  if (!finished)
    throw data_error(command[0], "there is no such program",
                     "install it with ./primer setup " + package);
  if (finished->status != 0) {
    throw data_error(command[0], "failed: " + std::string(trim(finished->errors)),
                     "see its message");
  }
  return finished->output + finished->errors;
}

std::string quoted(const fs::path& path) { return "\"" + path.string() + "\""; }

void replace_all(std::string& text, const std::string& word, const std::string& by) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
}

/// The steps in which the book is made.
class Maker {
 public:
  explicit Maker(const MakeOptions& options)
      : options_(options), work_(fs::absolute(options.out) / "work") {
    fs::remove_all(work_);
    fs::create_directories(work_ / "pages");
    described_ =
        run({"cmake", "-P", (options_.root / "chapters" / "describe.cmake").string()}, "core");
    write_file_atomically(work_ / "described.txt", described_);
    version_ = std::string(trim(run({"doxygen", "--version"}, "book")));
  }

  /// Reads library and chapters, to know the types of all that occurs in listings, and then the library as it will be
  /// in the book. @return what of it has no documentation
  std::vector<std::string> list_symbols() {
    auto settings = common_settings();
    settings["INPUT"] = library() + " " + quoted(options_.root / "chapters");
    settings["TAGFILE"] = quoted(work_ / "symbols.new");
    settings["HTML"] = "NO";
    settings["EXTRACT_ALL"] = "YES";
    doxygen("symbols", settings);
    settings["INPUT"] = library();
    settings["TAGFILE"] = quoted(work_ / "documented.new");
    settings["EXTRACT_ALL"] = "NO";
    settings["UNDOCUMENTED"] = "YES";
    auto warnings = doxygen("documented", settings);
    for (const char* name : {"symbols", "documented"}) {
      fs::rename(work_ / (std::string(name) + ".new"), work_ / (std::string(name) + ".tag"));
    }
    // What a compiler writes needs no words; and Doxygen says many things twice.
    std::erase_if(warnings, [](const std::string& line) {
      return line.find("=default (") != line.npos || line.find("=delete (") != line.npos;
    });
    for (std::string& line : undocumented_namespaces()) warnings.push_back(std::move(line));
    std::sort(warnings.begin(), warnings.end());
    warnings.erase(std::unique(warnings.begin(), warnings.end()), warnings.end());
    return warnings;
  }

  void weave_all() {
    const Binder binder = read_binder();
    for (const auto& [name, text] : binder.generated_pages())
      write_file_atomically(work_ / "pages" / name, text);
    for (const fs::path& file : binder.files()) binder.weave(file);
  }

  std::vector<std::string> make_pages() {
    const Binder binder = read_binder();
    auto settings = common_settings();
    settings["INPUT"] = library();
    for (const fs::path& file : binder.files()) settings["INPUT"] += " " + quoted(file);
    settings["HEADER"] = quoted(work_ / "header.html");
    settings["FOOTER"] = quoted(options_.root / "book" / "theme" / "footer.html");
    settings["STYLES"] = settings["FILES"] = "";
    for (const char* name : {"doxygen-awesome.css", "doxygen-awesome-sidebar-only.css",
                             "doxygen-awesome-sidebar-only-darkmode-toggle.css"}) {
      settings["STYLES"] += quoted(packaged(theme_of_debian, name)) + " ";
    }
    settings["STYLES"] += quoted(options_.root / "book" / "theme" / "primer.css");
    for (const char* name :
         {"doxygen-awesome-darkmode-toggle.js", "doxygen-awesome-fragment-copy-button.js",
          "doxygen-awesome-interactive-toc.js"}) {
      settings["FILES"] += quoted(packaged(theme_of_debian, name)) + " ";
    }
    settings["FILES"] += quoted(options_.root / "book" / "theme" / "primer.js");
    write_header();
    auto warnings = doxygen("pages", settings);
    for (const auto& [name, file] : binder.figures()) fs::copy_file(file, work_ / "html" / name);
    return warnings;
  }

  /// Makes what Doxygen left fit for readers. @return links that lead nowhere
  std::vector<std::string> polish() {
    unpack();
    copy_mathjax();
    const Binder binder = read_binder();
    const auto way = way_through(binder.course());
    const Symbols documented = Symbols::read(read_file(work_ / "documented.tag"));
    write_file_atomically(work_ / "html" / "primer_index.js",
                          search_index(work_ / "html", way, binder.glossary(), documented));
    std::vector<std::string> pages;
    for (const Stop& stop : way) pages.push_back(stop.id + ".html");
    return broken_links(work_ / "html", pages);
  }

  void finish() {
    const fs::path html = fs::absolute(options_.out) / "html";
    fs::remove_all(html);
    fs::rename(work_ / "html", html);
  }

 private:
  using Settings = std::map<std::string, std::string>;

  Binder read_binder() const {
    return Binder({.root = options_.root,
                   .pages = work_ / "pages",
                   .described = described_,
                   .symbols = read_file(work_ / "symbols.tag"),
                   .documented = read_file(work_ / "documented.tag"),
                   .solutions = options_.solutions});
  }

  /// Doxygen does not warn of these, and leaves out all that is in them.
  std::vector<std::string> undocumented_namespaces() const {
    const Symbols all = Symbols::read(read_file(work_ / "symbols.tag"));
    const Symbols documented = Symbols::read(read_file(work_ / "documented.tag"));
    std::vector<std::string> lines;
    for (const Symbol* symbol : all.all()) {
      const bool ours = symbol->kind == Symbol::Kind::space && symbol->name.starts_with("primer") &&
                        !symbol->name.starts_with("primer::chapter");
      if (!ours || documented.find(symbol->name, "") != nullptr) continue;
      lines.push_back("book/namespaces.dox: warning: namespace " + symbol->name +
                      " is not documented.");
    }
    return lines;
  }

  std::string library() const {
    return quoted(options_.root / "common") + " " + quoted(options_.root / "kernels") + " " +
           quoted(options_.root / "book" / "namespaces.dox");
  }

  Settings common_settings() const {
    const std::string solutions = options_.solutions ? "--solutions " : "";
    return {
        {"ROOT", options_.root.string()},
        {"BOOK", (options_.root / "book").string()},
        {"WORK", work_.string()},
        {"FILTER", fmt::format("'{}' {}'{}'", options_.weave.string(), solutions, work_.string())},
        {"HTML", "YES"},
        {"TAGFILE", ""},
        {"EXTRACT_ALL", "NO"},
        {"UNDOCUMENTED", "NO"},
        {"HEADER", ""},
        {"FOOTER", ""},
        {"STYLES", ""},
        {"FILES", ""}};
  }

  /// Runs Doxygen. @return its warnings, with paths from the root and true lines
  std::vector<std::string> doxygen(const std::string& name, Settings settings) {
    const fs::path log = work_ / (name + ".log"), file = work_ / (name + ".doxyfile");
    settings["WARNINGS"] = log.string();
    std::string text = read_file(options_.root / "book" / "Doxyfile.in");
    for (const auto& [word, value] : settings) replace_all(text, "@" + word + "@", value);
    if (!version_.starts_with("1.9.4"))
      text += "HTML_COLORSTYLE = LIGHT\n";  // what the theme wants since 1.9.5
    write_file_atomically(file, text);
    const std::string said = run({"doxygen", file.string()}, "book");
    std::vector<std::string> warnings;
    for (const std::string& line : lines_of((fs::exists(log) ? read_file(log) : "") + said)) {
      if (!trim(line).empty()) warnings.push_back(true_place(line));
    }
    return warnings;
  }

  /// A task is woven together with its hints: what lies beyond its end is in those.
  std::string true_place(std::string line) const {
    replace_all(line, options_.root.string() + "/", "");
    const std::size_t task = line.find("/task.md:");
    if (task == line.npos) return line;
    const fs::path file = options_.root / line.substr(0, task + 8);
    if (!fs::exists(file)) return line;
    const std::size_t own = lines_of(read_file(file)).size();
    const std::size_t number = std::stoul("0" + line.substr(task + 9));
    if (number <= own) return line;
    return line.substr(0, task) + "/hints.md:" + std::to_string(number - own) +
           line.substr(line.find(':', task + 9));
  }

  static fs::path packaged(const fs::path& folder, const std::string& name) {
    if (fs::exists(folder / name)) return folder / name;
    throw data_error((folder / name).string(), "is not there",
                     "install it with ./primer setup book");
  }

  /// Doxygen's own header with what the theme wants in it, so that it fits whatever version there is.
  void write_header() const {
    const fs::path header = work_ / "header.html";
    run({"doxygen", "-w", "html", header.string(), (work_ / "footer.html").string(),
         (work_ / "style.css").string()},
        "book");
    std::string text = read_file(header);
    const std::size_t end = text.find("</head>");
    if (end == text.npos)
      throw data_error(header.string(), "has no </head>", "tell the authors of this book");
    text.insert(end, read_file(options_.root / "book" / "theme" / "head.html"));
    write_file_atomically(header, text);
  }

  void unpack() const {
    for (const auto& entry : fs::recursive_directory_iterator(work_ / "html")) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".html" && extension != ".js") continue;
      const std::string text = read_file(entry.path());
      if (!has_packed(text)) continue;
      write_file_atomically(entry.path(),
                            extension == ".js" ? unpack_script(text) : unpack_page(text));
    }
  }

  /// Of MathJax what draws TeX as SVG.
  void copy_mathjax() const {
    packaged(mathjax_of_debian, "MathJax.js");
    for (const char* part :
         {"MathJax.js", "extensions", "jax/element", "jax/input/TeX", "jax/output/SVG/autoload",
          "jax/output/SVG/config.js", "jax/output/SVG/jax.js", "jax/output/SVG/fonts/TeX"}) {
      const fs::path to = work_ / "html" / "mathjax" / part;
      fs::create_directories(to.parent_path());
      fs::copy(mathjax_of_debian / part, to, fs::copy_options::recursive);
    }
  }

  const MakeOptions& options_;
  fs::path work_;
  std::string described_, version_;
};

void refuse(const std::vector<std::string>& complaints, const std::string& problem) {
  if (complaints.empty()) return;
  for (const std::string& complaint : complaints) fmt::print(stderr, "{}\n", complaint);
  throw data_error("book", problem, "mend what is listed above");
}

}  // namespace

void make_book(const MakeOptions& options) {
  Maker maker(options);
  maker.list_symbols();
  maker.weave_all();
  const auto warnings = maker.make_pages();
  const auto broken = maker.polish();
  if (options.draft) maker.finish();
  refuse(warnings, "Doxygen warns");
  refuse(broken, "some links lead nowhere");
  if (!options.draft) maker.finish();
}

std::string missing_package() {
  if (!app::run_process({"doxygen", "--version"})) return "doxygen";
  if (!fs::exists(theme_of_debian / "doxygen-awesome.css")) return "doxygen-awesome-css";
  if (!fs::exists(mathjax_of_debian / "MathJax.js")) return "libjs-mathjax";
  return "";
}

std::vector<std::string> undocumented(const MakeOptions& options) {
  return Maker(options).list_symbols();
}

}  // namespace primer::book
