// # Bags of words: what is left of a text when its order is gone
//
// A computer that is to find a page, sort a letter or tell a dish from a disease
// has to compare texts, and it can only compare numbers. So every program that
// reads, the largest ones included, begins with the same question: how does a
// text become numbers?
//
// This chapter gives the oldest answer that still works. Take the text apart,
// throw the words into a bag, shake it, and count what is in there. Where each
// word stood is forgotten. It sounds like too much to lose. Yet with a bag, a
// sensible weight for each word and a weighted sum, we will search a dictionary
// of computing, and sort definitions into {{classify.classes:.0f}} classes with {{classify.hypernym.logistic.all.accuracy:.3f}} of them
// right, in a program that you can read in an evening. Whatever comes in
// the later chapters has to beat that.
//
// There are seven pages. On this one texts become rows of numbers. The
// [second](search.cpp) searches with them, the [third](classify.cpp) learns to sort
// them, the [fourth](labels.cpp) asks how many examples that takes, and the
// [fifth](inside.cpp) what was learned. The [sixth](lsa.cpp) finds out which words go
// together, and the [last](results.cpp) has the exercises.

#include "chapters/01_bag_of_words/bag_of_words.hpp"

#include <algorithm>
#include <cmath>

#include "common/app/figures.hpp"
#include "common/text/tokenizer.hpp"

namespace primer::chapter {

// ## A bag
//
// First we need words. Where does one end? A **token** is here a run of letters
// and digits, in lower case; blanks, commas, hyphens and the apostrophe end it.
// "The dog's dinner" is four tokens: the, dog, s, dinner. That `s` is ugly, and
// rules could be added to catch it, and each rule has exceptions. Chapter 11
// learns where to cut from data. Here we take the rule that fits on a line, and
// the library's `for_each_token` follows it for all of the world's alphabets.
//
// A bag then counts:

std::map<std::string, int> bag_of(std::string_view text) {
  std::map<std::string, int> bag;
  text::for_each_token(
      text, [&](std::string_view token) { ++bag[std::string(token)]; });
  return bag;
}

// That is the whole model. "The dog bites the man" becomes bites 1, dog 1, man 1,
// the 2. So does "the man bites the dog", and the newspaper that prints only the
// second is lost on us.
//
// ## Many bags: a matrix that is almost empty
//
// To compare texts we give every word that occurs in any of them a column. A text
// is then a row, a **vector** with one number for each word of the **vocabulary**.
// Now the dictionary that we will search has {{search.entries:.0f}} entries and
// {{words.different:.0f}} different words, so the matrix has some four hundred million
// places. Nearly all hold zero: of all words, an entry uses a few dozen. Here {{words.filled:.2f}} % of them are not zero. So
// we write down only that: for each row, which words it has and how often. One row
// stands behind the other in a single array, and a second array says where each
// begins. This is a **sparse matrix** in *compressed rows*, and all the arithmetic
// of this chapter walks along such rows.

Row Bags::row(Index r) const {
  const Index begin = begins.at(static_cast<std::size_t>(r));
  const Index end = begins.at(static_cast<std::size_t>(r) + 1);
  return Row(entries).subspan(static_cast<std::size_t>(begin),
                              static_cast<std::size_t>(end - begin));
}

Bags Bags::slice(Index begin, Index end) const {
  Bags part{columns};
  for (Index r = begin; r < end; ++r) {
    const Row taken = row(r);
    part.entries.insert(part.entries.end(), taken.begin(), taken.end());
    part.begins.push_back(static_cast<Index>(part.entries.size()));
  }
  return part;
}

// Which word gets which column does not matter to the arithmetic. The library's
// `Vocabulary` numbers them from the most frequent to the rarest, which will be
// handy for looking at them. (What `pairs` is for will be seen at the end of this
// page. `least` leaves out what was seen fewer times.)

template <class Take>
static void for_each_piece(std::string_view text, Pieces pieces, Take take) {
  std::string before;
  text::for_each_token(text, [&](std::string_view token) {
    take(token);
    if (pieces == Pieces::words) return;
    if (!before.empty()) take(before + " " + std::string(token));
    before = token;
  });
}

text::Vocabulary vocabulary_of(const std::vector<std::string>& texts,
                               Pieces pieces, std::int64_t least) {
  text::WordCounts counts;
  for (const std::string& text : texts) {
    for_each_piece(text, pieces,
                   [&](std::string_view piece) { counts.add(piece); });
  }
  return text::Vocabulary(counts, least);
}

// To count a text, look up the number of each token, sort the numbers, and equal
// ones lie side by side. A word that the vocabulary does not know has no column
// and is left out. That will happen to us with texts that come later, and it is
// not a small thing: a bag cannot even say that there was something it did not
// know.

Bags count(const std::vector<std::string>& texts,
           const text::Vocabulary& vocabulary, Pieces pieces) {
  Bags bags{vocabulary.size()};
  std::vector<std::int32_t> words;
  for (const std::string& text : texts) {
    words.clear();
    for_each_piece(text, pieces, [&](std::string_view piece) {
      const std::int32_t word = vocabulary.id(piece);
      if (word != text::Vocabulary::unknown) words.push_back(word);
    });
    std::ranges::sort(words);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0 && words[i] == words[i - 1]) {
        ++bags.entries.back().value;
      } else {
        bags.entries.push_back({words[i], 1});
      }
    }
    bags.begins.push_back(static_cast<Index>(bags.entries.size()));
  }
  return bags;
}

