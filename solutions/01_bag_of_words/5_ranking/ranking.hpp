#pragma once
// Exercise 1.5: does a program that measures search measure right?

#include <functional>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Two means over all questions.
struct Measures {
  double precision_at_10;  ///< of the first ten answers, the share that is relevant
  double
      mean_reciprocal_rank;  ///< 1 / place of the first relevant answer, counted from 1; 0 if there is none
};

/// Measures some rankings. The claim:
///  1. Precision: the number of relevant texts among the first ten answers, over ten, also where fewer than ten answers came.
///  2. Reciprocal rank: of the first relevant answer alone, at whatever place it stands.
///  3. A text that is not to be found is not found: the question's own text is taken out of its answers before anything is
///     counted, and what follows moves up.
///  4. Means: over all questions alike. One that found nothing counts as 0.
/// @param answers (Q), to each question the numbers of texts, the best first, none twice, perhaps none at all
/// @param relevant (Q), the numbers of the texts that are right, in any order, none twice, at least one, never the own one
/// @param own (Q), the number of the text that the question was made of
using Measure = std::function<Measures(const std::vector<std::vector<int>>& answers,
                                       const std::vector<std::vector<int>>& relevant,
                                       const std::vector<int>& own)>;

/// Whether `measure` keeps the claim.
bool accepts(Measure measure);

PRIMER_INTERFACE(accepts);

}  // namespace primer::exercise
