#include "few_labels.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

// Spoilers: what follows are the honest functions and the broken ones. Find your checks first.

struct Wanted {
  std::vector<int> labels;
  int classes, count, validation_count;
  std::uint64_t seed;
};

/// @throws std::invalid_argument for arguments that make no sense
Wanted checked(const std::vector<int>& labels, int count, int validation_count,
               std::uint64_t seed) {
  const int pool = static_cast<int>(labels.size());
  const auto bad = [&](int label) { return label < 0 || label >= pool; };
  if (pool == 0 || std::any_of(labels.begin(), labels.end(), bad)) {
    throw std::invalid_argument("labels go from 0 to K - 1, and there is one at least");
  }
  const int classes = 1 + *std::max_element(labels.begin(), labels.end());
  if (count < 0 || count % classes != 0) {
    throw std::invalid_argument("the count is a multiple of the number of classes");
  }
  if (validation_count < 0 || validation_count > pool) {
    throw std::invalid_argument("there are not as many pictures to validate on");
  }
  return {labels, classes, count, validation_count, seed};
}

using Numbers = std::vector<int>;

Numbers shuffled(std::size_t count, std::uint64_t seed) {
  Numbers order(count);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937_64 engine(seed * 1000003 + 17);
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[engine() % i]);
  return order;
}

/// The first of each class among the candidates, count / classes of each.
Numbers first_of_each(const Wanted& wanted, const Numbers& candidates, bool complain = true) {
  Numbers missing(static_cast<std::size_t>(wanted.classes), wanted.count / wanted.classes);
  Numbers taken;
  for (const int number : candidates) {
    int& still = missing[static_cast<std::size_t>(wanted.labels[static_cast<std::size_t>(number)])];
    if (still > 0) taken.push_back(number), --still;
  }
  if (complain && static_cast<int>(taken.size()) < wanted.count) {
    throw std::invalid_argument("a class has too few pictures");
  }
  return taken;
}

/// A random order of the pool, cut in two: the first to validate on, the others to train on.
struct Cut {
  Numbers validation, candidates;
};
Cut cut(const Wanted& wanted, std::uint64_t seed, int overlap = 0) {
  const Numbers order = shuffled(wanted.labels.size(), seed);
  const auto at = order.begin() + wanted.validation_count;
  return {{order.begin(), at}, {at - std::min(overlap, wanted.validation_count), order.end()}};
}

/// A function that divides what makes sense.
Divide dividing(std::function<Division(const Wanted&)> with) {
  return [=](const std::vector<int>& labels, int count, int validation_count, std::uint64_t seed) {
    return with(checked(labels, count, validation_count, seed));
  };
}

const Divide honest = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed);
  return Division{first_of_each(wanted, parts.candidates), parts.validation};
});

const Divide honest_and_sorted = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed + 1000);
  Division division{first_of_each(wanted, parts.candidates), parts.validation};
  std::sort(division.training.begin(), division.training.end());
  std::sort(division.validation.begin(), division.validation.end());
  return division;
});

/// The same up to the order, which changes with the number of labels.
const Divide honest_and_shuffled = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed + 2000);
  const Numbers drawn = first_of_each(wanted, parts.candidates);
  Division division{{}, parts.validation};
  for (const int i : shuffled(drawn.size(), wanted.seed)) {
    division.training.push_back(drawn[static_cast<std::size_t>(i)]);
  }
  return division;
});

const Divide leaking = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed, 1);
  return Division{first_of_each(wanted, parts.candidates), parts.validation};
});

const Divide unbalanced = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed);
  first_of_each(wanted, parts.candidates);  // complains
  return Division{{parts.candidates.begin(), parts.candidates.begin() + wanted.count},
                  parts.validation};
});

const Divide not_nested = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed);
  Numbers candidates;
  for (const int i :
       shuffled(parts.candidates.size(), wanted.seed + static_cast<std::uint64_t>(wanted.count))) {
    candidates.push_back(parts.candidates[static_cast<std::size_t>(i)]);
  }
  return Division{first_of_each(wanted, candidates), parts.validation};
});

const Divide validation_moves = dividing([](const Wanted& wanted) {
  const Numbers order = shuffled(wanted.labels.size(), wanted.seed);
  Division division{first_of_each(wanted, order), {}};
  for (const int number : order) {
    if (static_cast<int>(division.validation.size()) == wanted.validation_count) break;
    if (std::count(division.training.begin(), division.training.end(), number) == 0) {
      division.validation.push_back(number);
    }
  }
  if (static_cast<int>(division.validation.size()) < wanted.validation_count) {
    throw std::invalid_argument("too few pictures are left to validate on");
  }
  return division;
});