// ## How alike are two texts?
//
// Two texts about the same thing use the same words. So multiply, word by word,
// how often the one has it with how often the other has it, and add up: the
// **dot product**. Both rows are sorted by word, so we walk along both at once, as
// one merges two sorted lists, and only words that stand in both cost a product.

double dot(Row a, Row b) {
  double sum = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].word == b[j].word) {
      sum += a[i++].value * b[j++].value;
    } else {
      a[i].word < b[j].word ? ++i : ++j;
    }
  }
  return sum;
}

// A long text has more of everything, and would be like every other text. What we
// mean by "alike" is that two rows point in the same direction, however long they
// are. That is the **cosine** of the angle between them:
//
// $$ \cos(a, b) = \frac{a \cdot b}{|a|\,|b|}, \qquad |a| = \sqrt{a \cdot a} $$
//
// It is 1 for rows that differ only in length and 0 for rows without a common
// word. What of an empty text? It has no direction, and the formula says 0/0,
// which is NaN, and NaN spreads to whatever it touches. We say 0: an empty text is
// like nothing.

double cosine(Row a, Row b) {
  const double lengths = std::sqrt(dot(a, a) * dot(b, b));
  return lengths > 0 ? dot(a, b) / lengths : 0;
}

// ## Not all words are worth the same
//
// Our measure has a favourite word, and it is "the". It stands in nearly every
// text, often several times, so it makes everything like everything. In the
// dictionary that we will search, the ten most frequent words are {{words.top_ten:.0f}} % of all
// tokens, and none of them is about computers.
//
// ![How often the words of the dictionary are used, from the most frequent on: both axes are logarithmic](results/words.svg)
//
// The line is nearly straight, which says that the word at place $r$ is used about
// $1/r$ times as often as the first. This is **Zipf's law** ([Zipf
// 1949](@zipf1949)), and it holds for every language and every large text that
// anybody has looked at. Nobody knows for sure why. Its other end matters as much:
// {{words.once:.0f}} % of all words are used just once. So most words are rare, and most of
// what is read is not.
//
// A list of "stop words" to throw away would help, but who writes it? In a
// cookbook, "add" is as empty as "the". Better to ask the texts. A word tells texts
// apart when it stands in few of them, so count in how many of the $N$ texts each
// word stands, its **document frequency** $d$:

std::vector<Index> document_frequency(const Bags& bags) {
  std::vector<Index> texts(static_cast<std::size_t>(bags.columns), 0);
  for (const auto& [word, value] : bags.entries) {
    texts[static_cast<std::size_t>(word)] += value != 0 ? 1 : 0;
  }
  return texts;
}

