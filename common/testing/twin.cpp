#include "common/testing/twin.hpp"

#include <fmt/core.h>

#include "common/app/process.hpp"
#include "common/error/error.hpp"
#include "common/io/safetensors.hpp"
#include "common/testing/files.hpp"

namespace primer::testing {

Twin::Twin(const std::string& chapter)
    : script_(PRIMER_SOURCE_DIR "/chapters/" + chapter + "/twin.py"),
      python_(find_python("torch")) {}

bool Twin::skips_test() const {
  if (!python_.program.empty()) return false;
  fmt::print("primer: skipped: {}; {}\n", python_.absence, get_python);
  return true;
}

Golden Twin::with_our_weights(const NamedTensors& weights, const NamedTensors& inputs) const {
  const TemporaryFolder folder;
  save_safetensors(folder / "model.safetensors", {weights, {}});
  save_safetensors(folder / "inputs.safetensors", {inputs, {}});
  run({"--load", folder / "model.safetensors", "--inputs", folder / "inputs.safetensors",
       "--answers", folder / "answers.safetensors"});
  Golden golden = read_golden(folder / "answers.safetensors");
  golden.weights = weights;
  return golden;
}

Golden Twin::with_its_weights(const NamedTensors& inputs) const {
  const TemporaryFolder folder;
  save_safetensors(folder / "inputs.safetensors", {inputs, {}});
  run({"--save", folder / "model.safetensors", "--inputs", folder / "inputs.safetensors",
       "--answers", folder / "answers.safetensors"});
  Golden golden = read_golden(folder / "answers.safetensors");
  golden.weights = load_safetensors(folder / "model.safetensors").tensors;
  return golden;
}

Golden Twin::narrow() const {
  const TemporaryFolder folder;
  run({"--golden", folder / "golden.safetensors.gz"});
  return read_golden(folder / "golden.safetensors.gz");
}

void Twin::run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {python_.program, script_});
  const auto finished = app::run_process(arguments);
  if (finished && finished->status == 0) return;
  throw data_error(script_, finished ? finished->errors : "cannot be run", "run it by hand");
}

}  // namespace primer::testing
