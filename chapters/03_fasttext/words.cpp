// # Words that nobody has read
//
// Now the programs meet a real text. It is GCIDE, as in chapter 2, and we train on it
// with pieces, and with whole words only, which is chapter 2 once more. Then we can ask what pieces buy, and what they cost.

#include <chrono>
#include <cmath>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/io/printable.hpp"
#include "common/vectors/judge.hpp"
#include "common/vectors/kept_vectors.hpp"

namespace primer::chapter {

// ## The price of a row
//
// First the speed, since with pieces it was in doubt. Both programs read the same part
// of the text once, and are judged by what they try to make large.

static Settings settings_of(const app::Run& run, bool pieces) {
  Settings settings;
  if (!pieces) settings.grams = {0, 0, 0};
  settings.epochs = run.pick(1, 5, 15);
  const bool repeatable =
      run.options().mode == app::Mode::quick || run.options().has("--search");
  settings.threads = repeatable ? 1 : run.options().threads;
  settings.seed = run.options().seed;
  return settings;
}

using Trainer = Model (*)(const Text&, const Settings&);

struct Trained {
  Model model;
  double seconds, million_words_per_second;
};

static Trained train_timed(Trainer trainer, const Text& text,
                           const Settings& settings) {
  const auto begin = std::chrono::steady_clock::now();
  Model model = trainer(text, settings);
  const std::chrono::duration<double> time =
      std::chrono::steady_clock::now() - begin;
  const double words = static_cast<double>(text.words()) * settings.epochs;
  return {std::move(model), time.count(), words / 1e6 / time.count()};
}

void race(app::Run& run, const Text& text) {
  const Text part =
      text.corpus ? text.beginning(run.pick<std::int64_t>(500, 60'000, 60'000))
                  : text;
  Settings settings = settings_of(run, true);
  settings.epochs = 1;
  run.print("One epoch of skip-gram on {} words\n", part.words());
  std::vector<double> speeds;
  for (const auto& [key, trainer] :
       {std::pair{"plain", &train_plain}, std::pair{"blocks", &train_blocks}}) {
    const auto numbers = run.stage(fmt::format("race.{}", key), [&] {
      const Trained trained = train_timed(trainer, part, settings);
      return train::Numbers{
          {"million_words_per_second", trained.million_words_per_second},
          {"objective", objective(trained.model, part, settings)}};
    });
    speeds.push_back(train::number(numbers, "million_words_per_second"));
    const double reached = train::number(numbers, "objective");
    run.number(fmt::format("race.{}.objective", key), reached);
    run.timing(fmt::format("speed.{}", key), speeds.back());
    run.print("  {:<8} {:>6.2f} M words/s   objective {:.3f}\n", key,
              speeds.back(), reached);
  }
  run.timing("speed.blocks_over_plain", speeds[1] / speeds[0]);
}

// On two threads plain loops read {{timing.speed.plain:.2f}} million words a second, and blocks
// {{timing.speed.blocks:.2f}} million, {{timing.speed.blocks_over_plain:.1f}} times as many. After
// one epoch of this part, the objective is {{race.plain.objective:.3f}} a pair in the one case
// and {{race.blocks.objective:.3f}} in the other: half a million words are few, and a block of
// eight that all start from the same vectors learns a little less of each. (A pair of
// which nothing is known costs $6 \log 0.5 = -4.159$.) What is left of that after five epochs
// of the whole text we have not measured.
//
// ## With pieces and without
//
// Pre-training is a stage of the run: what it leaves is kept in the checkpoint, and
// a run that was interrupted later goes on from there. The large table of pieces is
// not among it. We know by now which words we shall ask for, those of the
// vocabulary and some that the text lacks, so all of them are put together once, and
// what is kept is a table of words like any other.

static train::Numbers train_and_judge(const app::Run& run, const Text& text,
                                      const Settings& settings,
                                      std::span<const std::string> further,
                                      vectors::KeptVectors& kept) {
  const auto [model, seconds, speed] =
      train_timed(train_blocks, text, settings);
  kept.set(model.table(further));
  auto gold = vectors::make_gold(text.vocabulary, {}, 1);
  gold.asked.resize(
      std::min(gold.asked.size(), run.pick<std::size_t>(50, 1000, 1000)));
  const text::Embeddings known = model.table();
  const vectors::Quality quality = vectors::judge(known, gold);
  const text::WordVectors words(known);
  const auto analogies = text::analogy_score(
      words, endings(text.vocabulary, run.pick<std::size_t>(2, 10, 10)));
  train::Numbers numbers = {
      {"seconds", seconds},
      {"million_words_per_second", speed},
      {"similarity", quality.similarity},
      {"agreement", quality.agreement},
      {"endings", analogies.value},
      {"endings_asked", static_cast<double>(analogies.asked)}};
  const std::int64_t a = words.find("anger"), b = words.find("hunger");
  if (a >= 0 && b >= 0) {
    numbers.emplace_back("anger_hunger", words.cosine(a, b));
  }
  return numbers;
}

struct Kind {
  std::string key, caption;
  Settings settings;
};

static text::Embeddings pretrain(app::Run& run, const Text& text,
                                 const Kind& kind,
                                 const std::vector<std::string>& further) {
  std::vector<std::string> all = text.vocabulary.words();
  all.insert(all.end(), further.begin(), further.end());
  vectors::KeptVectors kept(std::move(all), kind.settings.dimensions);
  const auto numbers = run.stage("pretrain." + kind.key, kept, [&] {
    return train_and_judge(run, text, kind.settings, further, kept);
  });
  for (const auto& [name, value] : numbers) {
    if (name == "seconds") {
      run.timing("training." + kind.key, value);
    } else if (name == "million_words_per_second") {
      run.timing("speed." + kind.key, value);
    } else {
      run.number(kind.key + "." + name, value);
    }
  }
  run.print("  {:<18} {:>6.2f} M words/s   rho {:.3f}   class {:.3f}   ",
            kind.caption, train::number(numbers, "million_words_per_second"),
            train::number(numbers, "similarity"),
            train::number(numbers, "agreement"));
  run.print("endings {:.3f}\n", train::number(numbers, "endings"));
  return kept.embeddings();
}

text::Embeddings pretrain_pieces(app::Run& run, const Text& text,
                                 const std::vector<std::string>& further) {
  return pretrain(run, text, {"pieces", "with pieces", settings_of(run, true)},
                  further);
}

Pretrained pretrain(app::Run& run, const Text& text,
                    const std::vector<std::string>& further) {
  run.print("\nVectors of {} words, and of {} that were never read\n",
            text.vocabulary.size(), further.size());
  Pretrained both{pretrain_pieces(run, text, further), {}};
  if (!run.options().has("--search")) {
    Kind cbow{"cbow", "  CBOW", settings_of(run, true)};
    cbow.settings.predicts = Predicts::middle;
    pretrain(run, text, cbow, {});
  }
  both.whole = pretrain(
      run, text, {"whole", "whole words only", settings_of(run, false)}, {});
  return both;
}

// ## What pieces buy
//
// All are judged by the similarity of nouns and the classes of neighbours, as in
// chapter 2, and by analogies of a kind that pieces should be good at. We make them
// from the vocabulary: *quick* is to *quickly* as *slow* is to *slowly*, for five
// endings and the ten most frequent pairs of each.

std::vector<text::AnalogyQuestion> endings(const text::Vocabulary& vocabulary,
                                           std::size_t most) {
  std::vector<text::AnalogyQuestion> questions;
  for (const std::string ending : {"ly", "ness", "ing", "er", "less"}) {
    std::vector<std::string> stems;
    for (const std::string& word : vocabulary.words()) {
      if (stems.size() == most) break;
      if (word.size() >= 4 && vocabulary.contains(word + ending)) {
        stems.push_back(word);
      }
    }
    for (const std::string& a : stems) {
      for (const std::string& c : stems) {
        if (a != c) questions.push_back({a, a + ending, c, c + ending});
      }
    }
  }
  return questions;
}

// (An ending is a rule of spelling and not of meaning. *Corn* and *corner* get into the
// list, and *numb* and *number*. We have left them in.)
//
// | | similarity of nouns, $\rho$ | neighbours of the same class | endings, of {{pieces.endings_asked:.0f}} |
// |---|---|---|---|
// | with pieces, skip-gram | {{pieces.similarity:.3f}} | {{pieces.agreement:.3f}} | {{pieces.endings:.3f}} |
// | with pieces, CBOW | {{cbow.similarity:.3f}} | {{cbow.agreement:.3f}} | {{cbow.endings:.3f}} |
// | whole words only, skip-gram | {{whole.similarity:.3f}} | {{whole.agreement:.3f}} | {{whole.endings:.3f}} |
//
// The last column is what pieces buy, and it is fair only in part, for the letters of the
// answer are half given away. CBOW with pieces is the best speller of the three, and knows least
// of what words mean, perhaps because it is given the mean of all pieces of ten words at once.
// Between the two rows of skip-gram, pieces are ahead in the first column and behind in the
// second, where a neighbour that is merely spelt alike counts as a mistake. (These are single
// trainings, each of one seed.)
//
// What no number of the table shows is a word that is not in it. A table of whole words
// has nothing to say of *unteachability*. A model of pieces has, and of
// *definately* and *accomodation* as well, as people type them:

void print_neighbours(const app::Run& run, const text::Embeddings& table,
                      std::int64_t among, std::span<const std::string> words) {
  const auto values = static_cast<std::size_t>(among * table.dimensions);
  const text::Embeddings known{
      {table.words.begin(), table.words.begin() + among},
      {table.values.begin(),
       table.values.begin() + static_cast<std::ptrdiff_t>(values)},
      table.dimensions};
  const text::WordVectors all(table);
  const text::NearestWords nearest(known);
  for (const std::string& word : words) {
    const std::int64_t row = all.at(word);
    const std::vector<std::int64_t> self = {row};
    std::string line;
    for (const auto& [near, cosine] :
         nearest.nearest(table.row(row), 6,
                         row < among ? self : std::vector<std::int64_t>{})) {
      line += " " + known.words[static_cast<std::size_t>(near)];
    }
    run.print("  {:<18}{}{}\n", printable(word),
              row < among ? "" : "(never read)", line);
  }
}

// ## What they cost
//
// *Anger* and *hunger* share `nger`, `nger>`, `ger>` and more, and whatever one learns
// the other has to take along. With whole words the cosine of the two is
// {{whole.anger_hunger:.2f}}, with pieces {{pieces.anger_hunger:.2f}}. The rows of their
// own that both words have can undo this only as far as there is text that asks for it.
// The program prints the neighbours of both from either table. Look at them, and
// ask for words of your own: `./primer run 3 --ask "anger definately"`.

}  // namespace primer::chapter
