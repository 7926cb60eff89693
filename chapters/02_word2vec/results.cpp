// # What it cost and what it gave
//
// Here is the whole program, and then the three things that we want to know: how
// much faster each step was, what sharing noise cost, and whether the vectors know
// anything.

#include <algorithm>
#include <chrono>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/app/figures.hpp"
#include "common/app/training_text.hpp"
#include "common/io/printable.hpp"
#include "common/vectors/kept_vectors.hpp"

namespace primer::chapter {

// ## The text
//
// GCIDE is Webster's dictionary of 1913 with later additions, and its definitions
// are good company for words. Two things are taken out of it, for honesty. Some of
// its paragraphs were copied from WordNet, which is our judge, and other chapters
// test on definitions of WordNet, so each paragraph that holds one of those goes too.

// ## One training, measured
//
// Each is a stage of the run, so that a run that was interrupted does not train
// again what it has trained. Words per second count all words of the text that
// the vocabulary knows, those that are thinned out included, as everybody counts
// them, and only training is timed: not the counting before and not
// the judging after.

using Trainer = Model (*)(const Text&, const Settings&);

static train::Numbers train_and_judge(app::Run& run, const std::string& name,
                                      Trainer trainer, const Settings& settings,
                                      const Text& text, const Gold& gold,
                                      vectors::KeptVectors& kept) {
  return run.stage(name, kept, [&] {
    const auto begin = std::chrono::steady_clock::now();
    const Model model = trainer(text, settings);
    const std::chrono::duration<double> seconds =
        std::chrono::steady_clock::now() - begin;
    const text::Embeddings table = to_embeddings(model, text.vocabulary);
    kept.set(table);
    const Quality quality = vectors::judge(table, gold);
    return train::Numbers{{"million_words_per_second",
                           static_cast<double>(text.words()) * settings.epochs /
                               1e6 / seconds.count()},
                          {"objective", objective(model, text, settings)},
                          {"similarity", quality.similarity},
                          {"agreement", quality.agreement}};
  });
}

// What is not a time goes to the numbers of the run, and times to its timing.

static void keep(app::Run& run, const std::string& key,
                 const train::Numbers& numbers) {
  for (const auto& [name, value] : numbers) {
    if (name == "million_words_per_second") {
      run.timing("speed." + key, value);
    } else {
      run.number(key + "." + name, value);
    }
  }
}

static void print_row(const app::Run& run, const std::string& caption,
                      const train::Numbers& numbers) {
  run.print("  {:<34} {:>6.2f} M words/s  {:.3f}  rho {:.3f}  class {:.3f}\n",
            caption, train::number(numbers, "million_words_per_second"),
            train::number(numbers, "objective"),
            train::number(numbers, "similarity"),
            train::number(numbers, "agreement"));
}

// ## The ladder
//
// Skip-gram with negative sampling, three times: plain, with one draw a window, and
// in blocks. Then the four algorithms of the first page, for one epoch each. Last
// the fast ones with several seeds, since one number of a kind is none. (The first of
// skip-gram's seeds is the ladder's last rung, whose vectors are also those that the
// run shows and leaves behind.)

struct Rung {
  std::string key, caption;
  Trainer trainer;
  Settings settings;
};

static Settings settings_of(const app::Run& run, Predicts predicts,
                            Output output, int epochs) {
  Settings settings;
  settings.predicts = predicts;
  settings.output = output;
  settings.rate = usual_rate(predicts);
  settings.epochs = run.pick(1, epochs, 3 * epochs);
  settings.threads =
      run.options().mode == app::Mode::quick ? 1 : run.options().threads;
  settings.seed = run.options().seed;
  return settings;
}

static train::Numbers climb(app::Run& run, const Text& text, const Gold& gold,
                            vectors::KeptVectors& kept) {
  const auto skip_gram =
      settings_of(run, Predicts::context, Output::negative_sampling, 5);
  const std::vector<Rung> rungs = {
      {"plain", "plain", train_plain, skip_gram},
      {"shared", "one draw for a window", train_shared, skip_gram},
      {"blocks", "blocks of 8 words and 8 draws", train_blocks, skip_gram}};
  run.print("Skip-gram with negative sampling, {} epochs\n", skip_gram.epochs);
  app::GroupChart chart{
      "Skip-gram, step by step", "", "million words a second", {}, {}, true};
  app::Series speeds{"words", {}};
  train::Numbers numbers;
  for (const Rung& rung : rungs) {
    numbers = train_and_judge(run, "ladder." + rung.key, rung.trainer,
                              rung.settings, text, gold, kept);
    keep(run, "ladder." + rung.key, numbers);
    print_row(run, rung.caption, numbers);
    chart.groups.push_back(rung.caption);
    speeds.y.push_back(train::number(numbers, "million_words_per_second"));
  }
  chart.series.push_back(speeds);
  run.figure("ladder", chart);
  run.timing("speed.shared_over_plain", speeds.y[1] / speeds.y[0]);
  run.timing("speed.blocks_over_plain", speeds.y[2] / speeds.y[0]);
  return numbers;
}

static void four_algorithms(app::Run& run, const Text& text, const Gold& gold) {
  vectors::KeptVectors passing(text.vocabulary.words(), Settings{}.dimensions);
  const auto once = [&](Predicts predicts, Output output) {
    return settings_of(run, predicts, output, 1);
  };
  const std::vector<Rung> four = {
      {"skip_gram_negative", "skip-gram, negative sampling", train_plain,
       once(Predicts::context, Output::negative_sampling)},
      {"skip_gram_tree", "skip-gram, hierarchical softmax", train_plain,
       once(Predicts::context, Output::hierarchical_softmax)},
      {"cbow_negative", "CBOW, negative sampling", train_plain,
       once(Predicts::middle, Output::negative_sampling)},
      {"cbow_tree", "CBOW, hierarchical softmax", train_plain,
       once(Predicts::middle, Output::hierarchical_softmax)}};
  run.print("\nThe four algorithms, plain, {} epoch\n",
            four[0].settings.epochs);
  for (const Rung& one : four) {
    const auto numbers = train_and_judge(run, "four." + one.key, one.trainer,
                                         one.settings, text, gold, passing);
    keep(run, "four." + one.key, numbers);
    print_row(run, one.caption, numbers);
  }
}

static void several_seeds(app::Run& run, const Text& text, const Gold& gold,
                          const train::Numbers& first) {
  vectors::KeptVectors passing(text.vocabulary.words(), Settings{}.dimensions);
  run.print("\nIn blocks, several seeds\n");
  for (const auto& [name, predicts] :
       {std::pair{"cbow", Predicts::middle},
        std::pair{"skip_gram", Predicts::context}}) {
    std::vector<train::Numbers> seeds;
    for (int i = 0; i < run.pick(1, 3, 5); ++i) {
      Settings settings =
          settings_of(run, predicts, Output::negative_sampling, 5);
      settings.seed += static_cast<std::uint64_t>(i);
      const bool known = i == 0 && predicts == Predicts::context;
      seeds.push_back(
          known ? first
                : train_and_judge(
                      run, fmt::format("seeds.{}.{}", name, settings.seed),
                      train_blocks, settings, text, gold, passing));
      print_row(run, fmt::format("{}, seed {}", name, settings.seed),
                seeds.back());
    }
    keep_spread(run, fmt::format("seeds.{}", name), seeds);
  }
}

// ## Questions of your own
//
// `--analogy king man woman` asks a question. `--similarity FILE` reads pairs
// of words with a number, as WordSim-353 comes (words and number between
// tabs), and `--questions FILE` analogies in the form of `questions-words.txt`. They
// are put to vectors that are trained first, or with `--vectors FILE` to others: those
// that an earlier run left in `out/02_word2vec/vectors.vec`, or anybody's in
// word2vec's text or binary form.

static void ask(app::Run& run, const text::WordVectors& vectors) {
  const auto& own = run.options().own;
  if (own.contains("--analogy")) {
    print_analogy(run, vectors, own.at("--analogy"));
  }
  if (own.contains("--similarity")) {
    const auto score = text::similarity_score(
        vectors, text::load_pairs(own.at("--similarity")));
    run.print("{}: rho {:.3f} over {} pairs, {} not known\n",
              printable(own.at("--similarity")), score.value, score.asked,
              score.skipped);
    run.number("similarity.rho", score.value);
  }
  if (own.contains("--questions")) {
    const auto score = text::analogy_score(
        vectors, text::load_analogies(own.at("--questions")));
    run.print("{}: {:.1f} % of {} questions right, {} not known\n",
              printable(own.at("--questions")), 100 * score.value, score.asked,
              score.skipped);
    run.number("questions.right", score.value);
  }
}

static void show(app::Run& run, const text::WordVectors& vectors) {
  const std::vector<std::string> words = {"river",  "violin", "copper",
                                          "bishop", "fever",  "small"};
  run.print("\nNearest words\n");
  print_neighbours(run, vectors, words);
  run.print("\nAnalogies\n");
  for (auto& [kind, questions] : analogies()) {
    questions.resize(
        std::min(questions.size(), run.pick<std::size_t>(10, 1000, 1000)));
    const auto score = text::analogy_score(vectors, questions);
    run.number("analogies." + kind + ".right", score.value);
    run.number("analogies." + kind + ".asked",
               static_cast<double>(score.asked));
    run.print("  {:<12} {:.2f} of {}\n", kind, score.value, score.asked);
  }
  draw_map(run, vectors);
}

void program(app::Run& run) {
  const auto& own = run.options().own;
  if (own.contains("--vectors")) {
    const auto table = text::load_embeddings(own.at("--vectors"));
    const text::WordVectors vectors(table);
    run.print("{} vectors of {} numbers\n", table.size(), table.dimensions);
    return ask(run, vectors);
  }

  const Text text = app::training_text(run, 3000);
  run.print("{} words, {} different ones\n\n", text.words(),
            text.vocabulary.size());
  run.number("text.words", static_cast<double>(text.words()));
  run.number("text.vocabulary", text.vocabulary.size());
  if (const std::int32_t the = text.vocabulary.id("the"); the >= 0) {
    const double share = static_cast<double>(text.vocabulary.count(the)) /
                         static_cast<double>(text.vocabulary.total());
    run.number("text.the.percent", 100 * share);
    run.number("text.the.kept_percent",
               100 * vectors::keep_probability(share, Settings{}.sample));
  }
  Gold gold = vectors::make_gold(text.vocabulary, {}, 1);
  gold.asked.resize(
      std::min(gold.asked.size(), run.pick<std::size_t>(50, 1000, 1000)));
  if (own.contains("--rivals")) {
    return compare(run, text, gold, own.at("--rivals"));
  }
  vectors::KeptVectors kept(text.vocabulary.words(), Settings{}.dimensions);
  const bool questions = own.contains("--analogy") ||
                         own.contains("--similarity") ||
                         own.contains("--questions");
  if (questions) {
    train_and_judge(
        run, "skip_gram", train_blocks,
        settings_of(run, Predicts::context, Output::negative_sampling, 5), text,
        gold, kept);
  } else {
    const text::HuffmanTree tree(text.vocabulary.counts());
    double length = 0;
    for (std::int32_t w = 0; w < text.vocabulary.size(); ++w) {
      length += static_cast<double>(tree.path(w).size()) *
                static_cast<double>(text.vocabulary.count(w)) /
                static_cast<double>(text.vocabulary.total());
    }
    run.number("tree.mean_path", length);
    const train::Numbers blocks = climb(run, text, gold, kept);
    four_algorithms(run, text, gold);
    several_seeds(run, text, gold, blocks);
  }

  const text::Embeddings table = kept.embeddings();
  const text::WordVectors vectors(table);
  if (!questions) show(run, vectors);
  ask(run, vectors);
  text::save_embeddings(run.options().out / "vectors.vec", table);
}

// ## Results
//
// The dictionary has {{text.words:.0f}} words that the vocabulary of
// {{text.vocabulary:.0f}} knows. After five epochs in blocks, mean and spread over
// three seeds:
//
// | | objective | $\rho$ with WordNet | neighbours of the same class | million words a second |
// |---|---|---|---|---|
// | skip-gram | {{seeds.skip_gram.objective.mean:.3f}} | {{seeds.skip_gram.similarity.mean:.3f}} ± {{seeds.skip_gram.similarity.spread:.3f}} | {{seeds.skip_gram.agreement.mean:.3f}} ± {{seeds.skip_gram.agreement.spread:.3f}} | {{timing.speed.seeds.skip_gram.mean:.2f}} |
// | CBOW | {{seeds.cbow.objective.mean:.3f}} | {{seeds.cbow.similarity.mean:.3f}} ± {{seeds.cbow.similarity.spread:.3f}} | {{seeds.cbow.agreement.mean:.3f}} ± {{seeds.cbow.agreement.spread:.3f}} | {{timing.speed.seeds.cbow.mean:.2f}} |
//
// (The objectives of the two cannot be compared: CBOW asks about a mean of
// vectors.) What would the cheapest vectors have got, random ones? About zero in the
// second column, and in the third the share of two nouns of one class.
// The run with `--quick`, which sees less than a hundredth of it, is hardly above
// that: word2vec needs a great deal of text before it knows anything.
//
// ![Words of seven kinds; the colours were not known to the training](results/map.svg)
//
// Look at the neighbours that the run prints. Next to *violin* are instruments, next
// to *copper* metals, next to *bishop* offices. But next to *small* is *large*. Of
// course: whatever is small could have been large, and the two fill the same places in
// a sentence. Vectors of company know what a word is *about*. They do not know
// what it says. Anybody who wants to tell praise from blame by such vectors alone
// should remember that.
//
// Four algorithms, plain, after a single epoch:
//
// | | objective | $\rho$ | class |
// |---|---|---|---|
// | skip-gram, negative sampling | {{four.skip_gram_negative.objective:.3f}} | {{four.skip_gram_negative.similarity:.3f}} | {{four.skip_gram_negative.agreement:.3f}} |
// | skip-gram, hierarchical softmax | {{four.skip_gram_tree.objective:.3f}} | {{four.skip_gram_tree.similarity:.3f}} | {{four.skip_gram_tree.agreement:.3f}} |
// | CBOW, negative sampling | {{four.cbow_negative.objective:.3f}} | {{four.cbow_negative.similarity:.3f}} | {{four.cbow_negative.agreement:.3f}} |
// | CBOW, hierarchical softmax | {{four.cbow_tree.objective:.3f}} | {{four.cbow_tree.similarity:.3f}} | {{four.cbow_tree.agreement:.3f}} |
//
// This surprised us. After one epoch the tree is far ahead of negative sampling,
// which everybody uses. Our guess is that each word asks ten questions of nodes that
// are visited often, so that they learn sooner than the vectors of rare words do.
// We have not tested it, nor what is left of the lead after five epochs.
//
// And analogies, of which the nearest word is the right answer to a share of
//
// | gender | plural | comparative |
// |---|---|---|
// | {{analogies.gender.right:.2f}} of {{analogies.gender.asked:.0f}} | {{analogies.plural.right:.2f}} of {{analogies.plural.asked:.0f}} | {{analogies.comparative.right:.2f}} of {{analogies.comparative.asked:.0f}} |
//
// For three million words of a dictionary that is not bad. The vectors that made the
// sum famous had seen a hundred billion.
//
// ## Exercises
//
// 1. **What is asked of a sentence.** Write down the questions of skip-gram and of
//    CBOW. The article has them wrong; its rule loses four of the five checks.
// 2. **Real or noise.** The loss of negative sampling and one step down.
// 3. **Which words, and how often.** Thin out the frequent, and draw noise.
// 4. **The shortest way to a word.** Build Huffman's tree.
// 5. **King, man, woman.** The sum, and the line without which it never works.
//
// {{exercises}}
//
// Each has its task in `exercises/02_word2vec`; `./primer grade 2.1` says how far you
// are with the first, and `./primer hint 2.1` helps, a little more each time.
//
// To try, without points:
//
// - Divide `error` by the number of words in the window, as calculus wants it, and
//   train CBOW again. Which rate does it need now?
// - Give CBOW's blocks eight noise words, or make them four words long. Which of the
//   two brings it up to the plain program?
// - Take the sum of a word's two vectors, $v_w + u_w$, in the place of $v_w$. Does
//   $\rho$ rise?
// - Give the noise the power 0, 1 and 3/4 in turn. How much of the result hangs
//   on that number?
//
// ## What the article gets wrong
//
// The article (section 3.1.3) calls CBOW 继续词, "continue word", and says that it
// predicts "the next word" from the context; skip-gram, it says, predicts "the
// previous word". *Continuous* is said of the vectors, whose numbers are continuous
// where a bag of words has counts, and neither method knows next or previous. CBOW
// names the word in the middle from the words on both sides. Skip-gram names
// the words on both sides from the one in the middle.
//
// Its program is one line of gensim with `min_count=1`, which keeps words that occur
// once. Such a word is moved by the company of a single sentence, and what
// its vector then says is mostly how it was drawn at first.
//
// ## Further reading
//
// - Zellig Harris, [*Distributional structure*](@harris1954), 1954: that words in
//   the same places are of one kind.
// - Tomas Mikolov and others, [*Efficient estimation of word representations in
//   vector space*](@mikolov2013a), 2013: CBOW, skip-gram and the tree.
// - Tomas Mikolov and others, [*Distributed representations of words and phrases
//   and their compositionality*](@mikolov2013b), 2013: negative sampling.
// - Omer Levy and Yoav Goldberg, [*Neural word embedding as implicit matrix
//   factorization*](@levy2014), 2014: what it tends to.
// - Shihao Ji and others, [*Parallelizing word2vec in shared and distributed
//   memory*](@ji2016), 2016: noise for a whole window.
// - Ozan İrsoy, Adrian Benton and Karl Stratos, [*Corrected CBOW performs as well as
//   skip-gram*](@irsoy2021), 2021: the division that was forgotten.

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "02_word2vec",
       .summary = "CBOW and skip-gram, plain and fast",
       .options = {{"--corpus", "learn from this text, a sentence a line",
                    "FILE"},
                   {"--vectors", "take these vectors and train none", "FILE"},
                   {"--rivals",
                    "judge others' vectors beside ours, see twin.py", "FOLDER"},
                   {"--analogy", "A - B + C: what is to C as A is to B",
                    "A B C"},
                   {"--similarity", "pairs to correlate with", "FILE"},
                   {"--questions", "analogies to answer", "FILE"}},
       .cpu_only = true,
       .unlocked = true},
      argc, argv, primer::chapter::program);
}