// Note that this counts texts, not occurrences. A word that one text repeats a
// hundred times still tells that text from all others.
//
// From $d$ we make a weight that is zero for a word that stands everywhere and
// large for a rare one. [Spärck Jones 1972](@sparckjones1972) proposed the
// **inverse document frequency** of the word:
//
// $$ \mathrm{idf} = \log \frac{N}{d} $$
//
// Why the logarithm? Draw a text at random: the word is in it with probability
// $d/N$. To learn that it is there is a surprise of $-\log (d/N)$, in the sense of
// Shannon's information, and surprises of independent events *add*, as our scores
// do when two rare words of the query are found in a text. Without the logarithm
// a word of one text would weigh a thousand times as much as one of a thousand
// texts, and the rarest misprint of the query would decide alone.
//
// There are variants. scikit-learn acts as if one more text contained every word,
// so that $d$ is never zero, and adds 1, so that no word is quite worthless:

std::vector<double> rarity(const Bags& counts, Rarity kind) {
  const auto texts = static_cast<double>(counts.rows());
  std::vector<double> result;
  for (const Index d : document_frequency(counts)) {
    const auto found = static_cast<double>(d);
    switch (kind) {
      case Rarity::none: result.push_back(1); break;
      case Rarity::plain:
        result.push_back(d > 0 ? std::log(texts / found) : 0);
        break;
      case Rarity::smooth:
        result.push_back(std::log((1 + texts) / (1 + found)) + 1);
        break;
    }
  }
  return result;
}

// The other factor is the **term frequency**: how much is it worth that the word
// stands in *this* text $c$ times? The count itself is the first idea. But the
// second mention says less than the first, so one may take $1 + \log c$, or 1 for
// any $c$. The product of both is **TF-IDF**, and at the end we may divide each row
// by its length, so that a dot product of two rows is their cosine.

Bags weigh(Bags counts, const Weighting& how,
           const std::vector<double>& rarity) {
  for (std::size_t r = 0; r + 1 < counts.begins.size(); ++r) {
    const auto row = std::span(counts.entries)
                         .subspan(static_cast<std::size_t>(counts.begins[r]),
                                  static_cast<std::size_t>(
                                      counts.begins[r + 1] - counts.begins[r]));
    double squares = 0;
    for (auto& [word, value] : row) {
      if (how.frequency == TermFrequency::logarithm)
        value = 1 + std::log(value);
      if (how.frequency == TermFrequency::presence) value = 1;
      value *= rarity.at(static_cast<std::size_t>(word));
      squares += value * value;
    }
    if (!how.to_unit_length || squares == 0) continue;
    for (auto& [word, value] : row) value /= std::sqrt(squares);
  }
  return counts;
}

// `rarity` is an argument of its own for a reason. When we judge a classifier on
// texts that it has not seen, the rarities are those of the texts that it
// *learned* from. A program that counts document frequencies over all texts, the
// test's included, has looked at the test. It does not look much like cheating,
// and that is what makes it dangerous.
//
// ## What a bag cannot see
//
// Time to try. Here are five short texts, and how alike the first is to each.

void show_bags(app::Run& run) {
  const std::vector<std::string> texts = {
      "The dog bites the man.", "The man bites the dog.",
      "A hound nips the postman.", "The dog bites the postman.",
      "The cat sees the moon."};
  const text::Vocabulary vocabulary = vocabulary_of(texts);
  const Bags counts = count(texts, vocabulary);
  const Bags weighted = weigh(counts, {}, rarity(counts, Rarity::smooth));

  run.print("Five bags\n\n  {:<28}", "");
  for (const std::string& word : vocabulary.words()) run.print(" {}", word);
  for (std::size_t t = 0; t < texts.size(); ++t) {
    run.print("\n  {:<28}", texts[t]);
    std::map<std::string, int> bag = bag_of(texts[t]);
    for (const std::string& word : vocabulary.words()) {
      const int times = bag[word];
      run.print(" {:>{}}", times > 0 ? fmt::format("{}", times) : ".",
                word.size());
    }
  }
  const text::Vocabulary both = vocabulary_of(texts, Pieces::pairs);
  const Bags of_pairs = count(texts, both, Pieces::pairs);
  const Bags pairs = weigh(of_pairs, {}, rarity(of_pairs, Rarity::smooth));
  run.print("\n\n  How much like \"{}\"     counts   TF-IDF    pairs\n",
            texts[0]);
  for (Index t = 1; t < counts.rows(); ++t) {
    run.print("  {:<42}", texts[static_cast<std::size_t>(t)]);
    for (const auto& [key, bags] : {std::pair{"counts", &counts},
                                    {"tf_idf", &weighted},
                                    {"pairs", &pairs}}) {
      const double alike = cosine(bags->row(0), bags->row(t));
      run.number(fmt::format("alike.{}.{}", t, key), alike);
      run.print(" {:>8.3f}", alike);
    }
    run.print("\n");
  }
  run.print("\n");
}

