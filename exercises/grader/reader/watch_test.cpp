#include <signal.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/train/interrupt.hpp"
#include "exercises/grader/reader/learner.hpp"
#include "exercises/grader/reader/progress.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

std::string answer(const std::string& formula) {
  return "#include \"twice.hpp\"\nnamespace primer::exercise {\ndouble twice(double x) { return " +
         formula + "; }\n}\n";
}

}  // namespace

TEST_CASE("What is saved is graded with new inputs each time and what is not there is waited for") {
  const testing::TemporaryFolder folder;
  const fs::path own = folder / "exercises/testing/twice", file = own / "twice.cpp";
  fs::create_directories(own);
  fs::copy_file(PRIMER_SOURCE_DIR "/exercises/grader/testing/twice/twice.hpp", own / "twice.hpp");
  write_file_atomically(file, answer("0"));
  const Tree tree{folder / "exercises", folder / "none", folder / "progress.txt"};
  const Exercise twice{.folder = own, .path = "testing/twice", .number = "0.1", .name = "twice"};

  std::atomic<std::uint64_t> seeds = 0, while_absent = 0;
  std::thread reader([&] {
    const auto wait = [](int milliseconds) {
      std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    };
    const auto save = [&](const char* formula, int points) {
      write_file_atomically(file, answer(formula));
      const auto graded = [&] {
        const auto progress = read_progress(tree.progress);
        return progress.contains("0.1") && progress.at("0.1").points == points;
      };
      for (int i = 0; i < 300 && !graded(); ++i) wait(100);
    };
    wait(2000);  // until it watches
    fs::remove(file);
    wait(1000);
    while_absent = seeds.load();
    save("x < 0 ? x : 2 * x", 5);
    save("x + x", 10);
    train::request_interrupt(SIGINT);
  });
  watch(tree, {twice}, {.fences = {}, .check_seconds = 5}, [&] { return ++seeds; });
  reader.join();
  train::clear_interrupt();
  CHECK(while_absent == 0);
  CHECK(seeds == 2);
  CHECK(read_progress(tree.progress).at("0.1").points == 10);
}

}  // namespace primer::grader
