#include "exercises/grader/class/batch.hpp"

#include <signal.h>

#include <chrono>
#include <fstream>
#include <map>
#include <thread>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/train/interrupt.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;
using testing::ContainsSubstring;

/// An exercise of testing/.
Exercise exercise(const std::string& name) {
  return {.folder = PRIMER_SOURCE_DIR "/exercises/grader/testing/" + name,
          .path = "testing/" + name,
          .number = "0.1",
          .name = name,
          .title = name};
}

/// The file in which `body` is the function's.
std::string answer(const std::string& body) {
  return "#include \"twice.hpp\"\nnamespace primer::exercise {\ndouble twice(double x) {\n" + body +
         "\n}\n}\n";
}

/// A folder of submissions and one for their reports.
struct Class {
  testing::TemporaryFolder folder;
  fs::path submissions = folder / "in", out = folder / "out";

  void hand_in(const std::string& id, const std::string& source) const {
    const fs::path file = submissions / id / "hw/exercises/testing/twice/twice.cpp";
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << source;
  }
  void grade(unsigned jobs = 2, std::uint64_t seed = 1, bool seed_given = true,
             const std::string& name = "twice") const {
    grade_submissions({submissions,
                       out,
                       {exercise(name)},
                       folder / "none",
                       {.fences = {}, .check_seconds = 2, .seed = seed},
                       seed_given,
                       jobs});
  }
  std::string file(const std::string& name) const { return read_file(out / name); }
  /// All that grading wrote, by path.
  std::map<std::string, std::string> files(const std::string& below = "") const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(out / below)) {
      if (entry.is_regular_file())
        files[entry.path().lexically_relative(out)] = read_file(entry.path());
    }
    return files;
  }
};

void hand_in_all(const Class& all) {
  all.hand_in("ann", answer("return 2 * x;"));
  all.hand_in("ben", answer("return x < 0 ? 2 * x : x;"));
  all.hand_in("=1+1", answer("throw NotImplemented();"));
  all.hand_in("dan", "#include \"twice.hpp\"\n");
  all.hand_in("eve", answer("return *(volatile double*)nullptr + x;"));
  fs::create_directories(all.submissions / "fay/exercises/testing/twice/twice.cpp");
  fs::create_directories(all.submissions / "gus");
  std::ofstream(all.submissions / "hal.zip") << "no archive";
  std::ofstream(all.submissions / "ivy.tgz") << "no archive";
  fs::create_directories(all.submissions / "ivy");
  std::ofstream(all.submissions / "README.md") << "hello";
}

}  // namespace

TEST_CASE("A folder of submissions is graded whatever is among them") {
  const Class all;
  hand_in_all(all);
  all.grade();
  CHECK(all.file("totals.csv") ==
        "id,points,max\n'=1+1,0,10\nann,10,10\nben,5,10\ndan,0,10\neve,0,10\nfay,0,10\ngus,0,10\n"
        "hal,0,10\nivy,0,10\n");
  const std::string grades = all.file("grades.csv");
  for (const char* line :
       {"ann,testing/twice,Positive numbers double,5,5,pass,\n",
        "ben,testing/twice,Negative numbers double,5,5,pass,\n",
        "'=1+1,testing/twice,Positive numbers double,0,5,not_implemented,",
        "dan,testing/twice,Negative numbers double,0,5,no_compile,",
        "eve,testing/twice,Negative numbers double,0,5,crash,",
        "fay,testing/twice,Positive numbers double,0,5,forbidden,",
        "gus,testing/twice,Positive numbers double,0,5,not_implemented,not submitted: there is "
        "no exercises/testing/twice/twice.cpp\n",
        "hal,testing/twice,Positive numbers double,0,5,forbidden,the archive cannot be read",
        "ivy,testing/twice,Positive numbers double,0,5,forbidden,there is more than one"}) {
    CHECK_THAT(grades, ContainsSubstring(line));
  }
  CHECK(all.files().size() == 9 * 4 + 4);

  // Whoever is alone, first, or one of many at once gets the same, byte by byte
  const Class again;
  hand_in_all(again);
  again.grade(1);
  CHECK(again.files() == all.files());
  const Class alone;
  alone.hand_in("ben", answer("return x < 0 ? 2 * x : x;"));
  alone.grade();
  CHECK(alone.files("ben") == all.files("ben"));
}

TEST_CASE("A late or second submission changes nothing for the others") {
  const Class all;
  all.hand_in("ann", answer("return 2 * x;"));
  all.hand_in("ben", answer("return x;"));
  all.grade();
  const auto ann = all.files("ann"), ben = all.files("ben");
  all.hand_in("aaa", answer("return 3 * x;"));
  all.hand_in("ben", answer("return x + x;"));
  all.grade();
  CHECK(all.files("ann") == ann);
  CHECK(all.files("ben") != ben);
  CHECK(all.file("totals.csv") == "id,points,max\naaa,0,10\nann,10,10\nben,10,10\n");
}

