#include "book/doxygen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "book/system.hpp"
#include "book/text.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

Doxygen::Doxygen(const MakeOptions& options, fs::path work)
    : options_(options),
      work_(std::move(work)),
      version_(trim(run_tool({"doxygen", "--version"}, "book"))) {}

std::string quoted(const fs::path& path) { return "\"" + path.string() + "\""; }

Doxygen::Settings Doxygen::settings() const {
  return {{"ROOT", options_.root.string()},
          {"BOOK", (options_.root / "book").string()},
          {"WORK", work_.string()},
          {"FILTER", fmt::format("'{}' {}'{}' '{}'", options_.weave.string(),
                                 options_.solutions ? "--solutions " : "", options_.root.string(),
                                 work_.string())},
          {"HTML", "YES"},
          {"TAGFILE", ""},
          {"EXTRACT_ALL", "NO"},
          {"UNDOCUMENTED", "NO"},
          {"HEADER", ""},
          {"FOOTER", ""},
          {"STYLES", ""},
          {"FILES", ""}};
}

std::vector<std::string> Doxygen::run(const std::string& name, Settings settings) const {
  const fs::path log = work_ / (name + ".log"), file = work_ / (name + ".doxyfile");
  settings["WARNINGS"] = log.string();
  std::string text = read_file(options_.root / "book" / "Doxyfile.in");
  for (const auto& [word, value] : settings) replace_all(text, "@" + word + "@", value);
  if (!version_.starts_with("1.9.4"))
    text += "HTML_COLORSTYLE = LIGHT\n";  // what the theme wants since 1.9.5
  write_scratch(file, text);
  const std::string said = run_tool({"doxygen", file.string()}, "book");
  std::vector<std::string> warnings;
  for (const std::string& line : lines_of((fs::exists(log) ? read_file(log) : "") + said)) {
    const std::string warning = true_place(line);
    const bool again = std::find(warnings.begin(), warnings.end(), warning) != warnings.end();
    if (!again && !trim(line).empty()) warnings.push_back(warning);
  }
  return warnings;
}

/// A task is woven together with its hints: what lies beyond its end is in those.
std::string Doxygen::true_place(std::string line) const {
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

fs::path Doxygen::write_header() const {
  const fs::path header = work_ / "header.html";
  run_tool({"doxygen", "-w", "html", header.string(), (work_ / "footer.html").string(),
            (work_ / "style.css").string()},
           "book");
  std::string text = read_file(header);
  const std::size_t end = text.find("</head>");
  if (end == text.npos) {
    throw data_error("doxygen " + version_, "writes a header of HTML without </head>",
                     "use another version");
  }
  text.insert(end, read_file(options_.root / "book" / "theme" / "head.html"));
  write_scratch(header, text);
  return header;
}

}  // namespace primer::book
