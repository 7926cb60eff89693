#include "exercises/grader/class/basis.hpp"

#include <fmt/core.h>

#include "common/io/file.hpp"
#include "exercises/grader/class/fingerprint.hpp"
#include "exercises/grader/confine/sandbox.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

const fs::path source_root = PRIMER_SOURCE_DIR;
const fs::path built = PRIMER_EXERCISES_BUILD;

std::string in_words(const Settings& settings) {
  const Fences& fences = settings.fences;
  return fmt::format("{} {} {} {} {} {} {} {} {} {}", settings.strict, settings.show_output,
                     settings.check_memory, settings.check_seconds, settings.compile_seconds,
                     settings.seed, fences.bubblewrap, fences.namespaces, fences.landlock,
                     PRIMER_CXX);
}

}  // namespace

std::vector<std::string> bases_of(const std::vector<Exercise>& exercises,
                                  const Settings& settings) {
  Fingerprint common;
  common.add(in_words(settings));
  common.add(run({.command = {PRIMER_CXX, "--version"}, .trusted = true}, {}).output);
  for (const fs::path& file :
       {source_root / "exercises/grader/check/interface.hpp", built / "grader/libprimer_worker.a",
        built / "grader/libprimer_strict.a", fs::path(PRIMER_CONFINE),
        fs::read_symlink("/proc/self/exe")}) {
    common.add(read_file(file));
  }
  std::vector<std::string> bases;
  for (const Exercise& exercise : exercises) {
    Fingerprint own = common;
    own.add(exercise.path);
    own.add(read_file(built / exercise.path / "checker"));
    own.add(read_file(built / exercise.path / "liboffer.a"));
    own.add(read_file(exercise.folder / (exercise.name + ".hpp")));
    for (const std::string& file : exercise.uses()) own.add(read_file(source_root / file));
    bases.push_back(own.digits());
  }
  return bases;
}

}  // namespace primer::grader
