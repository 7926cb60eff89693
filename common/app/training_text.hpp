#pragma once
// The text of a run that learns words.

#include <cstdint>

#include "common/app/run.hpp"
#include "common/vectors/training_text.hpp"

namespace primer::app {

/// Reads what `--corpus` names, a sentence a line, and without that option the dictionary. Words that occur less than five
/// times are passed over.
/// @param quick_sentences what a run with `--quick` takes of a text that is held in memory
/// @throws Error as vectors::read_training_text() and vectors::dictionary_file()
vectors::TrainingText training_text(const Run& run, std::int64_t quick_sentences);

}  // namespace primer::app
