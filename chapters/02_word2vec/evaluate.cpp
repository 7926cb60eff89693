// # What are the vectors worth?
//
// A loss that falls says that the vectors are good at the game. Nobody wants them
// for the game. We want words of one kind to lie together, so we need somebody
// who knows which words are of one kind, and has never seen our text.

#include <algorithm>
#include <cmath>
#include <sstream>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/app/figures.hpp"
#include "common/data/principal_components.hpp"

namespace primer::chapter {

// ## One vector a word
//
// Training leaves two vectors a word. What is kept is the first, the one of a word
// that is given; the second was the other side of the game.

text::Embeddings to_embeddings(const Model& model,
                               const text::Vocabulary& vocabulary) {
  text::Embeddings embeddings{vocabulary.words(), {}, model.words.columns()};
  for (std::int64_t w = 0; w < model.words.rows(); ++w) {
    const float* row = model.words.row(w);
    embeddings.values.insert(embeddings.values.end(), row,
                             row + model.words.columns());
  }
  return embeddings;
}

// How near are two words? Not by the distance of their vectors, for those
// of frequent words grow long. By the angle between them: its **cosine** is one
// where they point the same way and zero where they have nothing to do with one
// another.
//
// ## Somebody who knows
//
// WordNet ([Miller 1995](@miller1995)) says of each noun what it is a kind of: a
// *dog* is a *canine*, a *canine* is a *carnivore*, and so on up to *entity*. In
// this tree two words are the more alike the lower down their ways meet.
// [Wu & Palmer (1994)](@wu1994) divide twice the depth $d$ of the meeting point by
// the lengths of both ways from the top, $2d / (2d + p + q)$. Words that mean
// several things are as alike as their nearest two meanings.
//
// We take 1 500 pairs of frequent nouns, 150 from each tenth of that scale. They are
// words that can be nothing but a noun, and count by what they mean most often; a
// "will" or a "round" would ask about a meaning that the text hardly has. Then we
// sort the pairs twice, by WordNet and by cosine, and ask how much the two orders
// agree: **Spearman's** $\rho$, the correlation of ranks. It is 1 for the same
// order and 0 for no relation. We use ranks since a cosine of 0.6 and a similarity
// of 0.6 have nothing in common but the number.
//
// A second question is closer to what vectors are used for. WordNet's authors kept
// nouns in 26 files, *animal*, *artifact*, *feeling* and so on. Take a noun that is
// in one file only, and the five nouns nearest to it: how many are in the same?
//
// Both are asked by `common/vectors/judge.cpp`, in thirty lines.
//
// ## King and queen
//
// The best-known thing about word2vec is a sum: *king* − *man* + *woman* is near
// *queen* ([Mikolov and others 2013c](@mikolov2013c)). What is to *woman* as *king*
// is to *man*? There is a condition in it that is easily overlooked: the three
// given words are not allowed as an answer. Without it the nearest word is most
// often *king* itself ([Linzen 2016](@linzen2016)).

void print_analogy(app::Run& run, const text::WordVectors& known,
                   const std::string& words) {
  const auto answers = vectors::analogy(known, words);
  run.print("{}\n", words);
  for (const auto& [word, cosine] : answers) {
    run.print("  {:<20} {:.3f}\n",
              known.embeddings().words[static_cast<std::size_t>(word)], cosine);
  }
}

// For a number we need many such questions. Here are pairs of three kinds. Any two
// pairs of a kind make a question, and a question counts when the very nearest
// word is the right one.

std::vector<std::pair<std::string, std::vector<text::AnalogyQuestion>>>
analogies() {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const std::vector<std::pair<std::string, Pairs>> kinds = {
      {"gender",
       {{"man", "woman"},
        {"king", "queen"},
        {"boy", "girl"},
        {"father", "mother"},
        {"son", "daughter"},
        {"brother", "sister"},
        {"husband", "wife"},
        {"he", "she"},
        {"uncle", "aunt"},
        {"duke", "duchess"}}},
      {"plural",
       {{"horse", "horses"},
        {"tree", "trees"},
        {"flower", "flowers"},
        {"ship", "ships"},
        {"king", "kings"},
        {"bird", "birds"},
        {"river", "rivers"},
        {"leaf", "leaves"},
        {"tooth", "teeth"},
        {"color", "colors"}}},
      {"comparative",
       {{"large", "larger"},
        {"small", "smaller"},
        {"long", "longer"},
        {"short", "shorter"},
        {"high", "higher"},
        {"low", "lower"},
        {"good", "better"},
        {"great", "greater"}}}};
  std::vector<std::pair<std::string, std::vector<text::AnalogyQuestion>>> all;
  for (const auto& [kind, pairs] : kinds) {
    std::vector<text::AnalogyQuestion> questions;
    for (const auto& [a, b] : pairs) {
      for (const auto& [c, answer] : pairs) {
        if (a != c) questions.push_back({a, b, c, answer});
      }
    }
    all.emplace_back(kind, questions);
  }
  return all;
}

// ## Looking
//
// Before any number, look. The neighbours of a few words say more about what went
// right or wrong than a correlation does:

void print_neighbours(app::Run& run, const text::WordVectors& vectors,
                      std::span<const std::string> words) {
  for (const std::string& word : words) {
    const std::int64_t row = vectors.find(word);
    if (row < 0) continue;
    run.print("  {:<10}", word);
    for (const auto& neighbour : vectors.nearest().nearest(row, 6)) {
      run.print(
          " {}",
          vectors.embeddings().words[static_cast<std::size_t>(neighbour.word)]);
    }
    run.print("\n");
  }
}

// And a map. Vectors of a hundred numbers cannot be drawn, but their first two
// principal components can, the directions in which they differ most. We take some
// words whose kind we know and colour them by it. The map has never heard of
// kinds.

void draw_map(app::Run& run, const text::WordVectors& vectors) {
  const std::vector<std::pair<std::string, std::string>> groups = {
      {"animals", "horse dog cow sheep goat wolf lion bear deer fox cat ox"},
      {"plants", "oak pine rose lily grass fern elm wheat barley clover ivy"},
      {"body", "arm leg hand foot head eye ear nose mouth neck knee shoulder"},
      {"illness", "fever gout cholera ague measles leprosy dropsy palsy"},
      {"metals", "gold silver copper iron lead tin zinc mercury platinum"},
      {"kin", "father mother brother sister son daughter uncle aunt wife"},
      {"music", "violin flute organ drum trumpet harp guitar lute horn"}};
  std::vector<float> values;
  std::vector<std::int32_t> labels;
  std::vector<std::string> names;
  for (const auto& [name, words] : groups) {
    std::istringstream stream(words);
    for (std::string word; stream >> word;) {
      const std::int64_t row = vectors.find(word);
      if (row < 0) continue;
      const auto unit = vectors.nearest().unit(row);
      values.insert(values.end(), unit.begin(), unit.end());
      labels.push_back(static_cast<std::int32_t>(names.size()));
    }
    names.push_back(name);
  }
  const auto count = static_cast<Index>(labels.size());
  if (count < 3) return;
  const Tensor points =
      Tensor::from(values, {count, vectors.embeddings().dimensions});
  const auto axes = data::principal_components(points, 2);
  run.figure("map", app::Scatter{.title = "Words on their first two components",
                                 .points = axes.encode(points),
                                 .labels = IntTensor::from(labels, {count}),
                                 .classes = names});
}

}  // namespace primer::chapter
