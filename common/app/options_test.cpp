#include "common/app/options.hpp"

#include <cstdlib>
#include <optional>

#include "common/app/cores.hpp"
#include "common/error/error.hpp"
#include "common/testing/catch.hpp"
#include "kernels/memory/card.hpp"

namespace primer::app {
namespace {

using testing::ContainsSubstring;

/// Sets an environment variable for the rest of a test; null removes it.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Variable() { set(before_ ? before_->c_str() : nullptr); }
  void set(const char* value) const {
    if (value) {
      setenv(name_, value, 1);
    } else {
      unsetenv(name_);
    }
  }

 private:
  const char* name_;
  std::optional<std::string> before_;
};

const Chapter chapter = {
    .chapter = "08_autoencoder",
    .summary = "pre-train, then fine-tune",
    .options = {{"--search", "search for good settings"}, {"--text", "your own text", "FILE"}}};

Options parsed(const std::vector<std::string>& arguments) {
  const auto options = parse_options(chapter, arguments);
  REQUIRE(options);
  return *options;
}

/// The message, after a check that it is one line and a mistake of usage.
std::string refused(const std::vector<std::string>& arguments) {
  try {
    parse_options(chapter, arguments);
  } catch (const Error& error) {
    const std::string line = error.what();
    CHECK(error.exit_code() == 2);
    CHECK(line.find('\n') == std::string::npos);
    return line;
  }
  return "ACCEPTED";
}

}  // namespace

TEST_CASE("Without options a run is standard on the CPU with all cores and writes to out") {
  const Variable threads("OMP_NUM_THREADS", nullptr);
  const Options options = parsed({});
  CHECK(options.mode == Mode::standard);
  CHECK(options.device == Device{});
  CHECK(options.seed == 1);
  CHECK(options.threads == usable_cores());
  CHECK(options.threads >= 1);
  CHECK(options.data.empty());
  CHECK(options.out == PRIMER_SOURCE_DIR "/out/08_autoencoder");
  CHECK_FALSE(options.resume);
  CHECK(options.own.empty());
}

TEST_CASE("Every option is understood in both spellings") {
  const Options options =
      parsed({"--quick", "--device=cpu", "--seed", "18446744073709551615", "--threads=3", "--data",
              "my data", "--out=else where", "--resume", "--search", "--text", "a.txt"});
  CHECK(options.mode == Mode::quick);
  CHECK(options.seed == 18446744073709551615u);
  CHECK(options.threads == 3);
  CHECK(options.data == "my data");
  CHECK(options.out == "else where");
  CHECK(options.resume);
  CHECK(options.has("--search"));
  CHECK(options.own.at("--text") == "a.txt");
  CHECK(parsed({"--full"}).mode == Mode::full);
}

TEST_CASE("Of a value given twice the last one counts") {
  CHECK(parsed({"--seed", "1", "--seed", "2"}).seed == 2);
  CHECK(parsed({"--quick", "--quick"}).mode == Mode::quick);
}

TEST_CASE("An option may take several words") {
  const Chapter asking{
      .chapter = "02_word2vec",
      .summary = "words",
      .options = {{"--analogy", "A - B + C", "A B C"}, {"--text", "a text", "FILE"}}};
  const auto own = [&](std::vector<std::string> arguments, const std::string& option) {
    return parse_options(asking, std::move(arguments))->own.at(option);
  };
  CHECK(own({"--analogy", "king", "man", "woman"}, "--analogy") == "king man woman");
  CHECK(own({"--analogy", "king", "man", "--quick"}, "--analogy") == "king man");
  CHECK(own({"--text", "a", "--text", "b"}, "--text") == "b");
}

TEST_CASE("The number of threads follows OMP_NUM_THREADS when nothing else is said") {
  const Variable threads("OMP_NUM_THREADS", "5,2");
  CHECK(parsed({}).threads == 5);
  CHECK(parsed({"--threads", "1"}).threads == 1);
  threads.set("many");
  CHECK(parsed({"--threads", "1"}).threads == 1);
  CHECK_THAT(refused({}), ContainsSubstring("OMP_NUM_THREADS: many is not a whole number"));
}

TEST_CASE("Quick and full exclude each other") {
  CHECK(refused({"--quick", "--full"}) ==
        "--quick: contradicts --full; give one of the two, or none");
}

TEST_CASE("An unknown option is refused with the nearest one that there is") {
  CHECK(refused({"--thread", "3"}) == "--thread: there is no such option; did you mean --threads?");
  CHECK(refused({"--sede=3"}) == "--sede: there is no such option; did you mean --seed?");
  CHECK(refused({"--res"}) == "--res: there is no such option; did you mean --resume?");
  CHECK(refused({"--serch"}) == "--serch: there is no such option; did you mean --search?");
  CHECK(refused({"--learning-rate", "1"}) ==
        "--learning-rate: there is no such option; --help lists those that there are");
  CHECK(refused({"-q"}) == "-q: there is no such option; --help lists those that there are");
  CHECK(refused({"quick"}) == "quick: is not an option; --help lists those that there are");
  CHECK(refused({"--", "--quick"}).find("ACCEPTED") == std::string::npos);
}

