#include "common/app/run.hpp"

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "common/app/process.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/safetensors.hpp"
#include "common/nn/layers.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::app {
namespace {

using Json = nlohmann::ordered_json;
using testing::ContainsSubstring;
using testing::TemporaryFolder;

const Chapter chapter = {.chapter = "08_autoencoder", .summary = "s"};

Options options_for(const TemporaryFolder& folder) {
  Options options;
  options.out = folder / "out";
  return options;
}

Json run_json(const TemporaryFolder& folder) {
  return Json::parse(read_file(folder / "out" / "run.json"));
}

}  // namespace

TEST_CASE("A run picks by its mode") {
  const TemporaryFolder folder;
  Options options = options_for(folder);
  const auto [mode, expected] =
      GENERATE(std::pair{Mode::quick, 1}, std::pair{Mode::standard, 2}, std::pair{Mode::full, 3});
  options.mode = mode;
  const Run run(chapter, options);
  CHECK(run.pick(1, 2, 3) == expected);
}

TEST_CASE("Results appear when the run has finished and not before") {
  const TemporaryFolder folder;
  Generator random(1);
  nn::Linear module(2, 2, random);
  Run run(chapter, options_for(folder));
  run.stage("s", [&] {
    run.journal().record(1, 1, {{"loss", 0.5}});
    return train::Numbers{};
  });
  run.model(module);
  const float kept = module.weight.values()[0];
  module.weight.values()[0] = 99;  // too late to be kept
  run.figure("loss",
             LineChart{.title = "t", .x_label = "x", .y_label = "y", .series = {{"s", {1, 2}}}});
  const auto out = folder / "out";
  CHECK_FALSE(std::filesystem::exists(out / "model.safetensors"));
  run.finish();
  const auto file = load_safetensors(out / "model.safetensors");
  CHECK(file.tensors[0].first == "weight");
  CHECK(file.tensors[0].second.values()[0] == kept);
  CHECK(read_file(out / "log.csv") == "stage,seed,epoch,loss\ns,1,1,0.5\n");
  CHECK(std::filesystem::exists(out / "loss.svg"));
  CHECK(std::filesystem::exists(out / "run.json"));
}

TEST_CASE("A run that keeps nothing takes all results and leaves the folder as it is") {
  const TemporaryFolder folder;
  Options options = options_for(folder);
  const bool before = GENERATE(false, true);
  if (before) Run(chapter, options).finish();
  const std::string kept = before ? read_file(folder / "out" / "run.json") : "";
  options.keeps = false;
  Generator random(1);
  nn::Linear module(2, 2, random);
  Run run(chapter, options);
  run.numbers("n", run.stage("s", module, [&] {
    run.journal().record(1, 1, {{"loss", 0.5}});
    return train::Numbers{{"loss", 0.5}};
  }));
  run.model(module);
  run.figure("loss",
             LineChart{.title = "t", .x_label = "x", .y_label = "y", .series = {{"s", {1, 2}}}});
  run.finish();
  CHECK(std::filesystem::exists(folder / "out") == before);
  CHECK_FALSE(std::filesystem::exists(folder / "out" / "model.safetensors"));
  if (before) CHECK(read_file(folder / "out" / "run.json") == kept);
}

TEST_CASE("Numbers stand in nested objects in the order in which they came") {
  const TemporaryFolder folder;
  Options options = options_for(folder);
  options.seed = 18446744073709551615u;
  options.threads = 2;
  options.own = {{"--search", ""}, {"--text", "my file"}};
  Run run(chapter, options);
  run.number("z.b", 0.1);
  run.number("a", -0.0);
  run.number("z.a.deep", 1e300);
  run.numbers("n", {{"x", 1}, {"nan", std::nan("")}});
  run.timing("load", 2.5);
  run.stage("train.first", [] { return train::Numbers{}; });
  run.finish();

  const Json json = run_json(folder);
  CHECK(json["numbers"].dump() ==
        R"({"z":{"b":0.1,"a":{"deep":1e+300}},"a":-0.0,"n":{"x":1.0,"nan":null}})");
  CHECK(json["timing"]["load"] == 2.5);
  CHECK(json["timing"]["train"]["first"] >= 0);
  CHECK(json["timing"]["total"] >= 0);
  CHECK(json["chapter"] == "08_autoencoder");
  CHECK(json["mode"] == "standard");
  CHECK(json["seed"] == 18446744073709551615u);
  CHECK(json["threads"] == 2);
  CHECK(json["device"] == "cpu");
  CHECK(json["options"].dump() == R"({"--search":true,"--text":"my file","--data":null})");
  CHECK(json["machine"]["cores"].is_string());
  CHECK(json["commit"].is_string());
}

