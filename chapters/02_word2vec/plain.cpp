// # Word2vec: a word is known by the company it keeps
//
// Cut *the cook stirred the soup* out of a book, hide one word, and ask a friend
// for it. *The cook stirred the ___*: soup, sauce, pot, perhaps coffee. Whatever
// your friend says will be something that one stirs. Nobody had to explain to
// them what soup is. That soup and sauce are alike shows in the places that both
// can fill.
//
// In chapter 1 each word was a column of
// its own, and *soup* was as far from *sauce* as from *senator*. Here each word
// gets a hundred numbers, a **vector**, and we move the vectors about until they
// are good at the game above. Nobody labels anything; the text is question
// and answer. What comes out is a table in which words of one kind lie
// together, and other programs can start from it. That makes it the first
// **pre-training** of this book.
//
// The method is **word2vec** ([Mikolov and others 2013](@mikolov2013a)). This
// page has all four of its forms as they were published, in loops that one can
// hold in the head. The [second page](fast.cpp) makes the same training several
// times faster, step by step. The [third](evaluate.cpp) asks what the vectors
// are worth, the [fourth](rivals.cpp) asks others whether ours are as good as
// theirs, and the [last](results.cpp) shows what came out.

#include <algorithm>
#include <cmath>

#include "chapters/02_word2vec/word2vec.hpp"