TEST_CASE("Numbers of threads without meaning are refused") {
  for (const std::string text : {"0", "-1", "two", "1.5", "100000", "99999999999999999999", " 2"}) {
    CHECK_THAT(refused({"--threads=" + text}),
               ContainsSubstring("--threads: " + text + " is not a whole number from 1 to "));
    CHECK_THAT(refused({"--threads", text}), ContainsSubstring("; give a number such as 1"));
  }
}

TEST_CASE("Seeds that are no whole number are refused") {
  for (const std::string text : {"x", "-1", "1e3", "18446744073709551616", "0x10"}) {
    CHECK_THAT(refused({"--seed", text}), ContainsSubstring("--seed: " + text + " is not a whole"));
  }
}

TEST_CASE("A missing value is refused whatever comes after it") {
  for (const std::string name : {"--device", "--seed", "--threads", "--data", "--out", "--text"}) {
    const std::string start = name + ": its value is missing; give one: " + name + " ";
    CHECK_THAT(refused({name}), ContainsSubstring(start));
    CHECK_THAT(refused({name, "--quick"}), ContainsSubstring(start));
    CHECK_THAT(refused({name + "="}), ContainsSubstring(start));
  }
}

TEST_CASE("A switch takes no value") {
  CHECK(refused({"--resume=no"}) == "--resume: it takes no value; give it alone or leave it out");
}

TEST_CASE("A device is one that is there") {
  for (const std::string wrong : {"tpu", "cuda:", "cuda:x", "cuda:1x", "cuda:-1", "CPU"}) {
    CHECK(refused({"--device", wrong}) ==
          "--device: " + wrong + " is no device; give cpu, cuda, cuda:1, auto or emulated");
  }
  CHECK(parsed({"--device", "emulated"}).device == Device{Device::Kind::emulated, 0});
  const cuda::Cards cards = cuda::cards();
  const Options automatic = parsed({"--device", "auto"});
  if (cards.count > 0) {
    CHECK(parsed({"--device", "cuda"}).device == Device{Device::Kind::cuda, 0});
    CHECK(automatic.device == Device{Device::Kind::cuda, 0});
    CHECK(automatic.note.empty());
  } else {
    CHECK(automatic.device == Device{});
    CHECK_THAT(automatic.note, ContainsSubstring(cards.problem));
  }
  try {
    parse_options(chapter, {"--device", "cuda:1000"});
    FAIL("no machine has a thousand cards");
  } catch (const Error& error) {
    CHECK(error.exit_code() == 3);
    CHECK_THAT(error.what(), ContainsSubstring(cards.count > 0 ? "there is no card 1000"
                                                               : "there is no GPU to compute on"));
  }
}

TEST_CASE("A chapter without tensors knows no device but the CPU") {
  const Chapter loops{.chapter = "01_bag_of_words", .summary = "counts words", .cpu_only = true};
  CHECK(parse_options(loops, {"--device", "cpu"})->device == Device{});
  const auto automatic = parse_options(loops, {"--device", "auto"});
  CHECK(automatic->device == Device{});
  CHECK_THAT(automatic->note, ContainsSubstring("this chapter cannot use a GPU"));
  CHECK_THROWS_WITH(parse_options(loops, {"--device", "emulated"}),
                    ContainsSubstring("--device: this chapter computes on the CPU alone; leave"));
}

TEST_CASE("A run with an option that keeps nothing has no folder to name and none to go on with") {
  const Chapter asks{
      .chapter = "01_bag_of_words",
      .summary = "counts words",
      .options = {
          {"--text", "your own text", "FILE"},
          {.name = "--ask", .description = "search", .argument = "Q", .keeps_nothing = true}}};
  CHECK(parse_options(asks, {})->keeps);
  CHECK(parse_options(asks, {"--text", "f", "--out", "o", "--resume"})->keeps);
  CHECK_FALSE(parse_options(asks, {"--ask", "q", "--text", "f"})->keeps);
  for (const std::vector<std::string>& about_results :
       {std::vector<std::string>{"--out", "o"}, {"--resume"}}) {
    std::vector<std::string> line = {"--ask", "q"};
    line.insert(line.end(), about_results.begin(), about_results.end());
    CHECK_THROWS_WITH(
        parse_options(asks, line),
        about_results[0] + ": a run with --ask keeps no results; leave one of the two out");
  }
}

TEST_CASE("Control characters in a wrong option do not reach the terminal") {
  CHECK(refused({"--a\nb\033[1m"}).find('\033') == std::string::npos);
}

TEST_CASE("Help names every option and comes before anything else") {
  CHECK_FALSE(parse_options(chapter, {"--help"}));
  CHECK_FALSE(parse_options(chapter, {"-h", "--quick"}));
  const std::string text = help(chapter);
  for (const std::string name :
       {"--quick", "--full", "--device WHERE", "--seed N", "--threads N", "--data DIR", "--out DIR",
        "--resume", "--help", "--search", "--text FILE", "08_autoencoder: pre-train, then"}) {
    CHECK_THAT(text, ContainsSubstring(name));
  }
}

TEST_CASE("Help promises the same numbers only where threads do not meet") {
  Chapter chapter{.chapter = "00_test", .summary = "does nothing"};
  CHECK_THAT(help(chapter), ContainsSubstring("The same seed and number\nof threads"));
  chapter.unlocked = true;
  CHECK_THAT(help(chapter), ContainsSubstring("With --threads 1 the same\nseed"));
}

}  // namespace primer::app
