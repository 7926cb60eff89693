// The first page beside gensim, where nothing is drawn: golden.tsv is what it
// made of a small text (twin.py --golden).

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::chapter {
namespace {

using testing::Approx;
using Fields = std::vector<std::string>;
using Vector = std::vector<double>;
using Sentences = std::vector<std::vector<std::string>>;

/// The lines of one kind, cut at the tabs, without its name.
std::vector<Fields> golden(const std::string& kind) {
  std::ifstream file(PRIMER_SOURCE_DIR "/chapters/02_word2vec/golden.tsv");
  std::vector<Fields> all;
  for (std::string line; std::getline(file, line);) {
    std::istringstream stream(line);
    Fields fields;
    for (std::string field; std::getline(stream, field, '\t');)
      fields.push_back(field);
    if (fields.front() == kind) {
      all.emplace_back(fields.begin() + 1, fields.end());
    }
  }
  REQUIRE(!all.empty());
  return all;
}

Text golden_text() {
  const testing::TemporaryFolder folder;
  std::string all;
  for (const Fields& fields : golden("text")) all += fields.at(0) + "\n";
  write_file_atomically(folder.path() / "text", all);
  return vectors::read_training_text(folder.path() / "text", 2, 1);
}

/// The same with a word that is not in it, and always drawn as noise.
Text golden_text_and_noise() {
  Text text = golden_text();
  text::WordCounts counts;
  counts.add("noise", 1'000'000'000'000'000);
  for (const std::string& word : text.vocabulary.words()) {
    counts.add(word, text.vocabulary.count(text.vocabulary.id(word)));
  }
  const text::Vocabulary with_noise(counts);
  for (std::int32_t& id : text.corpus->ids) {
    id = with_noise.id(text.vocabulary.word(id));
  }
  text.vocabulary = with_noise;
  return text;
}

Vector numbers(const std::string& field) {
  std::istringstream stream(field);
  return {std::istream_iterator<double>(stream), {}};
}

/// Vectors by what they are of: "input the", "output 3".
using Vectors = std::map<std::string, Vector>;

/// Those that gensim began a training with, or ended with.
Vectors golden_vectors(const std::string& training, bool after) {
  Vectors all;
  for (const std::string kind : {"input", "output"}) {
    for (const Fields& fields : golden(kind)) {
      if (fields.at(0) != training) continue;
      all[kind + " " + fields.at(1)] = numbers(fields.at(after ? 3 : 2));
    }
  }
  return all;
}

/// What is to be said of a word: an output, and whether it is right.
using Questions = std::vector<std::pair<std::string, bool>>;

/// The original's training with a window of one, word for word and in double
/// precision, whatever it takes for σ.
void train_naively(Vectors& all, const Text& text, Predicts predicts,
                   const std::function<Questions(std::int32_t)>& questions,
                   double rate, const std::function<double(double)>& sigmoid) {
  const auto move = [](Vector& x, const Vector& along, double way) {
    for (std::size_t d = 0; d < x.size(); ++d) x[d] += way * along[d];
  };
  const auto input = [&](std::int32_t word) -> Vector& {
    return all.at("input " + text.vocabulary.word(word));
  };
  const auto error_of = [&](std::int32_t word, const Vector& given) {
    Vector error(given.size(), 0);
    for (const auto& [key, right] : questions(word)) {
      Vector& output = all.at("output " + key);
      double score = 0;
      for (std::size_t d = 0; d < given.size(); ++d)
        score += given[d] * output[d];
      const double step = rate * ((right ? 1 : 0) - sigmoid(score));
      move(error, output, step);
      move(output, given, step);
    }
    return error;
  };
  for (std::int64_t s = 0; s < text.corpus->size(); ++s) {
    const auto words = text.corpus->sentence(s);
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::vector<std::int32_t> near;
      if (i > 0) near.push_back(words[i - 1]);
      if (i + 1 < words.size()) near.push_back(words[i + 1]);
      if (predicts == Predicts::context) {
        for (const std::int32_t n : near) {
          move(input(n), error_of(words[i], input(n)), 1);
        }
      } else if (!near.empty()) {
        Vector mean(input(near[0]).size(), 0);
        for (const std::int32_t n : near) {
          move(mean, input(n), 1 / static_cast<double>(near.size()));
        }
        const Vector error = error_of(words[i], mean);
        for (const std::int32_t n : near) move(input(n), error, 1);
      }
    }
  }
}

/// gensim's σ, which is the original's: a table of a thousand entries between
/// -6 and 6, in which a score has the place (s + 6) · 83. It should be 83⅓, but
/// 1000 / 6 / 2 is 83 in whole numbers.
double sigmoid_of_gensim(double score) {
  const int place = static_cast<int>((score + 6) * 83);
  return 1 / (1 + std::exp(-(place / 1000.0 * 2 - 1) * 6));
}
double sigmoid(double score) { return 1 / (1 + std::exp(-score)); }

/// How far two trainings that began alike ended apart, by the way they went.
double apart(const Vectors& before, const Vectors& one, const Vectors& other) {
  REQUIRE(before.size() == one.size());
  double way = 0, between = 0;
  for (const auto& [key, x] : before) {
    REQUIRE(one.at(key).size() == x.size());
    for (std::size_t d = 0; d < x.size(); ++d) {
      way += std::pow(one.at(key)[d] - x[d], 2);
      between += std::pow(one.at(key)[d] - other.at(key)[d], 2);
    }
  }
  CHECK(std::sqrt(way) > 1);
  return std::sqrt(between / way);
}

/// Our training, with and to vectors by name.
Vectors train_ours(const Vectors& before, const Text& text,
                   const Settings& settings) {
  Model model(text.vocabulary, settings);
  const auto row = [&](const std::string& key) {
    const std::string name = key.substr(key.find(' ') + 1);
    if (key.starts_with("input"))
      return model.words.row(text.vocabulary.id(name));
    return model.outputs.row(model.tree.nodes() > 0 ? std::stol(name)
                                                    : text.vocabulary.id(name));
  };
  CHECK(std::ssize(before) == model.words.rows() + model.outputs.rows());
  for (const auto& [key, vector] : before) {
    std::ranges::transform(vector, row(key),
                           [](double v) { return static_cast<float>(v); });
  }
  train_plain(model, text, settings);
  Vectors after;
  for (const auto& [key, vector] : before) {
    after[key].assign(row(key), row(key) + settings.dimensions);
  }
  return after;
}

}  // namespace

TEST_CASE("What is counted of a text is what gensim counts of it") {
  const Text text = golden_text();
  const auto words = golden("word");
  REQUIRE(std::ssize(words) == text.vocabulary.size());
  const text::HuffmanTree tree(text.vocabulary.counts());
  const auto noise =
      text::AliasTable(vectors::noise_weights(text.vocabulary)).probabilities();
  for (std::int32_t w = 0; w < text.vocabulary.size(); ++w) {
    const Fields& fields = words[static_cast<std::size_t>(w)];
    const std::string& word = text.vocabulary.word(w);
    INFO(word);
    CHECK(word == fields.at(0));
    CHECK(text.vocabulary.count(w) == std::stol(fields.at(1)));
    const double share = static_cast<double>(text.vocabulary.count(w)) /
                         static_cast<double>(text.vocabulary.total());
    CHECK(vectors::keep_probability(share, 0.02) ==
          Approx(std::stod(fields.at(2))).margin(1e-9));
    CHECK(noise[static_cast<std::size_t>(w)] ==
          Approx(std::stod(fields.at(3))).margin(1e-9));
    std::string path;
    for (const auto& [node, right] : tree.path(w)) {
      path += fmt::format(" {}{}", node, right ? "right" : "left");
    }
    CHECK(path == " " + fields.at(4));
  }
}

// A naive loop stands between the two: with gensim's σ it is gensim, with the
// exact one it is ours.
TEST_CASE("What differs between gensim and us is the sigmoid alone") {
  for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
    for (const Output output :
         {Output::hierarchical_softmax, Output::negative_sampling}) {
      const bool has_tree = output == Output::hierarchical_softmax;
      const std::string training = fmt::format(
          "{}.{}", predicts == Predicts::context ? "skip_gram" : "cbow",
          has_tree ? "tree" : "negative");
      INFO(training);
      const Text text = has_tree ? golden_text() : golden_text_and_noise();
      Settings settings;
      settings.predicts = predicts;
      settings.output = output;
      settings.dimensions = 6;
      settings.window = 1;
      settings.negatives = 2;
      settings.sample = 0;
      settings.epochs = 1;
      settings.rate = 0.05;

      const text::HuffmanTree tree(text.vocabulary.counts());
      const auto questions = [&](std::int32_t word) {
        Questions all;
        if (!has_tree) {
          return Questions{{text.vocabulary.word(word), true},
                           {"noise", false},
                           {"noise", false}};
        }
        for (const auto& [node, right] : tree.path(word)) {
          all.emplace_back(std::to_string(node), !right);
        }
        return all;
      };
      const Vectors before = golden_vectors(training, false);
      const auto naively = [&](const std::function<double(double)>& sigma) {
        Vectors all = before;
        train_naively(all, text, predicts, questions, settings.rate, sigma);
        return all;
      };
      const Vectors of_gensim = golden_vectors(training, true);
      const Vectors of_ours = train_ours(before, text, settings);
      CHECK(apart(before, of_gensim, naively(sigmoid_of_gensim)) < 5e-6);
      CHECK(apart(before, of_ours, naively(sigmoid)) < 5e-6);
      CHECK(apart(before, of_gensim, of_ours) < 0.03);
    }
  }
}

}  // namespace primer::chapter
