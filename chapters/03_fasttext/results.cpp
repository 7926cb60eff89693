// # What a dictionary teaches
//
// Everything is there: a text without labels, a program that makes vectors of it,
// texts with labels, a classifier, and rates that were chosen beforehand. This page
// puts them together, and has the first answer in numbers to the question of this
// book.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/app/figures.hpp"
#include "common/app/training_text.hpp"
#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#include "common/text/tokenizer.hpp"
#include "common/text/wordnet.hpp"
#include "common/train/spread.hpp"
#include "common/vectors/judge.hpp"

namespace primer::chapter {

// ## Two dictionaries
//
// **WordNet** has the labels: 82 000 nouns, each with a definition and one of 26
// classes. As in chapter 1 we divide them by hypernyms, so that no definition in the
// test set has a sibling to copy from: dogs are all on one side. **GCIDE** has the
// text. It has also taken over some definitions from WordNet, so every paragraph that
// holds a test definition was dropped before anybody read it.

// Words of the definitions that GCIDE does not have, or has too seldom, get a vector
// from their pieces before fine-tuning begins. (Taking words of the test definitions
// along gives nothing away. They are put together from what the dictionary taught, and
// would be the same if they were asked for one at a time.)

static std::vector<std::string> unread_words(
    const text::TextSplits& texts, const text::Vocabulary& vocabulary) {
  text::WordTable unread;
  for (const auto* part : {&texts.train, &texts.validation, &texts.test}) {
    const text::WordTable words = words_of(*part);
    for (std::int32_t w = 0; w < words.size(); ++w) {
      if (!vocabulary.contains(words.word(w))) unread.add(words.word(w));
    }
  }
  for (const char* odd : {"unteachability", "definately", "accomodation"}) {
    if (!vocabulary.contains(odd)) unread.add(odd);
  }
  std::vector<std::string> list;
  for (std::int32_t w = 0; w < unread.size(); ++w) {
    list.emplace_back(unread.word(w));
  }
  return list;
}

// ## Three seeds each
//
// Every contender learns with three seeds, which draw the labels, too, and is judged
// on the test definitions.

struct Cell {
  train::Spread accuracy;
  double f1;
};

static Cell measure(app::Run& run, const Contender& contender, const Task& task,
                    std::int64_t labels) {
  const auto seeds = static_cast<std::size_t>(run.pick(1, 3, 10));
  const std::string key = contender.key + "." + name_of(task, labels);
  const auto numbers = run.stage("classify." + key, [&] {
    std::vector<Grade> grades(seeds);
    std::atomic<std::size_t> next = 0;
    vectors::on_threads(run.options().threads, [&](int) {
      for (std::size_t i = next++; i < seeds; i = next++) {
        grades[i] = learn(contender, contender.choice(labels), task, labels,
                          run.options().seed + i, task.texts.test);
      }
    });
    train::Numbers all;
    for (std::size_t i = 0; i < seeds; ++i) {
      all.emplace_back(fmt::format("accuracy_{}", i), grades[i].accuracy);
      all.emplace_back(fmt::format("f1_{}", i), grades[i].f1);
    }
    return all;
  });
  std::vector<double> accuracies, f1s;
  for (std::size_t i = 0; i < seeds; ++i) {
    accuracies.push_back(train::number(numbers, fmt::format("accuracy_{}", i)));
    f1s.push_back(train::number(numbers, fmt::format("f1_{}", i)));
  }
  const Cell cell{train::spread_of(accuracies), train::spread_of(f1s).mean};
  run.number(key + ".mean", cell.accuracy.mean);
  run.number(key + ".spread", cell.accuracy.deviation);
  run.number(key + ".f1", cell.f1);
  return cell;
}

static void contest(app::Run& run, const Task& task) {
  run.print("\nTest accuracy, mean ± spread over the seeds\n\n  {:<25}",
            "labels");
  app::GroupChart chart{"What a dictionary without labels was worth",
                        "labelled definitions",
                        "test accuracy",
                        {},
                        {}};
  for (const std::int64_t labels : task.amounts) {
    run.print("   {:>13}", name_of(task, labels));
    chart.groups.push_back(name_of(task, labels));
  }
  run.print("\n");
  std::map<std::string, std::vector<double>> means;
  for (const Contender& contender : contenders()) {
    if (!takes_part(contender, task)) continue;
    app::Series series{contender.caption, {}};
    run.print("  {:<25}", contender.caption);
    for (const std::int64_t labels : task.amounts) {
      const Cell cell = measure(run, contender, task, labels);
      const auto [mean, spread] = cell.accuracy;
      run.print("   {:.3f} ± {:.3f}", mean, spread);
      series.y.push_back(mean);
      series.low.push_back(mean - spread);
      series.high.push_back(mean + spread);
      means[contender.key].push_back(mean);
    }
    run.print("\n");
    const bool variant = contender.caption.starts_with(' ');
    if (!variant) chart.series.push_back(series);
  }
  run.figure("accuracy", chart);
  for (std::size_t i = 0; i < task.amounts.size(); ++i) {
    const std::string at = name_of(task, task.amounts[i]);
    for (const auto& [key, values] : means) {
      if (key == "fine_tuned") continue;
      run.number("gain." + key + "." + at,
                 100 * (means.at("fine_tuned")[i] - values[i]));
    }
  }
}

// ## Questions of your own
//
// `--ask` prints the neighbours of words, `--analogy` what is to a third word as the
// first is to the second, and `--save FILE` writes the vectors for others. They train
// vectors first, or take those of `--vectors FILE`.

static bool is_asked(const app::Options& options) {
  return options.has("--ask") || options.has("--analogy") ||
         options.has("--save");
}

static void answer(app::Run& run, const text::Embeddings& table,
                   std::int64_t among, const std::vector<std::string>& asked) {
  const auto& own = run.options().own;
  if (!asked.empty()) print_neighbours(run, table, among, asked);
  if (own.contains("--analogy")) {
    const text::WordVectors words(table);
    run.print("{}\n", printable(own.at("--analogy")));
    for (const auto& [word, cosine] :
         vectors::analogy(words, own.at("--analogy"))) {
      run.print("  {:<20} {:.3f}\n",
                table.words[static_cast<std::size_t>(word)], cosine);
    }
  }
  if (own.contains("--save")) text::save_embeddings(own.at("--save"), table);
}

static void ask(app::Run& run) {
  const auto& own = run.options().own;
  const auto asked = own.contains("--ask") ? text::tokenize(own.at("--ask"))
                                           : std::vector<std::string>{};
  if (own.contains("--vectors")) {
    const auto [table, known] = load_vectors(own.at("--vectors"), asked);
    return answer(run, table, known, asked);
  }
  const Text text = app::training_text(run, 2000);
  text::WordTable unread;
  for (const std::string& word : asked) {
    if (!text.vocabulary.contains(word)) unread.add(word);
  }
  std::vector<std::string> further;
  for (std::int32_t w = 0; w < unread.size(); ++w) {
    further.emplace_back(unread.word(w));
  }
  answer(run, pretrain_pieces(run, text, further), text.vocabulary.size(),
         asked);
}

// ## The program

static void show_neighbours(const app::Run& run, const Pretrained& vectors,
                            std::int64_t known) {
  const std::vector<std::string> odd = {"unteachability", "definately",
                                        "accomodation", "hunger", "anger"};
  run.print("\nNearest words, with pieces\n");
  print_neighbours(run, vectors.pieces, known, odd);
  run.print("Whole words\n");
  print_neighbours(run, vectors.whole, known, std::span(odd).last(2));
}

static Pretrained prepare(app::Run& run, const text::TextSplits& texts) {
  const auto& own = run.options().own;
  if (own.contains("--vectors")) {
    const auto words =
        unread_words(texts, text::Vocabulary(text::WordCounts{}));
    auto [table, known] = load_vectors(own.at("--vectors"), words);
    run.print("{} vectors of {} numbers\n", known, table.dimensions);
    return {std::move(table), {}};
  }
  const Text text = app::training_text(run, 2000);
  if (!run.options().has("--search")) race(run, text);
  const auto unread = unread_words(texts, text.vocabulary);
  run.number("unread", static_cast<double>(unread.size()));
  Pretrained vectors = pretrain(run, text, unread);
  if (run.options().mode != app::Mode::quick) {
    show_neighbours(run, vectors, text.vocabulary.size());
  }
  return vectors;
}

void program(app::Run& run) {
  if (is_asked(run.options())) return ask(run);
  const auto texts = text::definition_splits(text::load_wordnet(),
                                             text::WordNetSplit::hypernym);
  run.number("labels.all", static_cast<double>(texts.train.size()));
  const Pretrained vectors = prepare(run, texts);
  const Task task{texts, vectors,
                  run.pick<std::vector<std::int64_t>>(
                      {100}, {100, 1000, 10'000, texts.train.size()},
                      {100, 1000, 10'000, texts.train.size()})};
  if (run.options().has("--search")) return search(run, task);
  contest(run, task);
}

// ## The first fine-tuning
//
// Accuracy on the test definitions, mean and spread over three seeds:
//
// | labelled definitions | 100 | 1 000 | 10 000 | all {{labels.all:.0f}} |
// |---|---|---|---|---|
// | chapter 1: TF-IDF and logistic regression | {{01_bag_of_words/classify.hypernym.logistic.100.accuracy:.3f}} ± {{01_bag_of_words/classify.hypernym.logistic.100.spread:.3f}} | {{01_bag_of_words/classify.hypernym.logistic.1000.accuracy:.3f}} ± {{01_bag_of_words/classify.hypernym.logistic.1000.spread:.3f}} | {{01_bag_of_words/classify.hypernym.logistic.10000.accuracy:.3f}} ± {{01_bag_of_words/classify.hypernym.logistic.10000.spread:.3f}} | {{01_bag_of_words/classify.hypernym.logistic.all.accuracy:.3f}} |
// | logistic regression, no vectors | {{logistic.100.mean:.3f}} ± {{logistic.100.spread:.3f}} | {{logistic.1000.mean:.3f}} ± {{logistic.1000.spread:.3f}} | {{logistic.10000.mean:.3f}} ± {{logistic.10000.spread:.3f}} | {{logistic.all.mean:.3f}} ± {{logistic.all.spread:.3f}} |
// | from scratch | {{scratch.100.mean:.3f}} ± {{scratch.100.spread:.3f}} | {{scratch.1000.mean:.3f}} ± {{scratch.1000.spread:.3f}} | {{scratch.10000.mean:.3f}} ± {{scratch.10000.spread:.3f}} | {{scratch.all.mean:.3f}} ± {{scratch.all.spread:.3f}} |
// | pre-trained, frozen | {{frozen.100.mean:.3f}} ± {{frozen.100.spread:.3f}} | {{frozen.1000.mean:.3f}} ± {{frozen.1000.spread:.3f}} | {{frozen.10000.mean:.3f}} ± {{frozen.10000.spread:.3f}} | {{frozen.all.mean:.3f}} ± {{frozen.all.spread:.3f}} |
// | **pre-trained, fine-tuned** | {{fine_tuned.100.mean:.3f}} ± {{fine_tuned.100.spread:.3f}} | {{fine_tuned.1000.mean:.3f}} ± {{fine_tuned.1000.spread:.3f}} | {{fine_tuned.10000.mean:.3f}} ± {{fine_tuned.10000.spread:.3f}} | {{fine_tuned.all.mean:.3f}} ± {{fine_tuned.all.spread:.3f}} |
// | the same without pieces | {{words.100.mean:.3f}} ± {{words.100.spread:.3f}} | {{words.1000.mean:.3f}} ± {{words.1000.spread:.3f}} | {{words.10000.mean:.3f}} ± {{words.10000.spread:.3f}} | {{words.all.mean:.3f}} ± {{words.all.spread:.3f}} |
// | the same, tree for softmax | {{tree.100.mean:.3f}} ± {{tree.100.spread:.3f}} | {{tree.1000.mean:.3f}} ± {{tree.1000.spread:.3f}} | {{tree.10000.mean:.3f}} ± {{tree.10000.spread:.3f}} | {{tree.all.mean:.3f}} ± {{tree.all.spread:.3f}} |
//
// ![What a dictionary without labels was worth](results/accuracy.svg)
//
// Points that fine-tuning is ahead:
//
// | | 100 | 1 000 | 10 000 | all |
// |---|---|---|---|---|
// | of the same classifier from scratch | {{gain.scratch.100:+.1f}} | {{gain.scratch.1000:+.1f}} | {{gain.scratch.10000:+.1f}} | {{gain.scratch.all:+.1f}} |
// | of logistic regression | {{gain.logistic.100:+.1f}} | {{gain.logistic.1000:+.1f}} | {{gain.logistic.10000:+.1f}} | {{gain.logistic.all:+.1f}} |
// | of frozen vectors | {{gain.frozen.100:+.1f}} | {{gain.frozen.1000:+.1f}} | {{gain.frozen.10000:+.1f}} | {{gain.frozen.all:+.1f}} |
// | of vectors without pieces | {{gain.words.100:+.1f}} | {{gain.words.1000:+.1f}} | {{gain.words.10000:+.1f}} | {{gain.words.all:+.1f}} |
//
// Read the line *from scratch* first, against the one above it. The classifier with vectors in
// the middle is *behind* logistic regression, which is the same model without them. Vectors are
// something to be learned, too, and a hundred definitions cannot teach both what words are like
// and what classes are. That is the gap that a dictionary fills. It knows no classes, but it
// knows that *mammal* and *rodent* keep the same company, and what a label says about the one
// holds for the other as well, even if no label ever mentioned it. With a hundred labels that is
// worth {{gain.scratch.100:.0f}} points, and with a thousand {{gain.scratch.1000:.0f}}.
//
// Then follow the gain from left to right. It shrinks, as in every such table of this book:
// enough labels teach what pre-training taught. Here it has not come down to nothing at
// {{labels.all:.0f}} labels, perhaps because even then the dictionary has words that no training
// definition has. We have not looked.
//
// Now the lines of the pre-trained among themselves. With a hundred labels it is best to leave
// the vectors alone; a hundred definitions have little to say about them, and what is said
// is partly noise. From a thousand on it pays to let them learn, and with all labels frozen
// vectors are {{gain.frozen.all:.0f}} points behind, and far behind a plain logistic
// regression that never heard of GCIDE. The vectors were made for another game, after all. So
// *whether pre-training pays* has no single answer. The same vectors are the best thing
// in the table and the worst, depending on how many labels there are and on what one does with
// them.
//
// Pieces are worth about a point with few labels and less with many, for nearly all words of a
// definition are words that the dictionary has. And the tree, which asks a handful of questions
// in the place of 26, costs {{gain.tree.1000:.0f}} points with a thousand labels and
// {{gain.tree.all:.0f}} with all. Its branches join classes by how frequent they are, not by
// what they mean, and a node that has to tell *animal or time* from *plant or feeling* has no
// easy job. Who has hundreds of thousands of classes pays that price. With 26 nobody should.
//
// Accuracy is kind to large classes, so here is macro-F1, where small classes count as much.
// With a thousand labels it is {{logistic.1000.f1:.3f}} for logistic regression,
// {{scratch.1000.f1:.3f}} from scratch and {{fine_tuned.1000.f1:.3f}} fine-tuned; with all,
// {{logistic.all.f1:.3f}}, {{scratch.all.f1:.3f}} and {{fine_tuned.all.f1:.3f}}. So at the right
// end of the table it depends on how one counts who is ahead.
//
// Two things to keep in mind. Rates and epochs were chosen on the validation definitions, of
// which there are more than the hundred labels of the first column: who has only a hundred could
// not have chosen so. And dictionaries talk about words as definitions do. A dictionary is the
// best text to prepare for definitions; with novels in its place we would expect less, and have
// not tried.
//
// ## Beside fastText
//
// `./primer bench 3` trains in turns with the original, with the same settings and threads,
// and prints words per second and how many times as many ours are: with pieces, skip-gram
// and CBOW, and the classifier.
//
// ## Exercises
//
// 1. **Words in pieces.** Take words apart, in characters and not in bytes.
// 2. **A row for each piece, or nearly.** The hash, and the list of a word's rows.
// 3. **Everybody moves a little.** The slope of a mean, and what fastText makes of it.
// 4. **A classifier that is one sum.** Rows of words and pairs, softmax, and a step.
// 5. **A file of vectors.** Functions read one, honest ones and others. Tell which is which.
// 6. **A head start.** Begin with vectors from elsewhere, frozen or not.
//
// {{exercises}}
//
// Each has its task in `exercises/03_fasttext`; `./primer grade 3.1` says how far you are with
// the first, and `./primer hint 3.1` helps, a little more each time.
//
// To try, without points:
//
// - `./primer run 3 --corpus FILE` learns from a text of yours. Vectors of novels, say, know
//   other things than those of a dictionary. What becomes of the first column?
// - Vectors that `--save gcide.vec` has written open in gensim, and the original takes them for
//   a start by `-pretrainedVectors`.
// - Let the pieces be of two letters, or of one. What does it cost, and who gains?
//
// ## What the article leaves out
//
// The article has a section on FastText (4.1.2) of one line of gensim, with `min_count=1`. It
// does not mention pieces, which are all that is new, nor the classifier. And a word that occurs
// once needs no row of its own here. Its pieces say what there is to say about it.
//
// ## Further reading
//
// - Piotr Bojanowski and others, [*Enriching word vectors with subword
//   information*](@bojanowski2017), 2017: vectors of pieces.
// - Armand Joulin and others, [*Bag of tricks for efficient text
//   classification*](@joulin2017), 2017: the classifier.

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "03_fasttext",
       .summary = "vectors from pieces of words, and a classifier on them",
       .options = {{"--search", "try rates and epochs for all contenders"},
                   {"--vectors", "take these vectors and train none", "FILE"},
                   {"--corpus", "learn from this text, a sentence a line",
                    "FILE"},
                   {"--ask", "neighbours of words, read before or not", "WORDS",
                    true},
                   {"--analogy", "A - B + C: what is to C as A is to B",
                    "A B C", true},
                   {"--save", "write the vectors in fastText's .vec form",
                    "FILE", true}},
       .cpu_only = true,
       .unlocked = true},
      argc, argv, primer::chapter::program);
}
