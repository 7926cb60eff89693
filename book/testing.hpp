#pragma once
// A book in small, for tests: two chapters, an exercise, and what else a book must have.

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace primer::book {

/// The files below the root, by their paths.
using Files = std::map<std::string, std::string>;

inline Files small_book() {
  return {
      {"book/parts.txt",
       "# Parts.\n\nI 1 3 First steps\nAbout it.\n\nII 4 9 The rest\nAbout\nthat.\n\nIII 10 12 "
       "Nothing yet\nNone.\n"},
      {"book/glossary.txt",
       "weight, weights | 权重 | What training changes.\nloss | 损失 | How bad it is.\n"},
      {"book/bibliography.bib",
       "@book{lull1305, author = {Lull, Ramon}, title = {Ars magna}, publisher = {Pisa}, year = "
       "{1305}}\n"},
      {"book/pages/bibliography.md", "# Bibliography\n\n{{bibliography}}\n"},
      {"book/pages/front.md",
       "# Front\n\n{{map}}\n\n{{course}}\n\n[one](../../chapters/02_one/one.cpp)\n"},
      {"book/pages/notation.md", "# Notation\n\n$x$\n"},
      {"book/pages/glossary.md", "# Glossary\n\n{{glossary}}\n"},
      {"book/pages/reference.md", "# Reference\n\n{{reference}}\n"},
      {"common/loss.hpp", "#pragma once\n// Losses. More.\n"},
      {"kernels/none.hpp", "#pragma once\n"},
      {"exercises/README.md", "# Exercises\n\n## For a class\n\nText\n"},
      {"exercises/05_two/1_try/task.md", "# Try *it*\n\n*10 points, build.*\n\nDo it.\n"},
      {"exercises/05_two/1_try/hints.md", "## Hint 1\n\nLook.\n"},
      {"exercises/05_two/1_try/try.hpp", "int f();\n"},
      {"solutions/05_two/1_try/try.cpp", "int f() {\n  //! hole\n  return 42;\n  //! end\n}\n"},
      {"chapters/02_one/one.cpp",
       "// # One: a beginning\n//\n// The **weights** and the **loss**, {{a.b:.1f}}.\n//\n"
       "// ![Falling](results/loss.svg)\n//\n// ## What "
       "is it?\n\nint one();\n"},
      {"chapters/02_one/results/run.json",
       R"({"numbers": {"a": {"b": 0.25}}, "timing": {"total": 90}})"},
      {"chapters/02_one/results/loss.svg", "<svg/>"},
      {"chapters/05_two/first.cpp",
       "// # Two\n//\n// **weights**, [one](../02_one/one.cpp#what-is-it), [more](second.cpp), "
       "`two(int)`.\n\n"
       "namespace primer::chapter {\nint g() { return two(1); }\n}\n"},
      {"chapters/05_two/second.cpp",
       "// # More\n//\n// See [*Ars magna*](@lull1305).\n\nnamespace primer::chapter {\nint "
       "two(int x) { return x; }\n}\n"
       "int main() { run({.chapter = \"05_two\", .summary = \"twice \"\n \"two\"}); }\n"},
      {"chapters/05_two/two.hpp",
       "#pragma once\n// Shared.\n\nnamespace primer::chapter {\nint two(int x);\n}\n"},
  };
}

/// What describe.cmake would print of it.
inline const char* const small_description =
    "02_one|One: a beginning|one.cpp||\n05_two|Two|first.cpp second.cpp|02_one|fashion-mnist\n";

inline void write_files(const std::filesystem::path& root, const Files& files) {
  for (const auto& [name, text] : files) {
    std::filesystem::create_directories((root / name).parent_path());
    std::ofstream(root / name) << text;
  }
}

}  // namespace primer::book
