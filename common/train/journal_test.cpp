#include "common/train/journal.hpp"

#include <csignal>
#include <string>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/nn/layers.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/train/interrupt.hpp"

namespace primer::train {
namespace {

using testing::ContainsSubstring;
using testing::TemporaryFolder;

const Settings settings = {{"chapter", "08_autoencoder"}, {"--seed", "1"}, {"--data", ""}};

Numbers never() {
  FAIL("a finished stage was run again");
  return {};
}

void nothing_to_restore(const Position&) { FAIL("there is a position"); }

Position position_of(const Tensor& w, std::uint64_t epoch) {
  return {{{"w", w}}, {{"epoch", epoch}}, {{"sum", 0.1}}};
}

}  // namespace

TEST_CASE("A finished stage is not run again and its rows and results are there") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  {
    Journal journal(file, settings, false);
    const Numbers results = journal.stage("first", [&] {
      journal.record(1, 1, {{"loss", 0.5}});
      return Numbers{{"accuracy", 0.75}};
    });
    CHECK(number(results, "accuracy") == 0.75);
    journal.write();
  }
  Journal journal(file, settings, true);
  CHECK(journal.log().empty());
  CHECK(number(journal.stage("first", never), "accuracy") == 0.75);
  CHECK(to_csv(journal.log()) == "stage,seed,epoch,loss\nfirst,1,1,0.5\n");
  journal.stage("second", [&] {
    journal.record(2, 1, {{"loss", 0.25}});
    CHECK(journal.log().size() == 2);
    return Numbers{};
  });
  CHECK(journal.finished().size() == 2);
  CHECK(to_csv(journal.log()) == "stage,seed,epoch,loss\nfirst,1,1,0.5\nsecond,2,1,0.25\n");
}

TEST_CASE("A kept module gets its weights back and is in evaluation mode either way") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  Generator random(1);
  nn::Linear trained(3, 2, random);
  {
    Journal journal(file, settings, false);
    journal.stage("train", trained, [&] {
      trained.weight.copy_from(Tensor::full({2, 3}, 7));
      return Numbers{};
    });
    CHECK_FALSE(trained.training());
    trained.weight.copy_from(
        Tensor::full({2, 3}, 8));  // what comes later does not change what was kept
  }
  nn::Linear fresh(3, 2, random);
  Journal journal(file, settings, true);
  journal.stage("train", fresh, never);
  CHECK(fresh.weight.values()[5] == 7);
  CHECK_FALSE(fresh.training());
}

TEST_CASE("A loop goes on from the position that was saved last and so does the log") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  const Tensor w = Tensor::full({2}, 1);
  {
    Journal journal(file, settings, false);
    CHECK_THROWS_AS(
        journal.stage("loop",
                      [&]() -> Numbers {
                        journal.begin_loop(nothing_to_restore);
                        journal.record(1, 1, {{"loss", 0.5}});
                        journal.save(position_of(w, 1));
                        journal.record(1, 2, {{"loss", 0.25}});
                        w.copy_from(Tensor::full({2}, 2));
                        throw Interrupted(SIGINT);  // writes, but w is as it was at the position
                      }),
        Interrupted);
  }
  Journal journal(file, settings, true);
  journal.stage("loop", [&] {
    journal.record(1, 0, {{"loss", 9}});  // before the loop: part of what the position knows
    Position found;
    journal.begin_loop([&](const Position& position) { found = position; });
    REQUIRE(found.tensors.size() == 1);
    CHECK(found.tensors[0].second.values()[0] == 1);
    CHECK(found.counters.at("epoch") == 1);
    CHECK(found.numbers.at("sum") == 0.1);
    CHECK(to_csv(journal.log()) == "stage,seed,epoch,loss\nloop,1,1,0.5\n");
    return Numbers{};
  });
  journal.stage("next", [&] {
    journal.begin_loop(nothing_to_restore);
    return Numbers{};
  });
}

TEST_CASE("A run that was asked for something else cannot be continued") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  Journal(file, settings, false).write();
  const std::string run = "--resume: the run in " + folder.path().string() + " was begun with ";
  const std::string advice = "; repeat its options, or leave --resume out to begin again";
  const auto resume = [&](const Settings& other) { Journal(file, other, true); };

  Settings other = settings;
  other[1].second = "2";
  CHECK_THROWS_WITH(resume(other), run + "--seed 1, this one has 2" + advice);
  other = settings;
  other[2].second = "mine";
  CHECK_THROWS_WITH(resume(other), run + "--data none, this one has mine" + advice);
  other = settings;
  other.pop_back();
  other.emplace_back("--search", "yes");
  CHECK_THROWS_WITH(resume(other), run + "--search none, this one has yes" + advice);
  CHECK_NOTHROW(resume(settings));
  try {
    resume(other);
  } catch (const Error& error) {
    CHECK(error.exit_code() == 2);
  }
}

