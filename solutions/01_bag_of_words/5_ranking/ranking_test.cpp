#include "ranking.hpp"

#include <algorithm>
#include <set>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

// Spoilers: what follows are the right functions and the broken ones. Find your checks first.

using Lists = std::vector<std::vector<int>>;

/// How a function differs from the right one.
struct Habits {
  std::size_t depth = 10;
  bool over_answers = false, over_relevant = false, from_zero = false, all_relevant = false;
  bool keeps_own = false, own_holds_place = false, skips_empty = false, ten_only = false,
       first_listed = false;
};

Measure with(const Habits& habits) {
  return [=](const Lists& answers, const Lists& relevant, const std::vector<int>& own) {
    if (answers.size() != relevant.size() || answers.size() != own.size() || answers.empty()) {
      throw std::invalid_argument(
          "one list of answers, one of relevant texts and one own text for each question");
    }
    Measures sum{0, 0};
    double questions = 0;
    for (std::size_t q = 0; q < answers.size(); ++q) {
      std::vector<int> list = answers[q];
      const auto it = std::find(list.begin(), list.end(), own[q]);
      if (it != list.end() && !habits.keeps_own) {
        if (habits.own_holds_place)
          *it = -1;
        else
          list.erase(it);
      }
      const std::set<int> right(relevant[q].begin(), relevant[q].end());
      double hits = 0, reciprocal = 0;
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (right.count(list[i]) == 0) continue;
        if (i < habits.depth) ++hits;
        if (habits.ten_only && i >= 10) continue;
        if (habits.first_listed && list[i] != relevant[q][0]) continue;
        const double place = static_cast<double>(i) + (habits.from_zero ? 2 : 1);
        if (habits.all_relevant)
          reciprocal += 1 / place;
        else if (reciprocal == 0)
          reciprocal = 1 / place;
      }
      if (habits.skips_empty && reciprocal == 0) continue;
      ++questions;
      const double few = static_cast<double>(std::min<std::size_t>(10, list.size()));
      const double over = habits.over_answers ? std::max(1.0, few)
                          : habits.over_relevant
                              ? static_cast<double>(std::min<std::size_t>(10, right.size()))
                              : 10;
      sum.precision_at_10 += hits / over;
      sum.mean_reciprocal_rank += reciprocal;
    }
    if (questions == 0) return Measures{0, 0};
    return Measures{sum.precision_at_10 / questions, sum.mean_reciprocal_rank / questions};
  };
}

const Measure right = with({});

}  // namespace

PRIMER_CHECK("A measure that looks at eleven answers is condemned", 1) {
  expect_told_apart(student<accepts>, right, with({.depth = 11}), draw,
                    "a precision over the first eleven answers",
                    "Off by one is the most frequent mistake there is.");
}

PRIMER_CHECK("A measure that looks at nine answers is condemned", 1) {
  expect_told_apart(student<accepts>, right, with({.depth = 9}), draw,
                    "a precision over the first nine answers",
                    "Off by one is the most frequent mistake there is.");
}

PRIMER_CHECK("A measure that divides by the answers that came is condemned", 2) {
  expect_told_apart(student<accepts>, right, with({.over_answers = true}), draw,
                    "a precision that divides by the number of answers where fewer than ten came",
                    "A search that returns a single sure hit would be perfect.");
}

PRIMER_CHECK("A measure that divides by what is relevant is condemned", 2) {
  expect_told_apart(student<accepts>, right, with({.over_relevant = true}), draw,
                    "a number that divides by how many relevant texts there are",
                    "That is recall, another thing.");
}

PRIMER_CHECK("A measure that counts places from zero is condemned", 1) {
  expect_told_apart(student<accepts>, right, with({.from_zero = true}), draw,
                    "a first place that is worth a half",
                    "The best search there is would reach 0.5.");
}

PRIMER_CHECK("A measure that adds up all relevant answers is condemned", 2) {
  expect_told_apart(student<accepts>, right, with({.all_relevant = true}), draw,
                    "a reciprocal rank that is summed over all relevant answers",
                    "Only the first one counts, and the sum may be larger than 1.");
}

PRIMER_CHECK("A measure that forgets what comes after the tenth place is condemned", 1) {
  expect_told_apart(student<accepts>, right, with({.ten_only = true}), draw,
                    "a reciprocal rank that is 0 from the eleventh place on",
                    "The claim puts no end to it.");
}

PRIMER_CHECK("A measure that waits for one of the relevant texts is condemned", 1) {
  expect_told_apart(student<accepts>, right, with({.first_listed = true}), draw,
                    "a reciprocal rank of the text that stands first in the list of relevant ones",
                    "Whichever is found first counts; their list has no order.");
}

PRIMER_CHECK("A measure that lets a text find itself is condemned", 2) {
  expect_told_apart(student<accepts>, right, with({.keeps_own = true}), draw,
                    "answers in which the question's own text keeps its place",
                    "It stands on top each time, and all others are one place too low.");
}

PRIMER_CHECK("A measure that leaves out questions without a hit is condemned", 2) {
  expect_told_apart(student<accepts>, right, with({.skips_empty = true}), draw,
                    "a mean over the questions that found something",
                    "The search that answers one question in a thousand would be perfect.");
}

}  // namespace primer::exercise
