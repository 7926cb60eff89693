#include "exercises/grader/grade/verdict.hpp"

#include "common/testing/catch.hpp"

namespace primer::grader {
namespace {

using End = Outcome::End;
using testing::ContainsSubstring;

const Outcome answered{End::exited, 0,
                       "words\n\x1e"
                       "pass\n"},
    gone{End::exited, 0, "\x1egone\n…"}, ended_well{End::exited, 0, ""};

}  // namespace

TEST_CASE("The word of a checker counts and where a process went that went") {
  CHECK(judge_check(answered, {End::signalled, 9, ""}, 2).verdict == Verdict::pass);
  CHECK(judge_check(gone, {End::signalled, 11, ""}, 2).verdict == Verdict::crash);
  CHECK(judge_check(gone, {End::timed_out, 0, ""}, 2).verdict == Verdict::timeout);
  CHECK_FALSE(judge_check(gone, {End::signalled, 11, ""}, 2).fault);
  CHECK_FALSE(judge_check({End::timed_out, 0, ""}, {End::timed_out, 0, ""}, 2).fault);
}

TEST_CASE("What the machine did wrong is its fault and not the submission's") {
  const Outcome missing{End::not_started, 127, ""};
  for (const Judgement& judgement :
       {judge_check(gone, missing, 2), judge_check(missing, ended_well, 2),
        judge_check(missing, {End::signalled, 9, ""}, 2),
        judge_check({End::exited, 1, "oh"}, ended_well, 2),
        judge_check({End::signalled, 11, ""}, {End::signalled, 9, ""}, 2)}) {
    CHECK(judgement.fault);
    CHECK(judgement.verdict == Verdict::crash);
    CHECK_THAT(judgement.reason, ContainsSubstring("this machine"));
  }
}

TEST_CASE("An answer that is too long for the checker is too much output") {
  const Judgement judgement =
      judge_check({End::too_much_output, 9, "x"}, {End::signalled, 9, ""}, 2);
  CHECK(judgement.verdict == Verdict::output);
  CHECK_FALSE(judgement.fault);
}

}  // namespace primer::grader
