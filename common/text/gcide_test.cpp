#include "common/text/gcide.hpp"

#include <fstream>

#include "common/io/file.hpp"
#include "common/io/gzip.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/text/gcide_marks.hpp"
#include "common/text/phrases.hpp"

namespace primer::text {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

// Made up, in the dictionary's form
const std::string dictionary =
    "00-database-info\n"
    "   About the dictionary. It is not to be learned.\n"
    "Neither is this line.\n"
    "\n"
    "Snorkle \\Snor\"kle\\ (sn[^o]r\"k'l), n.; pl. {Snorkles}. [From snore; cf. G.\n"
    "   schnark[\"u]ln.] (Zool.)\n"
    "   1. A fish that sn[=o]res; -- called also {pre[\"e]minent\n"
    "      snorer}. It is seldom met, esp. at night.\n"
    "      [1913 Webster]\n"
    "\n"
    "   2. A device for breathing.\n"
    "\n"
    "   Syn: tube, pipe\n"
    "        [WordNet 1.5]\n"
    "\n"
    "            I heard the snorkle snore.            --Sir T.\n"
    "                                                  Browne.\n"
    "      [1913 Webster]\n"
    "\n"
    "   3. (a) A small tube through which divers breathe! [Obs.]\n"
    "      [1913 Webster +PJC]\n"
    "\n"
    "Snorkly \\Snor\"kly\\, a.\n"
    "   Like a snorkle. \"So snorkly.\" --Pope. The word is rare.\n"
    "\n"
    "Snorl \\Snorl\\, v. t. & i.\n"
    "   To do as nobody does.\n"
    "   [1913 Webster + WordNet 1.5]\n";

}  // namespace

TEST_CASE("Entries become sentences with their headwords") {
  const CleanGcide clean = clean_gcide(dictionary, {});
  CHECK(clean.sentences ==
        "Snorkle: Snorkles.\n"
        "A fish that snores;\n"
        "-- called also preeminent snorer.\n"
        "It is seldom met, esp. at night.\n"
        "I heard the snorkle snore.\n"
        "A small tube through which divers breathe!\n"
        "Snorkly: Like a snorkle.\n"
        "\"So snorkly.\" The word is rare.\n");
  CHECK(clean.paragraphs == 7);
  CHECK(clean.from_wordnet == 3);
  CHECK(clean.with_forbidden == 0);
}

TEST_CASE("Paragraphs with a forbidden text are left out however it is written") {
  const Texts forbidden = {"a SMALL tube, through", "", "called also", "word is common"};
  const CleanGcide clean = clean_gcide(dictionary, forbidden);
  CHECK(clean.with_forbidden == 1);
  CHECK(clean.sentences.find("small tube") == std::string::npos);
  CHECK(clean.sentences.find("called also") != std::string::npos);  // two words are no trace
  CHECK(clean_gcide(dictionary, Texts{"a fish that snores called also preeminent snorer it"})
            .with_forbidden == 1);
}

TEST_CASE("A dictionary of nothing gives nothing") {
  for (const char* text : {"", "\n \n", "00-database-info\n  about\n", "[1913 Webster]"}) {
    INFO(text);
    CHECK(clean_gcide(text, {}).sentences.empty());
  }
}

TEST_CASE("Signs in brackets become letters") {
  using gcide::fold_diacritics;
  CHECK(fold_diacritics("d['e]j[`a] [oe]uvre [AE]sop [u^] [oo^] [=oo] [=ae] [,c]a") ==
        "deja oeuvre AEsop u oo oo ae ca");
  CHECK(fold_diacritics("[thorn]e [eth] 30[deg] H[2]O [root]ab") == "the th 30° H2O ab");
  CHECK(fold_diacritics("[Obs.] [1913 Webster] [L. c[ae]lum] [ae") ==
        "[Obs.] [1913 Webster] [L. caelum] [ae");
  CHECK(fold_diacritics("[] [[ae]] [^] ['] [=abc]") == "[] [ae] [^] ['] [=abc]");
  CHECK(fold_diacritics("don\x92t \xc3\xa9") == "don't é");
}