const Divide seedless = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, 1);
  return Division{first_of_each(wanted, parts.candidates), parts.validation};
});

const Divide front_of_the_file = dividing([](const Wanted& wanted) {
  Cut parts = cut(wanted, wanted.seed);
  std::sort(parts.candidates.begin(), parts.candidates.end());
  return Division{first_of_each(wanted, parts.candidates), parts.validation};
});

const Divide never_the_same =
    dividing([calls = std::make_shared<std::uint64_t>(0)](const Wanted& wanted) {
      // The division is that of the seed, and what is drawn from the candidates goes on from the last call.
      const Cut parts = cut(wanted, wanted.seed);
      Numbers candidates;
      for (const int i : shuffled(parts.candidates.size(), ++*calls)) {
        candidates.push_back(parts.candidates[static_cast<std::size_t>(i)]);
      }
      return Division{first_of_each(wanted, candidates), parts.validation};
    });

const Divide with_replacement = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed);
  const Numbers drawn = first_of_each(wanted, parts.candidates);
  std::mt19937_64 engine(wanted.seed);
  std::vector<Numbers> of_class(static_cast<std::size_t>(wanted.classes));
  for (const int number : parts.candidates) {
    of_class[static_cast<std::size_t>(wanted.labels[static_cast<std::size_t>(number)])].push_back(
        number);
  }
  Division division{{}, parts.validation};
  for (int i = 0; i < wanted.count / wanted.classes; ++i) {
    for (const Numbers& members : of_class) {
      division.training.push_back(members[engine() % members.size()]);
    }
  }
  return division;
});

const Divide counting_from_one = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed);
  Division division{first_of_each(wanted, parts.candidates), parts.validation};
  for (Numbers* list : {&division.training, &division.validation}) {
    for (int& number : *list) ++number;
  }
  return division;
});

const Divide silently_fewer = dividing([](const Wanted& wanted) {
  const Cut parts = cut(wanted, wanted.seed);
  return Division{first_of_each(wanted, parts.candidates, false), parts.validation};
});

}  // namespace

PRIMER_CHECK("A division that trains on a validation picture is condemned", 2) {
  expect_told_apart(student<accepts>, honest, leaking, draw,
                    "a division in which a single picture stands in both lists",
                    "A network that has learned this picture by heart is praised for naming it.");
}

PRIMER_CHECK("A division that does not look at the classes is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_sorted, unbalanced, draw,
                    "a division that trains on more pictures of one class than of another",
                    "With ten labels it is then luck whether a class is seen at all.");
}

PRIMER_CHECK("A division whose small training set is not part of the large one is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_shuffled, not_nested, draw,
                    "a division that draws other pictures for another count",
                    "More labels may then look worse because others were drawn.");
}

PRIMER_CHECK("A division whose validation pictures depend on the count is condemned", 2) {
  expect_told_apart(student<accepts>, honest, validation_moves, draw,
                    "a division that takes for validation what training has left over",
                    "Two accuracies on different pictures do not compare.");
}

PRIMER_CHECK("A division that does not look at the seed is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_sorted, seedless, draw,
                    "a division that is the same for each seed",
                    "Three runs on the same pictures have a spread that is too small.");
}

PRIMER_CHECK("A division that trains on what comes first in the file is condemned", 3) {
  expect_told_apart(
      student<accepts>, honest_and_shuffled, front_of_the_file, draw,
      "a division that draws the validation pictures, and trains on the first others of each class",
      "It changes a little from seed to seed, and most pictures are never trained on.");
}

PRIMER_CHECK("A division that is another one at each call is condemned", 2) {
  expect_told_apart(student<accepts>, honest, never_the_same, draw,
                    "a division that gives something else for the same seed when asked again",
                    "A run that is stopped and resumed goes on with other pictures.");
}

PRIMER_CHECK("A division that draws a picture twice is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_sorted, with_replacement, draw,
                    "a division that puts back what it has drawn",
                    "A hundred labels are then fewer than a hundred.");
}

PRIMER_CHECK("A division that counts from one is condemned", 1) {
  expect_told_apart(student<accepts>, honest_and_shuffled, counting_from_one, draw,
                    "a division whose numbers go from 1 to N",
                    "Each picture gets its neighbour's label, and the last lies outside.");
}

PRIMER_CHECK("A division that gives fewer than it should is condemned", 2) {
  expect_told_apart(student<accepts>, honest, silently_fewer, draw,
                    "a division that says nothing when a class runs out",
                    "The table says 100 labels, and there were 93.");
}

}  // namespace primer::exercise
