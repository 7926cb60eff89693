// # What bags can do
//
// Here is the program that puts the pages together. With `--ask` it answers one
// question, with `--texts` it sorts texts of yours; either is printed and not kept.
// Otherwise it does everything that the pages speak of.

#include "chapters/01_bag_of_words/bag_of_words.hpp"

namespace primer::chapter {

void program(app::Run& run) {
  const auto& own = run.options().own;
  if (own.contains("--ask")) return ask(run, own.at("--ask"));
  if (own.contains("--texts")) return classify_own(run, own.at("--texts"));
  show_bags(run);
  const Library library = load_library(run);
  show_words(run, library);
  search(run, library);
  classify(run);
  find_topics(run, library);
}

// ## What to remember
//
// A text became a row of numbers, by counting. A weight for each word, which the texts
// themselves tell, made search usable: from an MRR of {{search.counts.reciprocal:.3f}} to {{search.bm25.reciprocal:.3f}}. A weighted sum
// sorted definitions into {{classify.classes:.0f}} classes with an accuracy of {{classify.hypernym.logistic.all.accuracy:.3f}}, and with pairs
// {{classify.hypernym.pairs.all.accuracy:.3f}}. All of it together takes {{timing.total:.0f}} seconds, on the machine that it was recorded
// on.
//
// Two things were lost at the very beginning and never came back: the order of the
// words, and that different words may mean the same. With all labels that hurts
// little. With a hundred labels accuracy is {{classify.hypernym.logistic.100.accuracy:.3f}}, because most of the telling
// words of a new definition are ones that no example had. A program that knew beforehand that "ketch"
// is something like "boat" would need no example with "ketch". It could learn that
// from texts that nobody has labelled, of which there are plenty. That is the idea of
// **pre-training**, and the next two chapters begin with it. These rows are what they
// have to beat.
//
// ## Exercises
//
// 1. **What a word is worth.** Document frequency and TF-IDF, of a matrix that you can
//    see whole. One of its checks asks for what the article's sentence, below, cannot
//    give.
// 2. **How alike two texts are.** Dot product and cosine of rows that hold only what is
//    not zero, and of rows that hold nothing.
// 3. **A search engine.** An inverted index, BM25, and the best answers in order.
// 4. **Sorting by counting.** Naive Bayes, with words that a class never had, and texts
//    of ten thousand words.
// 5. **A judge to be judged.** Ten programs compute P@10 and MRR, and each is wrong in
//    another way. Write the checks that notice.
//
// {{exercises}}
//
// Each has its task in `exercises/01_bag_of_words`; `./primer grade 1.1` says how far you
// are with the first, and `./primer hint 1.1` helps, a little more each time.
//
// To try, without points:
//
// - Let `weigh` forget one of its two factors for the classifier. How much does sorting
//   lose without rarity, and why less than search does?
// - Set BM25's $b$ to 0 and to 1. Who profits, long entries or short ones?
// - Keep triples as well as pairs. How large is the vocabulary, how many of the test's
//   triples does it know, and is anything gained?
// - Look at `--ask "the"`. Why are the scores so small, and why is there an order at
//   all?
//
// ## What the article gets wrong
//
// The article (on natural language processing with pre-trained models, section 3.1.2)
// says that TF-IDF "multiplies a word's frequency of occurrence with the inverse
// frequency of the *other* words in the document". It is the inverse frequency of the
// *same* word, and it is counted over the documents and not in one: $\log(N/d)$. Taken
// at its word, the article's rule gives "the" a large weight wherever it stands among
// rare words, and the rare words beside it a small one. That is the opposite of what is
// wanted, and the first exercise has a check for it.
//
// It also says that a bag of words is "a one-dimensional vector". What is meant is one
// vector for each text, with as many dimensions as there are words.
//
// ## Further reading
//
// - Karen Spärck Jones, [*A statistical interpretation of term specificity and its
//   application in retrieval*](@sparckjones1972), 1972: where inverse document frequency
//   comes from, with experiments on two hundred documents.
// - George Zipf, [*Human Behavior and the Principle of Least Effort*](@zipf1949), 1949.
// - Scott Deerwester and others, [*Indexing by latent semantic
//   analysis*](@deerwester1990), 1990: topics.
// - Stephen Robertson and others, [*Okapi at TREC-3*](@robertson1994), 1994: BM25, in the
//   form that stayed.
// - George Miller, [*WordNet: a lexical database for English*](@miller1995), 1995: our
//   definitions.
// - John Duchi, Elad Hazan and Yoram Singer, [*Adaptive subgradient methods for online
//   learning and stochastic optimization*](@duchi2011), 2011: AdaGrad.
// - Nathan Halko, Per-Gunnar Martinsson and Joel Tropp, [*Finding structure with
//   randomness: probabilistic algorithms for constructing approximate matrix
//   decompositions*](@halko2011), 2011: why darts suffice.
// - Sida Wang and Christopher Manning, [*Baselines and bigrams: simple, good sentiment
//   and topic classification*](@wang2012), 2012: how far pairs and naive Bayes go.

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "01_bag_of_words",
       .summary = "search and sort texts by the words that they are made of",
       .options = {{.name = "--ask",
                    .description = "search the dictionary of computing",
                    .argument = "QUERY",
                    .keeps_nothing = true},
                   {.name = "--texts",
                    .description = "learn to sort your own texts: a folder "
                                   "with a folder for each class, or a table "
                                   "with a header",
                    .argument = "PATH",
                    .keeps_nothing = true}},
       .cpu_only = true},
      argc, argv, primer::chapter::program);
}
