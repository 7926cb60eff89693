#include "exercises/grader/class/report.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "exercises/grader/class/tables.hpp"

namespace primer::grader {
namespace {

using testing::ContainsSubstring;

ExerciseResult exercise(std::vector<CheckResult> checks) {
  ExerciseResult result;
  result.exercise = "08_x/1_f";
  result.number = "8.1";
  result.title = "F & G";
  result.checks = std::move(checks);
  return result;
}

/// One check passed, one failed with this reason, as it comes from a checker.
SubmissionResult result_of(const std::string& id, const std::string& reason) {
  return {id,
          {settled(exercise({{"It adds", 3, 3, Verdict::pass, ""},
                             {"It <b>multiplies</b>", 0, 5, Verdict::crash, reason}}))},
          ""};
}

/// Something in every alphabet that could mean more than itself.
const std::string nasty =
    "\x01\x1b[2J</failure>]]><script>alert(1)</script>\n```\n# no heading | no "
    "cell\n\xff\xef\xbf\xbf";

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++found;
  return found;
}

}  // namespace

TEST_CASE("A report comes back as it was") {
  const Report report{result_of("ann", nasty), {"0123"}};
  const std::string text = report_json(report);
  const std::optional<Report> back = read_report_json(text);
  REQUIRE(back);
  CHECK(report_json(*back) == text);
  CHECK(back->fingerprints == report.fingerprints);
  CHECK(back->result.points() == 3);
  CHECK(back->result.max() == 8);
  CHECK(back->result.exercises[0].checks[1].verdict == Verdict::crash);
  for (std::size_t length = 0; length + 2 < text.size(); length += 7) {
    CHECK_FALSE(read_report_json(text.substr(0, length)));
  }
  for (const char* other : {"[]", "{}", "7", "{\"id\": 7, \"remark\": \"\", \"exercises\": []}"}) {
    CHECK_FALSE(read_report_json(other));
  }
  std::string unknown = text;
  unknown.replace(unknown.find("\"crash\""), 7, "\"crush\"");
  CHECK_FALSE(read_report_json(unknown));
}

TEST_CASE("Reasons are the same each time") {
  const auto reason = [](const std::string& text) {
    return settled(exercise({{"", 0, 1, Verdict::fail, text}})).checks[0].reason;
  };
  CHECK(reason("heap-buffer-overflow on address 0x602000000018 at pc 0x55d0") ==
        "heap-buffer-overflow on address 0x… at pc 0x55d0");
  CHECK(reason("/usr/bin/ld: /tmp/primer-a1B2c3/primer-x9/ccAbCdEf.o: in function `f(int)'") ==
        "/usr/bin/ld: worker.o: in function `f(int)'");
  CHECK(reason("(/tmp/primer-a1B2c3/primer-x9/f.cpp:3)") == "(f.cpp:3)");
  CHECK(reason("").empty());
  CHECK(reason(std::string(1 << 20, 'x')).size() < 4010);
}

TEST_CASE("Nothing in a reason means anything to XML") {
  const std::string text = report_xml(result_of("<ann>", nasty));
  CHECK_THAT(text, ContainsSubstring("<testsuites name=\"&lt;ann&gt;\" tests=\"2\" failures=\"0\" "
                                     "errors=\"1\">"));
  CHECK_THAT(text, ContainsSubstring("<testcase name=\"It adds\" classname=\"08_x/1_f\"/>"));
  CHECK_THAT(text, ContainsSubstring("<property name=\"points\" value=\"3\"/>"));
  CHECK_THAT(text, ContainsSubstring("\\x01\\x1b[2J&lt;/failure&gt;]]&gt;"));
  CHECK_THAT(text, ContainsSubstring("\\xff\\xef\\xbf\\xbf"));
  CHECK(count(text, "<script") == 0);
  CHECK(count(text, "<error ") == 1);
  CHECK(count(text, "</error>") == 1);
  for (const unsigned char c : text) CHECK((c >= 0x20 || c == '\n'));
}

