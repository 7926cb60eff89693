#include "common/app/training_text.hpp"

#include <filesystem>

namespace primer::app {

vectors::TrainingText training_text(const Run& run, std::int64_t quick_sentences) {
  const Options& options = run.options();
  const std::filesystem::path file = options.own.contains("--corpus")
                                         ? std::filesystem::path(options.own.at("--corpus"))
                                         : vectors::dictionary_file(options.data);
  auto text = vectors::read_training_text(file, 5, options.threads);
  const bool quick = options.mode == Mode::quick;
  return quick && text.corpus ? text.beginning(quick_sentences) : text;
}

}  // namespace primer::app
