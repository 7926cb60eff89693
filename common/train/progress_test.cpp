#include "common/train/progress.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "common/testing/catch.hpp"

namespace primer::train {
namespace {

using testing::ContainsSubstring;

const ProgressState halfway = {.stage = "pretrain",
                               .epoch = 3,
                               .epochs = 10,
                               .batch = 120,
                               .batches = 469,
                               .loss = 0.0213456,
                               .examples_per_second = 84210.4,
                               .seconds_left = 65.9};

/// What is written to stderr while `body` runs, where stderr is a terminal of so many columns or, for 0, a pipe.
template <class Body>
std::string stderr_of(int columns, const Body& body) {
  int reading = -1, writing = -1;
  if (columns > 0) {
    reading = posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(grantpt(reading) == 0);
    REQUIRE(unlockpt(reading) == 0);
    writing = open(ptsname(reading), O_RDWR | O_NOCTTY);
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    REQUIRE(ioctl(writing, TIOCSWINSZ, &size) == 0);
  } else {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    reading = ends[0];
    writing = ends[1];
  }
  const int saved = dup(STDERR_FILENO);
  dup2(writing, STDERR_FILENO);
  body();
  dup2(saved, STDERR_FILENO);
  close(saved);

  const char end_mark = '#';  // so that reading never waits
  REQUIRE(write(writing, &end_mark, 1) == 1);
  std::string text;
  for (char c = 0; read(reading, &c, 1) == 1 && c != end_mark;) text += c;
  close(writing);
  close(reading);
  return text;
}

void three_slow_batches() {
  Progress progress("pretrain", 2, 3);
  for (Index batch = 1; batch <= 3; ++batch) {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    progress.update(1, batch, 0.5, 128);
  }
}

}  // namespace

TEST_CASE("A progress line tells stage and epoch and batch and loss and rate and time left") {
  CHECK(progress_line(halfway, 100) ==
        "pretrain  epoch 3/10  batch 120/469  loss 0.02135  84210 examples/s  1:05 left");
  ProgressState long_run = halfway;
  long_run.seconds_left = 36061;
  CHECK_THAT(progress_line(long_run, 100), ContainsSubstring("10:01:01 left"));
}

TEST_CASE("A progress line leaves out what matters least until it fits") {
  CHECK(progress_line(halfway, 70) ==
        "pretrain  epoch 3/10  batch 120/469  loss 0.02135  1:05 left");
  CHECK(progress_line(halfway, 50) == "pretrain  epoch 3/10  loss 0.02135  1:05 left");
  CHECK(progress_line(halfway, 35) == "pretrain  epoch 3/10  1:05 left");
  CHECK(progress_line(halfway, 20) == "pretrain  epoch 3/10");
  CHECK(progress_line(halfway, 10) == "pretrain");
  CHECK(progress_line(halfway, 3) == "pre");
  CHECK(progress_line(halfway, 0).empty());
}

TEST_CASE("A training that counts words names them and tells no loss") {
  ProgressState words = halfway;
  words.loss = std::nan("");
  words.batch_name = "word";
  words.example_name = "words";
  CHECK(progress_line(words, 100) ==
        "pretrain  epoch 3/10  word 120/469  84210 words/s  1:05 left");
  CHECK(progress_line(words, 40) == "pretrain  epoch 3/10  1:05 left");
}

TEST_CASE("A progress line is cut between characters and never inside one") {
  ProgressState chinese = halfway;
  chinese.stage = "唐诗";
  CHECK(progress_line(chinese, 1) == "唐");
}

TEST_CASE("Progress on a terminal is drawn in one line that fits and is erased at the end") {
  const std::string text = stderr_of(40, three_slow_batches);
  CHECK_THAT(text, ContainsSubstring("\rpretrain  epoch 1/2"));
  CHECK(text.ends_with("\r\033[K"));
  // Batches at 60, 120 and 180 ms: at most the second is drawn by the rule of ten a second.
  CHECK(std::ranges::count(text, '\r') <= 3);
}

TEST_CASE("Progress writes nothing when stderr is no terminal") {
  CHECK(stderr_of(0, three_slow_batches).empty());
}

}  // namespace primer::train