TEST_CASE("Nothing to continue is a mistake of usage and a damaged file one of data") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  try {
    Journal(file, settings, true);
    FAIL("there is nothing to continue");
  } catch (const Error& error) {
    CHECK(error.exit_code() == 2);
    CHECK(error.what() == "--resume: there is no checkpoint.safetensors in " +
                              folder.path().string() + "; leave --resume out to begin");
  }
  write_file_atomically(file, "nonsense");
  try {
    Journal(file, settings, true);
    FAIL("that is no checkpoint");
  } catch (const Error& error) {
    CHECK(error.exit_code() == 3);
  }
}

TEST_CASE("A checkpoint that cannot be looked for is an error that names the file") {
  const TemporaryFolder folder;
  const auto file = folder / std::string(300, 'x') / "checkpoint.safetensors";
  CHECK_THAT(testing::refusal([&] { Journal(file, settings, true); }),
             ContainsSubstring("x/checkpoint.safetensors: cannot be read: "));
}

TEST_CASE("A checkpoint of another program is refused where the two part") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  Generator random(1);
  nn::Linear small(3, 2, random), large(4, 2, random);
  {
    Journal journal(file, settings, false);
    journal.stage("first", small, [] { return Numbers{}; });
    CHECK_THROWS_AS(journal.stage("second",
                                  [&]() -> Numbers {
                                    journal.begin_loop(nothing_to_restore);
                                    journal.save(position_of(small.weight, 1));
                                    throw Interrupted(SIGINT);
                                  }),
                    Interrupted);
  }
  Journal journal(file, settings, true);
  SECTION("another stage") {
    CHECK_THROWS_WITH(journal.stage("zeroth", never),
                      ContainsSubstring("at stage zeroth, the checkpoint at first"));
  }
  SECTION("another module") {
    CHECK_THROWS_WITH(journal.stage("first", large, never),
                      ContainsSubstring("does not fit this program: load_state"));
  }
  SECTION("another loop") {
    journal.stage("first", small, never);
    CHECK_THROWS_WITH(journal.stage("second",
                                    [&]() -> Numbers {
                                      journal.begin_loop([&](const Position& position) {
                                        large.load_state(position.tensors);
                                      });
                                      return {};
                                    }),
                      ContainsSubstring("does not fit this program: load_state"));
  }
  SECTION("another stage in the middle") {
    journal.stage("first", small, never);
    CHECK_THROWS_WITH(journal.stage("third", never),
                      ContainsSubstring("at stage third, the checkpoint at second"));
  }
}

TEST_CASE("An interruption between loops ends the run after the stage and is saved") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  clear_interrupt();
  {
    Journal journal(file, settings, false, 1000);
    CHECK_THROWS_AS(journal.stage("first",
                                  [&] {
                                    request_interrupt(SIGTERM);
                                    return Numbers{{"x", 1}};
                                  }),
                    Interrupted);
  }
  clear_interrupt();
  Journal journal(file, settings, true);
  CHECK(number(journal.stage("first", never), "x") == 1);
}

TEST_CASE("The file is written when it is due or when a module is kept") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  Generator random(1);
  nn::Linear module(3, 2, random);
  const auto nothing = [] { return Numbers{}; };
  Journal patient(file, settings, false, 1000);
  patient.stage("first", nothing);
  CHECK_FALSE(patient.due());
  CHECK_FALSE(std::filesystem::exists(file));
  patient.stage("second", module, nothing);
  CHECK(std::filesystem::exists(file));

  std::filesystem::remove(file);
  Journal eager(file, settings, false, 0);
  CHECK(eager.due());
  eager.stage("first", nothing);
  CHECK(std::filesystem::exists(file));
}

TEST_CASE("A journal without a file works and writes nothing") {
  Journal journal;
  CHECK_FALSE(journal.due());
  CHECK(number(journal.stage("only", [] { return Numbers{{"x", 1}}; }), "x") == 1);
  journal.write();
}

TEST_CASE("Stages have names of their own and neither stages nor loops are nested") {
  Journal journal;
  const auto nothing = [] { return Numbers{}; };
  journal.stage("one", nothing);
  CHECK_THROWS_AS(journal.stage("one", nothing), std::logic_error);
  CHECK_THROWS_AS(journal.stage_name(), std::logic_error);
  CHECK_THROWS_AS(journal.record(1, 1, {}), std::logic_error);
  CHECK_THROWS_AS(journal.save({}), std::logic_error);
  journal.stage("two", [&] {
    CHECK_THROWS_AS(journal.stage("three", nothing), std::logic_error);
    journal.begin_loop(nothing_to_restore);
    CHECK_THROWS_AS(journal.begin_loop(nothing_to_restore), std::logic_error);
    return Numbers{};
  });
}

}  // namespace primer::train