// | like "The dog bites the man." | counts | TF-IDF | with pairs |
// |---|---|---|---|
// | The man bites the dog. | {{alike.1.counts:.3f}} | {{alike.1.tf_idf:.3f}} | {{alike.1.pairs:.3f}} |
// | A hound nips the postman. | {{alike.2.counts:.3f}} | {{alike.2.tf_idf:.3f}} | {{alike.2.pairs:.3f}} |
// | The dog bites the postman. | {{alike.3.counts:.3f}} | {{alike.3.tf_idf:.3f}} | {{alike.3.pairs:.3f}} |
// | The cat sees the moon. | {{alike.4.counts:.3f}} | {{alike.4.tf_idf:.3f}} | {{alike.4.pairs:.3f}} |
//
// The first row is the price of the shaking. The two sentences say opposite
// things, and to a bag they are the same text: order is gone, and with it who
// did what to whom. No weight mends that, for there is nothing left to weigh.
//
// The second row is the other loss. A hound that nips a postman is very nearly our
// story, and all that the bag sees in common is "the", hence less than in the cat
// that sees the moon. To a bag, "dog" and "hound" are two columns, as different
// as "dog" and "moon". The meaning of words is not in there. TF-IDF helps with
// neither. What it does is to take "the" down: the cat and the moon are less like
// the dog and the man than they were.
//
// For the first loss there is a cheap repair, in the last column: put every *pair*
// of neighbours into the bag as well, "dog bites" and "bites the" (and in longer
// bags triples, called **n-grams** all of them). Now the two sentences differ, and
// a little of the order is back. The price is a vocabulary many times as large, most
// of it seen once. And "bites the" still does not know who was bitten.
//
// Remember both losses. The second is what the sixth page and the next two
// chapters are about; the first has to wait for chapters 7 and 10.

void show_words(app::Run& run, const Library& library) {
  const std::vector<std::int64_t>& uses = library.vocabulary.counts();
  const auto total = static_cast<double>(library.vocabulary.total());
  const auto words = static_cast<double>(library.vocabulary.size());
  double top_ten = 0;
  for (std::size_t w = 0; w < std::min<std::size_t>(10, uses.size()); ++w) {
    top_ten += static_cast<double>(uses[w]) / total;
  }
  const auto once = static_cast<double>(std::ranges::count(uses, 1));
  run.number("words.different", words);
  run.number("words.used", total);
  run.number("words.top_ten", 100 * top_ten);
  run.number("words.once", 100 * once / words);
  const double places = words * static_cast<double>(library.counts.rows());
  run.number("words.filled",
             100 * static_cast<double>(library.counts.entries.size()) / places);

  app::Series used{"", {}};
  for (double place = 1; place <= words; place = std::ceil(place * 1.15)) {
    used.x.push_back(place);
    used.y.push_back(
        static_cast<double>(uses[static_cast<std::size_t>(place) - 1]));
  }
  run.figure("words", app::LineChart{"The words of a dictionary of computing",
                                     "place in the order of use",
                                     "times used",
                                     {used},
                                     true,
                                     true});
}

}  // namespace primer::chapter