namespace primer::chapter {

// ## A text, as numbers
//
// We read GCIDE, a dictionary of three and a half million words. First we count:
// a word that occurs less than five times has not kept enough company to be
// known by, and goes. The others are numbered from the most frequent down, and
// the text becomes a list of these numbers, sentence by sentence.
//
// So many numbers fit into memory, and a hundred million do, too. A longer text is
// read from its file in every epoch, some megabytes at a time: 40 GB of text need
// no more memory than their vocabulary. `common/vectors/training_text.hpp` does
// all this, for this chapter and the next.
//
// ## Two questions
//
// Around each word we open a **window** of up to five words to either side. Then
// there are two games that one can play:
//
// - **CBOW**, *continuous bag of words*: from the words around, together, name
//   the one in the middle.
// - **Skip-gram**: from the word in the middle, name each of those around it.
//
// ![Above what is given, below what is to be named, in a window of two words to either side](games.dot)
//
// Neither knows any order. The words of the window are a bag, and *next* and
// *previous* do not occur in the method. Let $v_w$ be the vector of the word $w$
// where it is given, and $u_w$ another one where it is to be named. For
// the word $c$ and a neighbour $o$ skip-gram asks for
//
// $$ p(o \mid c) = \frac{e^{u_o \cdot v_c}}{\sum_{w=1}^{V} e^{u_w \cdot v_c}} $$
//
// to be large, and CBOW for the same with the mean of the window's vectors in the
// place of $v_c$. A word has two vectors since it has two roles. No word is often
// its own neighbour, so with one vector alone $v_w \cdot v_w$, which is never
// negative, would be asked to be small.

Model::Model(const text::Vocabulary& vocabulary, const Settings& settings)
    : words(vocabulary.size(), settings.dimensions),
      outputs(settings.output == Output::negative_sampling
                  ? vocabulary.size()
                  : vocabulary.size() - 1,
              settings.dimensions),
      tree(settings.output == Output::hierarchical_softmax
               ? text::HuffmanTree(vocabulary.counts())
               : text::HuffmanTree({})) {
  text::FastRandom random(settings.seed, 1'000'000);
  for (std::int64_t w = 0; w < words.rows(); ++w) {
    for (std::int64_t d = 0; d < words.columns(); ++d) {
      words.row(w)[d] =
          (random.unit() - 0.5f) / static_cast<float>(settings.dimensions);
    }
  }
}

// Look at the denominator. It runs over the whole vocabulary, 35 000 words, for
// a single pair, and its gradient moves every $u_w$. At a hundred multiplications
// each, and fifty million pairs to come, that is weeks of computing on
// two cores. Everything else on this page exists because of this sum.
//
// ## Way out one: fewer rivals
//
// We do not need probabilities. We need vectors, and any question will do whose
// answer takes the same knowledge. So let us ask: here are six words, one of
// which really stood in the window, the others were drawn at random. Which is
// it? Better still, ask of each alone: *real or noise?* That is logistic
// regression, with $\sigma(s) = 1 / (1 + e^{-s})$ as the probability of *real*:
//
// $$ \log \sigma(u_o \cdot v_c) + \sum_{k=1}^{5} \log \sigma(-u_{n_k} \cdot v_c)
// $$
//
// This is **negative sampling** ([Mikolov and others 2013b](@mikolov2013b)). Six
// products in the place of 35 000. What its best vectors would be is known: $u_w
// \cdot v_c$ tends to the logarithm of how much more often $w$ and $c$ meet than
// chance would have it, less $\log 5$ ([Levy & Goldberg 2014](@levy2014)). So
// the method factorises, in its own way, a table of chapter 1's kind.
//
// The slope of $\log \sigma(s)$ by $s$ is $1 - \sigma(s)$, and that of $\log
// \sigma(-s)$ is $-\sigma(s)$: *what was true minus what was said*, as in all
// logistic regression. Times the other vector, it is the direction for either
// side. The output moves at once. The input has five more questions to answer
// with the same vector, so its moves are collected in `error`.

void learn(std::span<const float> input, std::span<float> output, bool right,
           float rate, std::span<float> error) {
  const std::size_t n = input.size();
  float score = 0;
#pragma omp simd reduction(+ : score)
  for (std::size_t d = 0; d < n; ++d) score += input[d] * output[d];
  const float said = 1 / (1 + std::exp(-score));
  const float step = rate * ((right ? 1.0f : 0.0f) - said);
#pragma omp simd
  for (std::size_t d = 0; d < n; ++d) error[d] += step * output[d];
#pragma omp simd
  for (std::size_t d = 0; d < n; ++d) output[d] += step * input[d];
}

// From where should noise be drawn? If all words are equally likely, nearly all
// noise is rare words, and *real or noise?* becomes *frequent or rare?*. If words
// are as likely as in the text, {{text.the.percent:.0f}} % of the noise is *the*
// and nearly as much is *of*. The authors tried what lies between. With $n_w$ for
// how often $w$ occurs,
//
// $$ P(w) = \frac{n_w^{3/4}}{\sum_{x=1}^{V} n_x^{3/4}} $$
//
// did best: a word that occurs 81 times as often as another is drawn 27 times as
// often. We know of no better reason for the 3/4.
//
// Drawing from 35 000 unequal words fifty million times has to be cheap. The
// original writes each word into a table of a hundred million entries, as often
// as its weight says, and picks an entry; that table is 400 MB, and every draw
// waits for memory. An **alias table** ([Walker 1977](@walker1977)) does it with
// one entry a word: see `common/text/alias.hpp`.
//
// ## Way out two: a tree of questions
//
// Or keep probabilities, and pay less for them. Put the words at the leaves of a
// binary tree. To name a word is to say *left* or *right* at each node on the
// way to it, and if each node $j$ has a vector $u_j$ and says *left* with
// probability $\sigma(u_j \cdot v_c)$, then
//
// $$ p(w \mid c) = \prod_{j \text{ on the way to } w} \sigma(\pm u_j \cdot v_c) $$
//
// adds up to one over all words, without anybody having added it up. This is
// **hierarchical softmax** ([Morin & Bengio 2005](@morin2005)). A balanced tree
// over 35 000 words asks 15 questions. We can do better, for some words are asked
// for far more often: **Huffman's tree** makes the way to a word about as long as
// $-\log_2$ of its frequency, and no tree has a shorter mean
// ([Huffman 1952](@huffman1952)). It is in `common/text/huffman.hpp`, and for our
// text a word takes {{tree.mean_path:.1f}} questions on average.
//
// Here are both ways as they look when one word is to be named, given an input
// vector. A drawn word may by chance be the right one; then it is passed over.

static void name_word(Model& model, const Training& training, std::int32_t word,
                      std::span<const float> input, float rate,
                      std::span<float> error, text::FastRandom& random) {
  const auto output = [&](std::int32_t row) {
    return std::span(model.outputs.row(row), input.size());
  };
  if (model.tree.nodes() > 0) {
    for (const auto& [node, right] : model.tree.path(word)) {
      learn(input, output(node), !right, rate, error);
    }
    return;
  }
  learn(input, output(word), true, rate, error);
  for (int k = 0; k < training.settings.negatives; ++k) {
    const std::int32_t noise = training.noise.draw(random.next());
    if (noise != word) learn(input, output(noise), false, rate, error);
  }
}

// ## The window
//
// A near word says more than a far one, so the window's size is drawn anew at
// each word: 1 to 5, all equally likely. Then a neighbour at distance 1 always
// takes part and one at distance 5 in a fifth of the cases.
//
// The loop below names the word in the middle, for skip-gram too, though we said
// that skip-gram names the others. It comes to the same. Whenever *cook* is in the
// window of *stirred*, *stirred* is as likely to be in the window of *cook*, so the
// pairs are the same pairs, read from the other end. The original program does
// it so, and on the next page it will pay that a window has a single word to name.

static void visit(Model& model, const Training& training,
                  std::span<const std::int32_t> words, float rate,
                  text::FastRandom& random) {
  const auto n = static_cast<std::size_t>(training.settings.dimensions);
  const int length = static_cast<int>(words.size());
  const auto vector = [&](int place) {
    return std::span(model.words.row(words[static_cast<std::size_t>(place)]),
                     n);
  };
  std::vector<float> mean(n), error(n);
  for (int middle = 0; middle < length; ++middle) {
    const std::int32_t word = words[static_cast<std::size_t>(middle)];
    const int size =
        1 + static_cast<int>(random.below(
                static_cast<std::uint32_t>(training.settings.window)));
    const int begin = std::max(0, middle - size);
    const int end = std::min(length, middle + size + 1);
    if (end - begin < 2) continue;
    if (training.settings.predicts == Predicts::context) {
      for (int place = begin; place < end; ++place) {
        if (place == middle) continue;
        std::ranges::fill(error, 0.0f);
        name_word(model, training, word, vector(place), rate, error, random);
        for (std::size_t d = 0; d < n; ++d) vector(place)[d] += error[d];
      }
      continue;
    }
    std::ranges::fill(mean, 0.0f);
    std::ranges::fill(error, 0.0f);
    for (int place = begin; place < end; ++place) {
      if (place == middle) continue;
      for (std::size_t d = 0; d < n; ++d) mean[d] += vector(place)[d];
    }
    for (float& value : mean) value /= static_cast<float>(end - begin - 1);
    name_word(model, training, word, mean, rate, error, random);
    for (int place = begin; place < end; ++place) {
      if (place == middle) continue;
      for (std::size_t d = 0; d < n; ++d) vector(place)[d] += error[d];
    }
  }
}

// One line of CBOW is not what calculus says. Each of $m$ words has a share of
// $1/m$ in the mean, so its slope is `error` *divided by* $m$. The original adds
// the whole of it, gensim does likewise, and we follow, to be compared with
// them. [İrsoy and others (2021)](@irsoy2021) hold that this is why CBOW has the
// name of being the weaker of the two.
//
// ## Fewer of the frequent, and slower to the end
//
// Of our text {{text.the.percent:.0f}} % is *the*. It stands next to everything and
// tells nothing.
// So frequent words are thinned out before any window is opened: of a word that
// is a share $f$ of the text, a share
//
// $$ \sqrt{t/f} + t/f, \qquad t = 10^{-3} $$
//
// is kept, or all of it where that is above one. (The paper has $\sqrt{t/f}$; this
// is what its program does.) Each single *the* draws whether it stays, and
// {{text.the.kept_percent:.0f}} % do; a word that is less than one in 400 of the text
// always stays. Since the gaps are closed up, the windows of the others also reach
// farther.
//
// And the steps become smaller. When $n$ of the $N$ words of all epochs have gone by,
// the rate is $1 - n/N$ of what it was at first, and a ten-thousandth at the very
// end: the last steps only settle what the first ones have moved. For that the
// threads count together how many words are done. The first rate is a matter of
// trial, too:

double usual_rate(Predicts predicts) {
  return predicts == Predicts::context ? 0.025 : 0.05;
}

// Thinning, noise and the falling rate are the same for everything that learns from
// windows, so they stand in `common/vectors/training.cpp`. What is called `training`
// here has the noise, and hands out sentences that are thinned out already, each
// with the rate that has been reached. In exercise 3 you write the first two
// yourself.
//
// ## Threads without locks
//
// Each thread takes a part of the text, and all of them change the same two
// tables, without asking one another. That is called **Hogwild**
// ([Recht and others 2011](@recht2011)). Two threads may read the same row, each
// add its own, and write it back; then one of the two updates is lost. With 35 000
// rows and small steps it happens seldom and harms little.
//
// It has two prices. By the letter of C++ a data race is undefined; what makes it
// tolerable is that the processors we know write a float whole or not at all. And
// a run with several threads never repeats bit for bit. With `--threads 1`, which
// `--quick` takes, it does.

void train_plain(Model& model, const Text& text, const Settings& settings) {
  Training training(text, settings, called(settings, "plain"));
  vectors::on_threads(settings.threads, [&](int thread) {
    training.sentences(thread,
                       [&](auto words, float rate, text::FastRandom& random) {
                         visit(model, training, words, rate, random);
                       });
  });
}

Model train_plain(const Text& text, const Settings& settings) {
  Model model(text.vocabulary, settings);
  train_plain(model, text, settings);
  return model;
}

// That is word2vec. On two threads of the recorded run it did
// {{timing.speed.ladder.plain:.2f}} million words a second, and most of us
// would have left it there.
//
// ## How well does it play?
//
// We also want to know the thing that training makes larger, the mean of the
// logarithms above. Computing it on the way would cost time, so it is measured
// afterwards, on windows and noise drawn from a seed of their own. It never
// compares negative sampling with hierarchical softmax, which play different
// games, but it will tell apart, on the next page, what no test of the vectors
// can.

static double log_sigmoid(double score) {
  return score > 0 ? -std::log1p(std::exp(-score))
                   : score - std::log1p(std::exp(score));
}

static double log_likelihood(const Model& model, const Training& training,
                             std::int32_t word, std::span<const float> input,
                             text::FastRandom& random) {
  const auto score = [&](std::int32_t row) {
    const float* output = model.outputs.row(row);
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t d = 0; d < input.size(); ++d) {
      sum += static_cast<double>(input[d]) * output[d];
    }
    return sum;
  };
  double sum = 0;
  if (model.tree.nodes() > 0) {
    for (const auto& [node, right] : model.tree.path(word)) {
      sum += log_sigmoid(right ? -score(node) : score(node));
    }
    return sum;
  }
  for (int k = 0; k < training.settings.negatives; ++k) {
    sum += log_sigmoid(-score(training.noise.draw(random.next())));
  }
  return sum + log_sigmoid(score(word));
}

double objective(const Model& model, const Text& text,
                 const Settings& settings) {
  const Training training(text, settings);
  const auto n = static_cast<std::size_t>(settings.dimensions);
  double sum = 0;
  std::int64_t asked = 0;
  vectors::sample_windows(
      text, settings,
      [&](auto words, std::size_t middle, std::size_t begin, std::size_t end,
          text::FastRandom& random) {
        const auto ask = [&](std::span<const float> input) {
          sum += log_likelihood(model, training, words[middle], input, random);
          ++asked;
        };
        std::vector<float> mean(n, 0);
        for (std::size_t place = begin; place < end; ++place) {
          if (place == middle) continue;
          const std::span row(model.words.row(words[place]), n);
          if (settings.predicts == Predicts::context) ask(row);
          const auto share = static_cast<float>(end - begin - 1);
          for (std::size_t d = 0; d < n; ++d) mean[d] += row[d] / share;
        }
        if (settings.predicts == Predicts::middle) ask(mean);
      });
  return asked > 0 ? sum / static_cast<double>(asked) : std::nan("");
}

}  // namespace primer::chapter
