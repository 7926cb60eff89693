#include "book/make.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "book/binder.hpp"
#include "book/doxygen.hpp"
#include "book/links.hpp"
#include "book/search.hpp"
#include "book/system.hpp"
#include "book/text.hpp"
#include "common/app/process.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

const fs::path theme_of_debian = "/usr/share/doxygen-awesome-css";
const fs::path mathjax_of_debian = "/usr/share/javascript/mathjax";

/// The steps in which the book is made.
class Maker {
 public:
  explicit Maker(const MakeOptions& options)
      : options_(options), work_(fs::absolute(options.out) / "work"), doxygen_(options_, work_) {
    fs::remove_all(work_);
    fs::create_directories(work_ / "pages");
    write_scratch(
        work_ / "described.txt",
        run_tool({"cmake", "-P", (options_.root / "chapters" / "describe.cmake").string()},
                 "core"));
  }

  /// Reads library and chapters, to know the types of all that occurs in listings, and then the library as it will be
  /// in the book. @return what of it has no documentation
  std::vector<std::string> list_symbols() {
    auto settings = doxygen_.settings();
    settings["INPUT"] = library() + " " + quoted(options_.root / "chapters");
    settings["TAGFILE"] = quoted(work_ / "symbols.new");
    settings["HTML"] = "NO";
    settings["EXTRACT_ALL"] = "YES";
    doxygen_.run("symbols", settings);
    settings["INPUT"] = library();
    settings["TAGFILE"] = quoted(work_ / "documented.new");
    settings["EXTRACT_ALL"] = "NO";
    settings["UNDOCUMENTED"] = "YES";
    auto warnings = doxygen_.run("documented", settings);
    for (const char* name : {"symbols", "documented"}) {
      fs::rename(work_ / (std::string(name) + ".new"), work_ / (std::string(name) + ".tag"));
    }
    // What a compiler writes needs no words; and what refers to pages, which are not read here, is looked at later.
    std::erase_if(warnings, [](const std::string& line) {
      return line.find(" is not documented") == line.npos || line.find("=default (") != line.npos ||
             line.find("=delete (") != line.npos;
    });
    for (std::string& line : undocumented_namespaces()) warnings.push_back(std::move(line));
    std::sort(warnings.begin(), warnings.end());
    return warnings;
  }

  void weave_all() {
    const Binder binder = read_binder();
    for (const auto& [name, text] : binder.generated_pages())
      write_scratch(work_ / "pages" / name, text);
    for (const fs::path& file : binder.files()) binder.weave(file);
  }

  std::vector<std::string> make_pages() {
    const Binder binder = read_binder();
    auto settings = doxygen_.settings();
    settings["INPUT"] = library();
    for (const fs::path& file : binder.files()) settings["INPUT"] += " " + quoted(file);
    settings["HEADER"] = quoted(doxygen_.write_header());
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
    auto warnings = doxygen_.run("pages", settings);
    for (const auto& [name, file] : binder.figures()) put_figure(file, work_ / "html" / name);
    return warnings;
  }

  /// Makes what Doxygen left fit for readers. @return links that lead nowhere
  std::vector<std::string> polish() {
    unpack();
    copy_mathjax();
    const Binder binder = read_binder();
    const auto way = way_through(binder.course());
    const Symbols documented = Symbols::read(read_file(work_ / "documented.tag"));
    write_scratch(work_ / "html" / "primer_index.js",
                  search_index(work_ / "html", way, binder.glossary(), documented));
    return broken_links(work_ / "html");
  }

  void finish() { replace_folder(fs::absolute(options_.out) / "html", work_ / "html"); }

 private:
  Binder read_binder() const {
    return Binder(BinderOptions::read(options_.root, work_, options_.solutions));
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

  /// A figure of a run as it is, or a drawing of Graphviz as it draws it.
  static void put_figure(const fs::path& file, const fs::path& to) {
    if (file.extension() != ".dot") {
      fs::copy_file(file, to);
      return;
    }
    const auto drawn = app::run_process({"dot", "-Tsvg", file.string(), "-o", to.string()});
    if (!drawn)
      throw data_error("dot", "there is no such program", "install it with ./primer setup book");
    if (drawn->status == 0 && drawn->errors.empty()) return;
    const auto said = lines_of(drawn->errors);
    throw data_error(file.string(), "dot says: " + (said.empty() ? "nothing" : said.front()),
                     "mend the drawing");
  }

  static fs::path packaged(const fs::path& folder, const std::string& name) {
    if (fs::exists(folder / name)) return folder / name;
    throw data_error((folder / name).string(), "is not there",
                     "install it with ./primer setup book");
  }

  void unpack() const {
    for (const auto& entry : fs::recursive_directory_iterator(work_ / "html")) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".html" && extension != ".js") continue;
      const std::string text = read_file(entry.path());
      const std::string mended =
          extension == ".js" ? unpack_script(text)
                             : without_idle_mathjax(without_hidden_classes(unpack_page(text)));
      if (mended != text) write_scratch(entry.path(), mended);
    }
  }

  /// Doxygen's links to the parts of a page lead to its private classes too, which are not on it.
  static std::string without_hidden_classes(std::string page) {
    if (page.find(" id=\"nested-classes\"") == page.npos)
      replace_all(page, "<a href=\"#nested-classes\">Classes</a> &#124;\n", "");
    return page;
  }

  /// Loading MathJax is a third of what opening a page takes, so those without a formula do without it.
  static std::string without_idle_mathjax(std::string page) {
    const std::size_t body = page.find("<body");
    if (body == page.npos || page.find("\\(", body) != page.npos ||
        page.find("\\[", body) != page.npos)
      return page;
    const std::size_t loads = page.find("src=\"mathjax/MathJax.js\"");
    const std::size_t begin = page.rfind("<script", loads), end = page.find("</script>", loads);
    if (loads != page.npos) page.erase(begin, end + std::string_view("</script>\n").size() - begin);
    return page;
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
  Doxygen doxygen_;
};

/// @param complaints of which each says file and line
void refuse(const std::vector<std::string>& complaints, const std::string& problem) {
  if (complaints.empty()) return;
  if (complaints.size() == 1) throw data_error(complaints[0], problem, "mend it");
  for (const std::string& complaint : complaints) fmt::print(stderr, "{}\n", complaint);
  throw data_error(
      complaints[0], problem,
      fmt::format("mend this and the others of the {} listed above", complaints.size()));
}

}  // namespace

void make_book(const MakeOptions& options) {
  Maker maker(options);
  const auto undocumented = maker.list_symbols();
  if (!options.draft) refuse(undocumented, "some public symbols have no documentation");
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
  if (!app::run_process({"dot", "-V"})) return "graphviz";
  if (!fs::exists(theme_of_debian / "doxygen-awesome.css")) return "doxygen-awesome-css";
  if (!fs::exists(mathjax_of_debian / "MathJax.js")) return "libjs-mathjax";
  return "";
}

std::vector<std::string> undocumented(const MakeOptions& options) {
  return Maker(options).list_symbols();
}

}  // namespace primer::book