TEST_CASE("Nothing in a reason means anything to Markdown") {
  SubmissionResult result = result_of("a|b <i>", nasty);
  result.remark = "<img src=x>";
  const std::string text = report_markdown(result);
  CHECK_THAT(text, ContainsSubstring("# a\\|b &lt;i&gt;: 3 of 8 points\n"));
  CHECK_THAT(text, ContainsSubstring("&lt;img src=x&gt;"));
  CHECK_THAT(text, ContainsSubstring("| 8.1 F &amp; G | It adds | 3 of 3 | pass |\n"));
  CHECK_THAT(text,
             ContainsSubstring("\n**It &lt;b&gt;multiplies&lt;/b&gt;**: crash\n\n````text\n"));
  CHECK(text.ends_with("\n````\n"));
  CHECK(count(text, "````") == 2);
}

TEST_CASE("A reason that all checks share is said once") {
  const SubmissionResult result{"ann",
                                {exercise({{"One", 0, 1, Verdict::no_compile, "no;"},
                                           {"Two", 0, 1, Verdict::no_compile, "no;"}})},
                                ""};
  const std::string text = report_markdown(result);
  CHECK(count(text, "no;") == 1);
  CHECK_THAT(text, ContainsSubstring("**All checks**: no compile"));
}

TEST_CASE("Gradescope gets scores and outputs") {
  const auto json = nlohmann::json::parse(gradescope_json(result_of("ann", nasty)));
  CHECK(json["score"] == 3);
  REQUIRE(json["tests"].size() == 2);
  CHECK(json["tests"][0]["status"] == "passed");
  CHECK(json["tests"][0]["score"] == 3);
  CHECK(json["tests"][1]["max_score"] == 5);
  CHECK(json["tests"][1]["number"] == "8.1.2");
  CHECK(json["tests"][1]["name"] == "8.1 F & G: It <b>multiplies</b>");
  CHECK_THAT(json["tests"][1]["output"].get<std::string>(), ContainsSubstring("crash: \\x01"));
  CHECK(json["output_format"] == "text");
}

TEST_CASE("Tables have a record a line and no formula") {
  const std::vector<SubmissionResult> results{
      result_of("=cmd|' /C calc'!A0", "@SUM(1)\n\"so\", he"), result_of("ann", "x")};
  CHECK(
      grades_csv(results) ==
      "id,exercise,check,points,max,verdict,reason\n"
      "'=cmd|' /C calc'!A0,08_x/1_f,It adds,3,3,pass,\n"
      "'=cmd|' /C calc'!A0,08_x/1_f,It <b>multiplies</b>,0,5,crash,\"'@SUM(1) / \"\"so\"\", he\"\n"
      "ann,08_x/1_f,It adds,3,3,pass,\n"
      "ann,08_x/1_f,It <b>multiplies</b>,0,5,crash,x\n");
  CHECK(totals_csv(results) == "id,points,max\n'=cmd|' /C calc'!A0,3,8\nann,3,8\n");
  CHECK(similar_csv({{"08_x/1_f", "ann", "-ben", 0.25, 99}}) ==
        "exercise,id,other,share,tokens\n08_x/1_f,ann,'-ben,0.250,99\n");
}

TEST_CASE("A summary goes where GitHub looks for it and is not too long") {
  const testing::TemporaryFolder folder;
  const std::string file = folder / "summary.md";
  ::setenv("GITHUB_STEP_SUMMARY", file.c_str(), 1);
  add_to_step_summary("one");
  add_to_step_summary("two");
  CHECK(read_file(file) == "one\ntwo\n");
  add_to_step_summary(summary_markdown({result_of("a|b", "x")}));
  CHECK_THAT(read_file(file), ContainsSubstring("two\n# Submissions: 1\n"));
  CHECK_THAT(read_file(file), ContainsSubstring("| a\\|b | 3 of 8 |  |\n"));
  add_to_step_summary(summary_markdown(result_of("", "x").exercises));
  CHECK_THAT(read_file(file), ContainsSubstring("# Exercises: 3 of 8 points\n"));
  const auto before = read_file(file).size();
  add_to_step_summary(summary_markdown(
      std::vector<SubmissionResult>(20'000, result_of(std::string(80, 'x'), "x"))));
  CHECK(read_file(file).size() - before < 1 << 20);
  CHECK(read_file(file).ends_with("x | 3 of 8 |  |\n\n…\n"));
  ::setenv("GITHUB_STEP_SUMMARY", (folder / "none/x").c_str(), 1);
  CHECK_THROWS_AS(add_to_step_summary("three"), Error);
  ::unsetenv("GITHUB_STEP_SUMMARY");
  add_to_step_summary("three");
}

}  // namespace primer::grader
