#include "common/testing/expected.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/testing/printed_line.hpp"

namespace primer::testing {
namespace {

using Lines = std::vector<std::string>;

const std::string head =
    "# What --quick prints.\n"
    "# numbers: within 2 %\n"
    "# /[Aa]ccuracy [0-9.]+|.* ± .*/: within 0.01\n"
    "# /[0-9.]+ s\\b/: left out\n\n";

/// The differences between two texts under the head above. What is expected begins in line 6.
Lines differences(const std::string& expected, const std::string& printed) {
  return compare(parse_expected(head + expected, "expected.txt"), printed);
}
bool accepted(const std::string& expected, const std::string& printed) {
  return differences(expected + "\n", printed + "\n").empty();
}

TEST_CASE("what is printed again is accepted") {
  const std::string text =
      "Loss 0.1391 a pixel\n\n  100   0.658 ± 0.020\n# nan, inf and -1.5e-07\n";
  CHECK(differences(text, text).empty());
  CHECK(differences("", "").empty());
}

TEST_CASE("a loss moved by 5 percent is refused") {
  CHECK(differences("Loss 0.1391\n", "Loss 0.1461\n") ==
        Lines{"6: expected 0.1391, got 0.1461: 5 % off, not within 2 %"});
  CHECK_FALSE(accepted("Loss 0.1391", "Loss 0.1321"));
  CHECK_FALSE(accepted("Loss 2.3066", "Loss 2.4219"));
  CHECK_FALSE(accepted("Loss 1.2000e-05", "Loss 1.2600e-05"));
  CHECK_FALSE(accepted("ELBO -101.3", "ELBO -106.4"));
}

TEST_CASE("a loss moved by 1 percent is accepted") {
  CHECK(accepted("Loss 0.1391", "Loss 0.1405"));
  CHECK(accepted("Loss 0.1391", "Loss 0.1377"));
  CHECK(accepted("Loss 1.2000e-05", "Loss 1.2120e-05"));
  CHECK(accepted("ELBO -101.3", "ELBO -102.3"));
}

TEST_CASE("an accuracy may move by a point") {
  CHECK(accepted("Test accuracy 0.656 on 1000 images", "Test accuracy 0.665 on 1000 images"));
  CHECK(accepted("  100   0.200 ± 0.000   0.135 ± 0.012", "  100   0.209 ± 0.008   0.126 ± 0.004"));
  CHECK(differences("\nTest accuracy 0.656\n", "\nTest accuracy 0.676\n") ==
        Lines{"7: expected 0.656, got 0.676: 0.02 off, not within 0.01"});
  CHECK_FALSE(accepted("  100   0.200 ± 0.000", "  100   0.200 ± 0.020"));
}

TEST_CASE("a rule holds for what it matches in a line alone") {
  CHECK(accepted("loss 0.131 accuracy 0.656", "loss 0.132 accuracy 0.665"));
  CHECK_FALSE(accepted("loss 0.131 accuracy 0.656", "loss 0.139 accuracy 0.656"));
  CHECK_FALSE(accepted("accuracy 0.656 loss 0.131", "accuracy 0.656 loss 0.139"));
}

TEST_CASE("half a unit of the last digit is lost in printing on either side") {
  CHECK(accepted("Loss 0.0001", "Loss 0.0002"));
  CHECK(accepted("Loss 0.0000", "Loss 0.0001"));
  CHECK(accepted("Loss 0.0001", "Loss -0.0000"));
  CHECK_FALSE(accepted("Loss 0.0000", "Loss 0.0002"));
  CHECK_FALSE(accepted("Loss 1e-05", "Loss 3e-05"));
}

TEST_CASE("whole numbers are equal") {
  CHECK_FALSE(accepted("1000 images", "1001 images"));
  CHECK_FALSE(accepted("accuracy 1", "accuracy 0"));
  CHECK_FALSE(accepted("10000 images", "-10000 images"));
  CHECK(accepted("slopes (-6, 12)", "slopes (-6, 12.000001)"));
  CHECK_FALSE(accepted("slopes (-6, 12)", "slopes (-6, 13.5)"));
}

TEST_CASE("neither NaN nor infinity is a number") {
  for (const char* word : {"nan", "-nan", "inf", "-inf"}) {
    INFO(word);
    CHECK_FALSE(accepted("Loss 0.1391", std::string("Loss ") + word));
    CHECK_FALSE(accepted(std::string("Loss ") + word, "Loss 0.1391"));
    CHECK(accepted(std::string("Loss ") + word, std::string("Loss ") + word));
  }
}

TEST_CASE("layout that makes room for a number does not count") {
  CHECK(accepted("   9.996 ±  0.010", "  10.003 ±  0.010"));
  CHECK(accepted("  0.001  0.5 |", " -0.000 0.5 |"));
  CHECK(accepted("bias= 0.001", "bias=-0.000"));
  CHECK(accepted("a  b  ", "a b"));
  CHECK(accepted("9.99 images", "10.0   images"));
  CHECK_FALSE(accepted("a b", "ab"));
  CHECK_FALSE(accepted("1 2", "12"));
}

TEST_CASE("words are equal and lines in order") {
  CHECK(differences("one\ntwo\nthree\n", "one\nzwei\nthree\n") ==
        Lines{"7: expected \"two\", got \"zwei\""});
  CHECK(differences("one\ntwo\nthree\n", "one\nthree\n") ==
        Lines{"7: expected \"two\", got nothing"});
  CHECK(differences("one\nthree\n", "one\ntwo\nthree\n") ==
        Lines{"6: expected nothing, got \"two\""});
  CHECK(differences("one\n", "") == Lines{"6: expected \"one\", got nothing"});
  CHECK(differences("one\n", "one\n\n") == Lines{"6: expected nothing, got \"\""});
  CHECK(differences("one\ntwo\n", "two\none\n").size() == 2);
  CHECK_FALSE(accepted("conv2d", "conv3d"));
}

TEST_CASE("numbers are compared beyond a line too many") {
  CHECK(differences("one\nLoss 1.0\n", "zero\none\nLoss 2.0\n") ==
        Lines{"5: expected nothing, got \"zero\"",
              "7: expected 1.0, got 2.0: 1e+02 % off, not within 2 %"});
}

TEST_CASE("what is left out may be anything that the rule matches") {
  CHECK(accepted("Done in 1.2 s, at last", "Done in 123.4 s, at last"));
  CHECK(accepted("Done in …, at last", "Done in  0.1 s, at last"));
  CHECK_FALSE(accepted("Done in 1.2 s, at last", "Done, at last"));
  CHECK_FALSE(accepted("3 seeds", "4 seeds"));
}

TEST_CASE("text that stands for other text is read as that and nothing else is") {
  const auto expected =
      parse_expected("# numbers: within 2 %\n# /12 files/: for 10 files\n\n10 files\n", "x");
  CHECK(compare(expected, "10 files\n").empty());
  CHECK(compare(expected, "12 files\n").empty());
  CHECK_FALSE(compare(expected, "11 files\n").empty());
  CHECK_FALSE(compare(expected, "12 folders\n").empty());
  CHECK(write_expected(expected.head, "12 files\n", "x") == expected.head + "10 files\n");
}

TEST_CASE("a file is written under its head and read again") {
  const std::string printed = "Loss 0.1391, 1.2 s\n\n  100  0.5\n";
  const std::string text = write_expected(head, printed, "expected.txt");
  CHECK(text == head + "Loss 0.1391, …\n\n  100  0.5\n");
  CHECK(parse_expected(text, "expected.txt").head == head);
  CHECK(compare(parse_expected(text, "expected.txt"), printed).empty());
}

TEST_CASE("the default head leaves out times and paths and thread counts") {
  const std::string first = default_head("01_x");
  const auto written = [&](const std::string& printed) {
    return write_expected(first, printed + "\n", "expected.txt").substr(first.size());
  };
  CHECK(written("took 1.25 s with 2 threads") == "took … with …\n");
  CHECK(written("figures in /home/me/out (see /tmp/x)") == "figures in … (see …\n");
  CHECK(written("0.5 seeds, 12 words/s/core, 3 / 4") == "0.5 seeds, 12 words/s/core, 3 / 4\n");
  const Expected expected = parse_expected(first + "Accuracy: 0.656\n", "expected.txt");
  CHECK(compare(expected, "Accuracy: 0.664\n").empty());
  CHECK(compare(expected, "Accuracy: 0.676\n").size() == 1);
}

TEST_CASE("a head that cannot be understood is refused") {
  const auto refused = [](const std::string& text) {
    return refusal([&] { parse_expected(text, "expected.txt"); });
  };
  const std::string numbers = "# numbers: within 2 %\n";
  CHECK(refused(numbers + "\n") == "ACCEPTED");
  CHECK_THAT(refused(""), ContainsSubstring("its head does not end with an empty line"));
  CHECK_THAT(refused(numbers + "Loss 0.5\n"), ContainsSubstring("does not end"));
  CHECK_THAT(refused("# A remark\n\n"), ContainsSubstring("# numbers: within 2 %"));
  CHECK_THAT(refused(numbers + numbers + "\n"), ContainsSubstring("has not one line"));
  for (const char* rule :
       {"Loss 0.5", "# numbers: 2 %", "# numbers: within two", "# numbers within 2 %",
        "# numbers: within -2 %", "# /x/ within 0.01", "# /x/: within", "# /(x/: within 0.01",
        "# //: left out", "# /x*/: left out", "# /x/: left", "# /: within 0.01"}) {
    INFO(rule);
    CHECK_THAT(refused(numbers + rule + "\n\n"),
               ContainsSubstring(std::string("expected.txt: line 2 is no rule: ") + rule));
  }
}

TEST_CASE("a line is taken apart into words and numbers") {
  const auto parts = [](const std::string& line) {
    std::string text;
    for (const Token& token : tokens_of(line)) {
      const bool decimal = token.kind == Token::Kind::decimal;
      text += token.is_number() ? (decimal ? "d" : "w") : "";
      text += "<" + token.text + ">";
    }
    return text;
  };
  CHECK(parts("f(-1.5, +2)=1e-05") == "<f(>d<-1.5><,>w<+2><)=>d<1e-05>");
  CHECK(parts("conv2d x-3 1-2.5.") == "<conv>w<2><d><x->w<3>w<1><->d<2.5><.>");
  CHECK(parts("1e5f 2E+3 3e 4.") == "w<1><e>w<5><f>d<2E+3>w<3><e>w<4><.>");
  CHECK(parts("0.5±0.25 …").starts_with("d<0.5><±>d<0.25><…>"));
  CHECK(parts("").empty());
  CHECK(tokens_of("1.25")[0].unit == Approx(0.01));
  CHECK(tokens_of("1.2e-06")[0].unit == Approx(1e-7));
  CHECK(tokens_of("1e+03")[0].unit == Approx(1000));
  CHECK(tokens_of("12")[0].unit == 0);
}

}  // namespace
}  // namespace primer::testing