TEST_CASE("Marks are taken away and what only looks like them stays") {
  using namespace gcide;
  CHECK(without_pronunciations("A \\A\\ (named a) x") == "A  (named a) x");
  CHECK(without_pronunciations("An \\An\\ (an), a. One") == "An: One");
  CHECK(without_pronunciations("An \\An\\ the article.") == "An  the article.");
  CHECK(without_pronunciations("a \\ b") == "a  b");
  CHECK(without_brackets("a [b [c] d] e [f") == "a   e  f");
  CHECK(without_brackets("a] b") == "a] b");
  CHECK(without_authors("Truth. --Shak.") == "Truth.  ");
  CHECK(without_authors("Truth. --1 Kings ii. 28.") == "Truth.  ");
  CHECK(without_authors("used so; -- called also this") == "used so; -- called also this");
  const std::string later = "the moon was low and the night was long and nobody came";
  CHECK(without_authors("a --Shak. And " + later) == "a  And " + later);
  CHECK(without_authors("a --Sir T. Browne. and " + later) == "a  and " + later);
  CHECK(without_authors("a --Jer. Taylor. " + later) == "a  " + later);
  CHECK(without_authors("a --Mark vii. 4. " + later) == "a  " + later);
  CHECK(without_marks("(Zool.) a (b) (Bot. & Med.) (see below) (A long thing) (?) (") ==
        "  a     (see below)     (");
  CHECK(tidied("  12. One {two}  three ,\n   4. five ; (six )\n 1913. x") ==
        "One two three, five; (six) 1913. x");
  CHECK(tidied("").empty());
}

TEST_CASE("Sentences end where they should") {
  std::string lines;
  gcide::append_sentences("One two. Three; four five! Six seven? eight nine", lines);
  CHECK(lines == "One two.\nfour five!\nSix seven?\neight nine\n");
  lines.clear();
  gcide::append_sentences("It was met, esp. at night, in 3.5 days.", lines);
  CHECK(lines == "It was met, esp. at night, in 3.5 days.\n");
  lines.clear();
  gcide::append_sentences("", lines);
  gcide::append_sentences(" ; . One.", lines);
  CHECK(lines.empty());
}

TEST_CASE("Phrases are found token by token") {
  const Phrases phrases(Texts{"an old dog", "an old, old man", "x", ""}, 2);
  CHECK(phrases.found_in("He saw AN\n old \"dog\"."));
  CHECK(phrases.found_in("an old old man"));
  CHECK(phrases.found_in("an an old dog"));
  CHECK_FALSE(phrases.found_in("an old old dog"));
  CHECK_FALSE(phrases.found_in("an old"));
  CHECK_FALSE(phrases.found_in("x"));
  CHECK_FALSE(phrases.found_in(""));
  CHECK(Phrases(Texts{"x"}).found_in("y x"));
  CHECK_FALSE(Phrases({}).found_in("y x"));
}

TEST_CASE("The dictionary is cleaned once and the result is verified") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal([&] { gcide_corpus(folder.path(), {}, folder / "cache"); }),
             ContainsSubstring("./primer data fetch gcide"));
  write_file_atomically(folder / "gcide.dict.dz", compress_gzip(dictionary));
  const fs::path corpus = gcide_corpus(folder.path(), {}, folder / "cache");
  const std::string sentences = clean_gcide(dictionary, {}).sentences;
  CHECK(read_file(corpus) == sentences);
  CHECK(corpus.parent_path() == folder / "cache");

  // Used again as it is
  const auto written = fs::last_write_time(corpus);
  CHECK(gcide_corpus(folder.path(), {}, folder / "cache") == corpus);
  CHECK(fs::last_write_time(corpus) == written);

  // Damaged, cut off, without a checksum: cleaned again
  std::string damaged = sentences;
  damaged[5] ^= 1;
  for (const std::string& bytes : {damaged, sentences.substr(0, 9), std::string()}) {
    std::ofstream(corpus) << bytes;
    CHECK(read_file(gcide_corpus(folder.path(), {}, folder / "cache")) == sentences);
  }
  fs::path checksum = corpus;
  fs::remove(checksum.replace_extension(".checksum"));
  CHECK(read_file(gcide_corpus(folder.path(), {}, folder / "cache")) == sentences);
  CHECK(fs::exists(checksum));

  // Other texts forbidden, or another dictionary: another file
  const fs::path other = gcide_corpus(folder.path(), Texts{"a b c"}, folder / "cache");
  CHECK(other != corpus);
  CHECK(gcide_corpus(folder.path(), Texts{"a", "b c"}, folder / "cache") !=
        gcide_corpus(folder.path(), Texts{"a b", "c"}, folder / "cache"));
  write_file_atomically(folder / "gcide.dict.dz", compress_gzip(dictionary + "x y\n"));
  CHECK(gcide_corpus(folder.path(), {}, folder / "cache") != corpus);
}

TEST_CASE("A damaged dictionary leaves nothing in the cache") {
  const TemporaryFolder folder;
  const std::string packed = compress_gzip(dictionary);
  for (const std::string& bytes : {packed.substr(0, packed.size() / 2), compress_gzip(" \n")}) {
    write_file_atomically(folder / "gcide.dict.dz", bytes);
    CHECK_FALSE(refusal([&] { gcide_corpus(folder.path(), {}, folder / "cache"); }) == "ACCEPTED");
    CHECK_FALSE(fs::exists(folder / "cache"));
  }
}

}  // namespace primer::text
