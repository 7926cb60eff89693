#include "few_labels.hpp"

#include <algorithm>
#include <exception>
#include <set>

namespace primer::exercise {
namespace {

using Set = std::set<int>;

Set set_of(const std::vector<int>& numbers) { return {numbers.begin(), numbers.end()}; }

bool includes(const Set& large, const Set& small) {
  return std::includes(large.begin(), large.end(), small.begin(), small.end());
}

/// What can be seen of a single division: whether it is whole, apart and balanced.
bool is_sound(const Division& division, const std::vector<int>& labels, int count,
              int validation_count) {
  //! hole
  const Set training = set_of(division.training), validation = set_of(division.validation);
  const auto has = [](const std::vector<int>& list, const Set& set, int wanted) {
    return static_cast<int>(list.size()) == wanted && set.size() == list.size();
  };
  if (!has(division.training, training, count)) return false;
  if (!has(division.validation, validation, validation_count)) return false;

  Set both = training;
  both.insert(validation.begin(), validation.end());
  if (both.size() != training.size() + validation.size()) return false;
  if (*both.begin() < 0 || *both.rbegin() >= static_cast<int>(labels.size())) return false;

  std::vector<int> members(1 + *std::max_element(labels.begin(), labels.end()));
  for (const int number : training) ++members[labels[number]];
  return std::set(members.begin(), members.end()).size() == 1;
  //! end
}

}  // namespace

bool accepts(Divide divide) {
  //! hole
  std::vector<int> labels;  // ten of class 0, fourteen of class 1
  for (int i = 0; i < 24; ++i) labels.push_back(i % 12 < 5 ? 0 : 1);
  Set ever_training, ever_validation;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Division few = divide(labels, 4, 6, seed), more = divide(labels, 8, 6, seed);
    if (!is_sound(few, labels, 4, 6) || !is_sound(more, labels, 8, 6)) return false;

    const Set training = set_of(more.training), validation = set_of(more.validation);
    if (!includes(training, set_of(few.training))) return false;
    if (set_of(few.validation) != validation) return false;

    const Division again = divide(labels, 8, 6, seed);
    if (set_of(again.training) != training) return false;
    if (set_of(again.validation) != validation) return false;
    ever_training.insert(training.begin(), training.end());
    ever_validation.insert(validation.begin(), validation.end());
  }
  if (ever_training.size() < labels.size()) return false;
  if (ever_validation.size() < labels.size()) return false;

  labels.assign(9, 0);
  labels.push_back(1);
  try {
    divide(labels, 4, 2, 1);
    return false;
  } catch (const std::exception&) {
    return true;
  }
  //! end
}

}  // namespace primer::exercise
