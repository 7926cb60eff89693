// # A second opinion
//
// A program that learns is hard to find a mistake in. Give it the wrong sign and
// everything falls apart, but forget a factor, or draw noise from the wrong table,
// and it still learns, only less, and nothing on the screen says how much it
// should have been. So before we are content with our numbers we ask others. gensim
// ([Řehůřek & Sojka 2010](@rehurek2010)) is what many people take when they want
// word2vec. fastText ([Bojanowski and others 2017](@bojanowski2017)) is the
// [next chapter's](../03_fasttext/subwords.cpp) subject, and word2vec when its pieces
// of words are switched off; the two have an author in common.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#include "common/train/spread.hpp"

namespace primer::chapter {

// ## Where nothing is drawn
//
// Most of word2vec is no matter of luck. `twin.py --golden`, beside this page, has
// gensim read a text of fifteen lines and writes down what it made of it: which
// words it keeps and in what order, what share of each survives the thinning out,
// how likely each is to be drawn as noise, and the way to each in Huffman's tree.
// A test holds us to all of it, to the ninth decimal.
//
// Even a training can be had without dice. A window of at most one word is always
// one word wide. A tree draws no noise. And in negative sampling we put a word
// into the vocabulary that the text has not, and say that it occurs
// $10^{15}$ times: then it is the noise, always. Both programs begin with the same
// vectors and go through the same text. Do they end with the same?
//
// Not quite. They end 1 or 2 % of their way apart, and for a reason that is worth
// knowing. To save an exponential, the original looks $\sigma$ up in a table of a
// thousand entries for the scores from −6 to 6. Which entry? The program multiplies
// by 1000 / 6 / 2, in whole numbers, and in whole numbers that is not
// $83\tfrac{1}{3}$ but 83. So it reads a little too far to the left, and takes 0.494
// for $\sigma(0)$. gensim does as the original did. The test has a slow loop of its
// own. With that table it ends where gensim ends, to a few parts in ten million; with
// the true $\sigma$ it ends where we do. Nothing else is different.
//
// ## Where much is drawn
//
// Windows, noise and threads differ from run to run, so two whole trainings can be
// compared only by what comes out. One run of each will not do: on the
// [second page](fast.cpp) we saw how far two seeds of the *same* program are apart.
// We take five of each and give the mean, and the **spread** of a single run about
// it, which is the standard deviation.

static train::Spread spread(std::span<const train::Numbers> seeds,
                            const std::string& name) {
  std::vector<double> values;
  for (const auto& one : seeds) values.push_back(train::number(one, name));
  return train::spread_of(values);
}

void keep_spread(app::Run& run, const std::string& key,
                 std::span<const train::Numbers> seeds) {
  for (const auto& [name, first] : seeds.front()) {
    const auto [mean, deviation] = spread(seeds, name);
    if (name == "million_words_per_second") {
      run.timing("speed." + key + ".mean", mean);
      run.timing("speed." + key + ".spread", deviation);
    } else {
      run.number(key + "." + name + ".mean", mean);
      run.number(key + "." + name + ".spread", deviation);
    }
  }
}

// All have to read the same words. gensim and fastText cut a text at its blanks, and
// to them *sea*, *sea,* and *Sea* are three. So `vectors::write_sentences` writes
// them the text as we see it, and what they make of it comes back in files,
// `gensim.cbow.3.bin` for the third seed. Their order of words need not be ours, and
// fastText's have a word more, for the end of a line.

static text::Embeddings in_our_order(const std::filesystem::path& file,
                                     const text::Vocabulary& vocabulary) {
  const text::Embeddings given = text::load_embeddings(file);
  std::map<std::string_view, std::int64_t> rows;
  for (const auto& word : given.words) {
    rows.emplace(word, static_cast<std::int64_t>(rows.size()));
  }
  text::Embeddings ours{vocabulary.words(), {}, given.dimensions};
  for (const auto& word : ours.words) {
    const auto found = rows.find(word);
    if (found == rows.end()) {
      throw data_error(
          printable(file.string()), "has no vector of '" + word + "'",
          "empty the folder, and have them all made of its text.txt");
    }
    const auto row = given.row(found->second);
    ours.values.insert(ours.values.end(), row.begin(), row.end());
  }
  return ours;
}

// Everybody is judged by the same pairs and the same nouns.

static train::Numbers judged(const text::Embeddings& vectors,
                             const Gold& gold) {
  const Quality quality = vectors::judge(vectors, gold);
  return {{"similarity", quality.similarity}, {"agreement", quality.agreement}};
}

using BySeed = std::map<std::string, std::vector<train::Numbers>>;

static void judge_rivals(app::Run& run, const Text& text, const Gold& gold,
                         const std::vector<std::filesystem::path>& files,
                         BySeed& all) {
  for (const auto& file : files) {
    const auto stage = file.stem();  // gensim.cbow.3
    all[stage.stem()].push_back(run.stage(stage.string(), [&] {
      return judged(in_our_order(file, text.vocabulary), gold);
    }));
  }
}

// Ours are trained here and now, with five seeds as well. The plain program takes
// part: it does what the others do, where blocks share their noise.

static void judge_ours(app::Run& run, const Text& text, const Gold& gold,
                       BySeed& all) {
  struct Ours {
    std::string name;
    Predicts predicts;
    Model (*trainer)(const Text&, const Settings&);
  };
  const std::vector<Ours> ours = {
      {"blocks.skip_gram", Predicts::context, train_blocks},
      {"blocks.cbow", Predicts::middle, train_blocks},
      {"plain.skip_gram", Predicts::context, train_plain},
      {"plain.cbow", Predicts::middle, train_plain}};
  const bool quick = run.options().mode == app::Mode::quick;
  for (const auto& [name, predicts, trainer] : ours) {
    Settings settings;
    settings.predicts = predicts;
    settings.rate = usual_rate(predicts);
    settings.epochs = quick ? 1 : 5;
    settings.threads = quick ? 1 : run.options().threads;
    for (int seed = 1; seed <= (quick ? 1 : 5); ++seed) {
      settings.seed = static_cast<std::uint64_t>(seed);
      all[name].push_back(run.stage(fmt::format("{}.{}", name, seed), [&] {
        return judged(to_embeddings(trainer(text, settings), text.vocabulary),
                      gold);
      }));
    }
  }
}

// Who does this for the first time has no such files yet. They find the text in the
// folder, and are told what to do with it.

static std::vector<std::filesystem::path> rival_files(
    const std::filesystem::path& folder, const Text& text) {
  const std::regex name(R"([^.]+\.[^.]+\.[0-9]+\.bin)");
  std::vector<std::filesystem::path> files;
  std::error_code refused;
  std::filesystem::create_directories(folder, refused);
  if (!std::filesystem::is_directory(folder)) {
    throw usage_error("--rivals", printable(folder.string()) + " is no folder",
                      "name one that is there, or can be made");
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (std::regex_match(entry.path().filename().string(), name)) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  if (!files.empty()) return files;
  vectors::write_sentences(text, folder / "text.txt");
  throw data_error(printable(folder.string()), "has no vectors of others",
                   "have them made: .venv/bin/python "
                   "chapters/02_word2vec/twin.py --five " +
                       printable(folder.string()));
}

void compare(app::Run& run, const Text& text, const Gold& gold,
             const std::filesystem::path& folder) {
  const auto files = rival_files(folder, text);
  BySeed all;
  judge_rivals(run, text, gold, files, all);
  judge_ours(run, text, gold, all);
  for (const auto& [name, seeds] : all) {
    keep_spread(run, name, seeds);
    const auto similarity = spread(seeds, "similarity");
    const auto agreement = spread(seeds, "agreement");
    run.print("{:<20} {} seeds  rho {:.3f} ± {:.3f}  class {:.3f} ± {:.3f}\n",
              name, seeds.size(), similarity.mean, similarity.deviation,
              agreement.mean, agreement.deviation);
  }
}

// ## Who is better?
//
// Skip-gram and CBOW, five seeds of each, with the settings of the first page and two
// threads:
//
// | | $\rho$ with WordNet | neighbours of the same class |
// |---|---|---|
// | skip-gram, gensim | {{rivals/gensim.skip_gram.similarity.mean:.3f}} ± {{rivals/gensim.skip_gram.similarity.spread:.3f}} | {{rivals/gensim.skip_gram.agreement.mean:.3f}} ± {{rivals/gensim.skip_gram.agreement.spread:.3f}} |
// | skip-gram, ours, plain | {{rivals/plain.skip_gram.similarity.mean:.3f}} ± {{rivals/plain.skip_gram.similarity.spread:.3f}} | {{rivals/plain.skip_gram.agreement.mean:.3f}} ± {{rivals/plain.skip_gram.agreement.spread:.3f}} |
// | skip-gram, ours, in blocks | {{rivals/blocks.skip_gram.similarity.mean:.3f}} ± {{rivals/blocks.skip_gram.similarity.spread:.3f}} | {{rivals/blocks.skip_gram.agreement.mean:.3f}} ± {{rivals/blocks.skip_gram.agreement.spread:.3f}} |
// | CBOW, gensim | {{rivals/gensim.cbow.similarity.mean:.3f}} ± {{rivals/gensim.cbow.similarity.spread:.3f}} | {{rivals/gensim.cbow.agreement.mean:.3f}} ± {{rivals/gensim.cbow.agreement.spread:.3f}} |
// | CBOW, ours, plain | {{rivals/plain.cbow.similarity.mean:.3f}} ± {{rivals/plain.cbow.similarity.spread:.3f}} | {{rivals/plain.cbow.agreement.mean:.3f}} ± {{rivals/plain.cbow.agreement.spread:.3f}} |
// | CBOW, ours, in blocks | {{rivals/blocks.cbow.similarity.mean:.3f}} ± {{rivals/blocks.cbow.similarity.spread:.3f}} | {{rivals/blocks.cbow.agreement.mean:.3f}} ± {{rivals/blocks.cbow.agreement.spread:.3f}} |
//
// At skip-gram nobody is better: the three are as near to one another as a program's
// own seeds are. The same can be said of gensim's CBOW and our plain one. Our CBOW in
// blocks stays behind both, by little in $\rho$, and in the second column by several
// spreads.
//
// So it is not the loops, it is the blocks. Either four noise words for eight windows
// are too few, or it hurts that all eight learn from vectors of before the block. We
// do not know which. We would not even have asked, for with one seed and nobody to
// compare with, such a gap looks like any other number.
//
// To see it on your machine, `./primer run 2 --rivals out/rivals` leaves the text in
// that folder and says how the others are trained; called again, it trains ours and
// judges all.
//
// ## And who is faster?
//
// `./primer bench 2` trains with gensim and with fastText in turns with ours, with
// the same settings and threads, and prints words per second and how many times as
// many ours are. gensim reads its text from the disk in its fastest way, `corpus_file`,
// and both have counted it before. fastText does not part reading and training, so
// beside it we read the file, too.

}  // namespace primer::chapter
