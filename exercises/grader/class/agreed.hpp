#pragma once
// What all runs into one --out folder must agree on, so that late submissions are graded as the others were.

#include <cstdint>

#include "exercises/grader/class/batch.hpp"

namespace primer::grader {

/// The seed of this batch: the one asked for, that of an earlier run into the same folder, or a new one. Another seed would
/// be another examination, so all who hand in have the same, also those who are late. Seed and exercises are written to
/// batch.json in batch.out.
/// @throws Error of usage when an earlier run graded exercises that this one leaves out: the tables would forget them
std::uint64_t agreed_seed(const Batch& batch);

}  // namespace primer::grader