TEST_CASE("A key that is taken or stands for a group or is empty is refused") {
  const TemporaryFolder folder;
  Run run(chapter, options_for(folder));
  run.number("a.b", 1);
  for (const std::string key : {"a.b", "a", "a.b.c", "", ".", "a.", ".a", "x..y"}) {
    INFO(key);
    CHECK_THROWS_AS(run.number(key, 2), std::invalid_argument);
  }
  run.number("a.c", 2);
  run.number("x.nan", std::nan(""));
  CHECK_THROWS_AS(run.number("x.nan", 2), std::invalid_argument);
  CHECK_THROWS_AS(run.number("x.nan.y", 2), std::invalid_argument);
  CHECK_THROWS_AS(run.timing("total", 1), std::invalid_argument);
}

TEST_CASE("A file is kept once") {
  const TemporaryFolder folder;
  Generator random(1);
  nn::Linear module(2, 2, random);
  Run run(chapter, options_for(folder));
  run.model(module);
  run.model(module, "other.safetensors");
  CHECK_THROWS_AS(run.model(module), std::invalid_argument);
  CHECK_THROWS_AS(run.model(module, "../elsewhere"), std::invalid_argument);
  CHECK_THROWS_AS(run.model(module, "run.json"), std::invalid_argument);
}

TEST_CASE("Data must be a folder") {
  const TemporaryFolder folder;
  Options options = options_for(folder);
  options.data = folder / "nowhere";
  CHECK_THROWS_WITH(Run(chapter, options), ContainsSubstring("nowhere is not a folder"));
  options.data = folder / std::string(300, 'x');
  CHECK_THROWS_WITH(Run(chapter, options), ContainsSubstring("x cannot be looked at: "));
  CHECK_FALSE(std::filesystem::exists(options.out));
}

TEST_CASE(
    "Options that are not UTF-8 are kept in a form that is and a run is continued with them") {
  const TemporaryFolder folder;
  for (const char* name : {"\xE9t\xE9", "\xE8t\xE9"})
    std::filesystem::create_directory(folder / name);
  Options options = options_for(folder);
  options.data = folder / "\xE9t\xE9";
  options.own = {{"--text", "\xFF"}, {"--name", "été"}};
  Run(chapter, options).finish();
  const Json json = run_json(folder);
  CHECK(json["options"]["--data"] == folder.path().string() + "/\\xe9t\\xe9");
  CHECK(json["options"]["--text"] == "\\xff");
  CHECK(json["options"]["--name"] == "été");
  options.resume = true;
  CHECK_NOTHROW(Run(chapter, options));
  options.data = folder / "\xE8t\xE9";
  CHECK_THROWS_WITH(Run(chapter, options), ContainsSubstring("was begun with --data "));
}

TEST_CASE("A run that is continued has the options of the one before") {
  const TemporaryFolder folder;
  Options options = options_for(folder);
  options.resume = true;
  CHECK_THROWS_WITH(Run(chapter, options), ContainsSubstring("--resume: there is no checkpoint"));
  CHECK_FALSE(std::filesystem::exists(options.out));
  options.resume = false;
  Run(chapter, options).finish();
  options.resume = true;
  CHECK_NOTHROW(Run(chapter, options));
  const auto refused = [&](const Options& other, const std::string& words) {
    CHECK_THROWS_WITH(Run(chapter, other), ContainsSubstring(words));
  };
  Options other = options;
  other.mode = Mode::quick;
  refused(other, "was begun with mode standard, this one has quick");
  other = options;
  other.seed = 2;
  refused(other, "was begun with --seed 1, this one has 2");
  other = options;
  other.threads = 7;
  refused(other, "was begun with --threads 1, this one has 7");
  other = options;
  other.data = folder.path();
  refused(other, "was begun with --data none, this one has ");
  other = options;
  other.own = {{"--search", ""}};
  refused(other, "was begun with --search none, this one has on");
  CHECK_THROWS_WITH(Run({.chapter = "04_autograd", .summary = ""}, options),
                    ContainsSubstring("was begun with chapter 08_autoencoder"));
}

}  // namespace primer::app
