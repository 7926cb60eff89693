// How the vectors of others are judged beside ours.

#include <cmath>
#include <nlohmann/json.hpp>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::chapter {
namespace {

using testing::ContainsSubstring;

/// A folder with a text of twelve sentences, and room for vectors and results.
struct Place {
  Place() {
    std::string all;
    for (int s = 0; s < 6; ++s) all += "Cats, dogs: cats!\nOaks (elms) oaks.\n";
    write_file_atomically(folder.path() / "text", all);
  }
  Text text() const {
    return vectors::read_training_text(folder.path() / "text", 1, 1);
  }
  std::filesystem::path rivals() const { return folder.path() / "rivals"; }
  app::Options options() const {
    app::Options options;
    options.mode = app::Mode::quick;
    options.out = folder.path() / "out";
    return options;
  }

  testing::TemporaryFolder folder;
};

const app::Chapter chapter = {
    .chapter = "02_word2vec", .summary = "", .cpu_only = true};

/// Cats are like dogs, and oaks like elms.
Gold gold_for(const text::Vocabulary& words) {
  Gold gold{
      {{"cats", "dogs", 0.9}, {"oaks", "elms", 0.8}, {"cats", "elms", 0.1}},
      std::vector<std::vector<std::int32_t>>(4),
      {}};
  for (std::int32_t w = 0; w < words.size(); ++w) {
    const bool animal = words.word(w) == "cats" || words.word(w) == "dogs";
    gold.classes[static_cast<std::size_t>(w)] = {animal ? 0 : 1};
    gold.asked.push_back(w);
  }
  return gold;
}

/// Vectors in an order of their own, with one word more.
text::Embeddings of_another(float elms) {
  return {{"</s>", "elms", "oaks", "dogs", "cats"},
          {5, 5, elms, 1, 0, 1, 1, 0.1f, 1, 0},
          2};
}

}  // namespace

TEST_CASE("Vectors of others are judged by name whatever their order") {
  const Place place;
  const Text text = place.text();
  std::filesystem::create_directory(place.rivals());
  text::save_embeddings(place.rivals() / "one.cbow.1.bin", of_another(0.3f));
  text::save_embeddings(place.rivals() / "one.cbow.2.bin", of_another(0.4f));
  write_file_atomically(place.rivals() / "notes.bin", "of no seed");
  app::Run run(chapter, place.options());
  compare(run, text, gold_for(text.vocabulary), place.rivals());
  run.finish();
  const auto json =
      nlohmann::json::parse(read_file(place.options().out / "run.json"));
  const auto& numbers = json["numbers"];
  CHECK(numbers["one"]["cbow"]["similarity"]["mean"] == 1);
  CHECK(numbers["one"]["cbow"]["similarity"]["spread"] == 0);
  CHECK(numbers["one"].size() == 1);
  CHECK(numbers["blocks"]["cbow"].contains("similarity"));
  CHECK(numbers["plain"]["skip_gram"].contains("agreement"));
}

TEST_CASE("Where others have left nothing the text is left for them") {
  const Place place;
  const Text text = place.text();
  app::Run run(chapter, place.options());
  CHECK_THROWS_WITH(
      compare(run, text, gold_for(text.vocabulary), place.rivals()),
      ContainsSubstring("has no vectors of others; have them made"));
  CHECK(read_file(place.rivals() / "text.txt").starts_with("cats dogs cats\n"));
}

TEST_CASE("Vectors of another text or none are refused") {
  const Place place;
  const Text text = place.text();
  const auto file = place.rivals() / "one.cbow.1.bin";
  const auto comparing = [&](const std::filesystem::path& folder) {
    app::Run run(chapter, place.options());
    compare(run, text, gold_for(text.vocabulary), folder);
  };
  CHECK_THROWS_WITH(comparing(place.folder.path() / "text"),
                    ContainsSubstring("is no folder"));
  std::filesystem::create_directory(place.rivals());
  text::save_embeddings(file, {{"cats", "dogs", "oaks"}, {1, 2, 3}, 1});
  CHECK_THROWS_WITH(
      comparing(place.rivals()),
      ContainsSubstring("one.cbow.1.bin: has no vector of 'elms'"));
  write_file_atomically(file, "4 2\ncats ");
  CHECK_THROWS_AS(comparing(place.rivals()), Error);
}

}  // namespace primer::chapter