TEST_CASE("What was graded is not graded again until something has changed") {
  const Class all;
  all.hand_in("ann", answer("return x;"));
  all.grade();
  // Only who does not grade again believes this
  std::string report = all.file("ann/report.json");
  const std::string real = report;
  report.replace(report.find("\"reason\": \""), 11, "\"reason\": \"I said so. ");
  const auto believed = [&] {
    return all.file("grades.csv").find("I said so") != std::string::npos;
  };
  write_file_atomically(all.out / "ann/report.json", report);
  all.grade();
  CHECK(believed());
  CHECK_THAT(all.file("ann/report.md"), ContainsSubstring("I said so"));
  all.grade(2, 2);
  CHECK_FALSE(believed());

  write_file_atomically(all.out / "ann/report.json", real.substr(0, real.size() / 2));
  all.grade();
  CHECK(all.file("ann/report.json") == real);
}

TEST_CASE("A batch remembers its seed so that all have the same examination") {
  const Class all;
  all.hand_in("ann", answer("return x;"));
  all.grade(2, 5, false);
  const auto first = all.files();
  all.grade(2, 6, false);
  CHECK(all.files() == first);
  all.grade(2, 6, true);
  CHECK(all.files() != first);
}

TEST_CASE("What the machine did wrong is said at the end and graded again") {
  const Class all;
  const fs::path own = all.submissions / "ann/exercises/testing/fault";
  fs::create_directories(own);
  std::ofstream(own / "fault.cpp") << "#include \"fault.hpp\"\nnamespace primer::exercise {\n"
                                      "double fault(double x) { return x; }\n}\n";
  fs::create_directories(all.submissions / "ben");
  const auto refusal = [&] { return testing::refusal([&] { all.grade(2, 1, true, "fault"); }); };
  CHECK_THAT(refusal(), ContainsSubstring("while it graded ann;"));
  CHECK(all.file("totals.csv") == "id,points,max\nann,0,5\nben,0,5\n");
  CHECK_THAT(all.file("grades.csv"), ContainsSubstring("on this machine"));

  // Only who does not grade again believes this
  std::string report = all.file("ann/report.json");
  report.replace(report.find("\"reason\": \""), 11, "\"reason\": \"I said so. ");
  write_file_atomically(all.out / "ann/report.json", report);
  CHECK_THAT(refusal(), ContainsSubstring("while it graded ann;"));
  CHECK_THAT(all.file("grades.csv"), !ContainsSubstring("I said so"));
}

TEST_CASE("An interrupted batch goes on and ends as if nothing had been") {
  const Class all;
  const auto hand_in = [](const Class& to) {
    for (const char* id : {"a", "b", "c", "d"}) {
      to.hand_in(id, answer(std::string("return x; // ") + id));
    }
  };
  hand_in(all);
  all.grade();
  const Class torn;
  hand_in(torn);
  train::request_interrupt(SIGINT);
  CHECK_THROWS_AS(torn.grade(1), train::Interrupted);
  CHECK_FALSE(fs::exists(torn.out / "totals.csv"));
  train::clear_interrupt();

  std::thread ctrl_c([&] {
    while (!fs::exists(torn.out / "b/report.json"))
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    train::request_interrupt(SIGINT);
  });
  CHECK_THROWS_AS(torn.grade(1), train::Interrupted);
  ctrl_c.join();
  train::clear_interrupt();
  CHECK_FALSE(fs::exists(torn.out / "d/report.json"));
  CHECK_FALSE(fs::exists(torn.out / "totals.csv"));

  torn.grade();
  CHECK(torn.files() == all.files());
}

TEST_CASE("Reports may go into the folder of submissions and the other way round") {
  Class all;
  all.hand_in("ann", answer("return 2 * x;"));
  all.out = all.submissions / "out";
  all.grade();
  all.grade();
  CHECK(all.file("totals.csv") == "id,points,max\nann,10,10\n");
  all.out = all.folder.path();
  all.grade();
  CHECK_THAT(all.file("totals.csv"), ContainsSubstring("ann,10,10\nout,0,10\n"));
}

TEST_CASE("What cannot be begun is one error") {
  Class all;
  CHECK_THROWS_AS(all.grade(), Error);  // no such folder
  fs::create_directory(all.submissions);
  CHECK_THAT(testing::refusal([&] { all.grade(); }), ContainsSubstring("holds no submission"));
  CHECK_FALSE(fs::exists(all.out));
  all.hand_in("ann", answer("return 2 * x;"));
  fs::create_directory(all.out);
  std::ofstream(all.out / "ann") << "in the way";
  CHECK_THAT(testing::refusal([&] { all.grade(); }), ContainsSubstring("out/ann"));
  fs::remove(all.out / "ann");
  all.grade();
  all.out = all.submissions / "ann/hw/exercises/testing/twice/twice.cpp";
  CHECK_THROWS_AS(all.grade(), Error);
}

}  // namespace primer::grader
