#pragma once
// What a chapter prints with --quick, and how far a run may be from it: chapters/NN_name/expected.txt.
//
//     # What `./primer run 04_autograd --quick` prints.
//     # numbers: within 2 %
//     # /[Aa]ccuracy [0-9.]+/: within 0.01
//     # /[0-9.]+ s\b/: left out
//     # /12040 entries/: for 12014 entries
//
//     Test accuracy 0.656 after … on 1000 images
//
// The head ends at the first empty line. A line in it that begins with `# numbers` or `# /` is a rule, any other a remark.
// Between the slashes stands a regular expression (ECMAScript's); the rule holds for what it matches in a line. The first
// rule that holds for a number counts, and if there is none, `numbers`.
//
//  - A number with a decimal point may be off by the tolerance (a percentage is one of the expected number) and by half a
//    unit of the last digit that each side printed. Whole numbers are equal. NaN and infinity are words, not numbers.
//  - What a rule says to stand `for` other text is read as that text, on both sides: where releases of Debian have other data, both
//    numbers are known to the digit.
//  - Words are equal. How many blanks stand between them is no matter, and beside a number whether there are any.

#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace primer::testing {

struct Tolerance {
  double relative = 0, absolute = 0;
  std::string text = {};  ///< as the head has it: "2 %"
};

/// What an expected.txt says.
struct Expected {
  struct Rule {
    std::regex pattern;
    std::optional<std::string> read_as = {};  ///< … for what is left out
    Tolerance tolerance = {};
  };
  std::string head = {};  ///< with the empty line that ends it
  Tolerance numbers = {};
  std::vector<Rule> rules = {};
  std::vector<std::string> lines = {};  ///< what is to be printed
};

/// Reads the text of an expected.txt.
/// @param name of the file, for messages
/// @throws Error of data when a rule in the head cannot be understood
Expected parse_expected(const std::string& text, const std::string& name);

/// How the output differs from what is expected, a line for each place, which begins with the number of the line in the
/// file. Empty when all is as expected.
std::vector<std::string> compare(const Expected& expected, const std::string& printed);

/// The head of a chapter's first expected.txt.
std::string default_head(const std::string& chapter);

/// An expected.txt under this head: what was printed, with … for what is left out.
/// @throws Error as parse_expected
std::string write_expected(const std::string& head, const std::string& printed,
                           const std::string& name);

}  // namespace primer::testing
