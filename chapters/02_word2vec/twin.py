#!/usr/bin/env python3
"""Word2vec once more, in gensim and in fastText: what the chapter runs against, and what opens its files.

  --rival WORK    train five times over $PRIMER_SLICE whenever stdin says so; WORK is skip_gram or cbow (gensim, with the words of
                  $PRIMER_CORPUS) or skip_gram_fasttext or cbow_fasttext (which reads and counts its file anew each time)
  --train FILE    learn from a text, a sentence a line, with gensim and the chapter's settings, and --save FILE the vectors
  --five FOLDER   learn five times with each of gensim's and fastText's skip-gram and CBOW from the text.txt that the chapter's
                  --rivals has left there, and leave there what it judges; what is there already is not trained again
  --load FILE     open vectors that the chapter wrote, in gensim
  --golden        write golden.tsv beside this program: what gensim makes of a small text, as far as nothing is drawn
"""

import argparse
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common/testing"))
from rival import answer_benchmark, cannot_import, fail

try:
    import gensim
    import numpy
    from gensim.models import KeyedVectors, Word2Vec
except ImportError as problem:
    cannot_import(problem)

settings = {"vector_size": 100, "window": 5, "negative": 5, "min_count": 5, "sample": 1e-3, "hs": 0}


def rate(skip_gram):
    return 0.025 if skip_gram else 0.05


def count_words(path):
    with open(path, encoding="utf-8") as lines:
        return sum(len(line.split()) for line in lines)


def gensim_pass(skip_gram, threads):
    """A function that trains five times over the slice, with the whole corpus's vocabulary."""
    model = Word2Vec(sg=int(skip_gram), alpha=rate(skip_gram), workers=threads, seed=1, **settings)
    model.build_vocab(corpus_file=os.environ["PRIMER_CORPUS"])
    words = count_words(os.environ["PRIMER_SLICE"])
    return lambda: model.train(corpus_file=os.environ["PRIMER_SLICE"], total_words=words, epochs=5)


def fasttext_pass(skip_gram, threads):
    """A function that reads the slice and trains five times over it. fastText cannot do the one without the other."""
    import fasttext  # not everybody has it
    return lambda: fasttext.train_unsupervised(
        os.environ["PRIMER_SLICE"], model="skipgram" if skip_gram else "cbow", dim=100, ws=5, neg=5, minCount=5,
        t=1e-3, maxn=0, lr=rate(skip_gram), epoch=5, thread=threads, verbose=0)


def train_gensim(corpus, skip_gram, seed, threads):
    return Word2Vec(corpus_file=corpus, sg=int(skip_gram), alpha=rate(skip_gram), epochs=5, workers=threads, seed=seed,
                    **settings).wv


def train_fasttext(corpus, skip_gram, seed, threads):
    try:
        import fasttext
    except ImportError as problem:
        fail(sys.executable, f"has no fastText ({problem})", "./primer setup twins makes .venv, which has")
    fasttext.FastText.unsupervised_default["seed"] = seed  # as an argument it is refused
    model = fasttext.train_unsupervised(
        corpus, model="skipgram" if skip_gram else "cbow", dim=100, ws=5, neg=5, minCount=5, t=1e-3, maxn=0,
        lr=rate(skip_gram), epoch=5, thread=threads, verbose=0)
    vectors = KeyedVectors(model.dim)
    words = [word for word in model.words if word != "</s>"]
    vectors.add_vectors(words, [model.get_word_vector(word) for word in words])
    return vectors


def train_five_times(folder, threads):
    text = folder / "text.txt"
    if not text.is_file():
        fail(text, "is not there", f"let the chapter write it: ./primer run 2 --rivals {folder}")
    for library, train in [("gensim", train_gensim), ("fastText", train_fasttext)]:
        for kind in ["skip_gram", "cbow"]:
            for seed in range(1, 6):
                file = folder / f"{library}.{kind}.{seed}.bin"
                if file.exists():
                    continue
                begin = time.perf_counter()
                vectors = train(str(text), kind == "skip_gram", seed, threads)
                partial = file.with_suffix(".partial")
                vectors.save_word2vec_format(str(partial), binary=True)
                partial.rename(file)
                print(f"{file}: {time.perf_counter() - begin:.0f} s", flush=True)


# Each word another number of times, and no two subtrees of Huffman's are equally heavy: then there is one tree.
golden_counts = {"the": 40, "of": 26, "sea": 17, "a": 12, "ship": 7, "on": 5, "fish": 4, "deep": 2, "kraken": 1}
noise = {"noise": 10**15}  # so frequent that no other word is ever drawn, and the text has it not


def golden_sentences():
    """The words as often as it says there, in an order that looks like a text, eight in a line."""
    words = sorted(((i + 0.5) / count, word) for word, count in golden_counts.items() for i in range(count))
    return [[word for _, word in words[begin:begin + 8]] for begin in range(0, len(words), 8)]


def numbers_of(row):
    return " ".join(f"{value:.9g}" for value in row)


def golden_training(lines, name, skip_gram, tree):
    """Trains once, from vectors that it writes down, with a window of one: 1 is all that can be drawn."""
    model = Word2Vec(sg=int(skip_gram), hs=int(tree), negative=0 if tree else 2, vector_size=6, window=1, min_count=2,
                     sample=0, alpha=0.05, min_alpha=0.05, workers=1)
    sentences = golden_sentences()
    kept = {word: count for word, count in golden_counts.items() if count >= 2}
    model.build_vocab_from_freq(kept if tree else kept | noise)
    outputs = model.syn1 if tree else model.syn1neg
    random = numpy.random.default_rng(7)
    for table in (model.wv.vectors, outputs):
        table[:] = random.uniform(-1, 1, table.shape).astype(numpy.float32)
    before = [model.wv.vectors.copy(), outputs.copy()]
    model.train(sentences, total_examples=len(sentences), epochs=1)
    for kind, begin, end in [("input", before[0], model.wv.vectors), ("output", before[1], outputs)]:
        for row in range(len(end) - int(tree and kind == "output")):  # a tree has a node fewer than words
            key = row if tree and kind == "output" else model.wv.index_to_key[row]
            lines.append(f"{kind}\t{name}\t{key}\t{numbers_of(begin[row])}\t{numbers_of(end[row])}")


def golden():
    lines = ["text\t" + " ".join(sentence) for sentence in golden_sentences()]
    model = Word2Vec(hs=1, negative=5, min_count=2, sample=0.02)
    model.build_vocab(golden_sentences())
    counted = 2.0**31 - 1  # to which the table of noise adds up
    below = 0
    for word in model.wv.index_to_key:
        kept, code, point = (model.wv.get_vecattr(word, name) for name in ("sample_int", "code", "point"))
        above = int(model.cum_table[model.wv.key_to_index[word]])
        path = " ".join(f"{node}{'right' if bit else 'left'}" for node, bit in zip(point, code))
        lines.append(f"word\t{word}\t{model.wv.get_vecattr(word, 'count')}\t{min(1, kept / 2.0**32):.12g}\t"
                     f"{(above - below) / counted:.12g}\t{path}")
        below = above
    for kind in ["skip_gram", "cbow"]:
        for output in ["tree", "negative"]:
            golden_training(lines, f"{kind}.{output}", kind == "skip_gram", output == "tree")
    return "\n".join(lines) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                      allow_abbrev=False)
    options.add_argument("--rival", metavar="WORK",
                         choices=["skip_gram", "cbow", "skip_gram_fasttext", "cbow_fasttext"])
    options.add_argument("--threads", type=int, default=2, metavar="N")
    options.add_argument("--train", metavar="FILE")
    options.add_argument("--five", metavar="FOLDER")
    options.add_argument("--cbow", action="store_true", help="with --train: CBOW, not skip-gram")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    options.add_argument("--save", metavar="FILE")
    options.add_argument("--load", metavar="FILE")
    options.add_argument("--golden", action="store_true")
    given = options.parse_args()

    if given.rival:
        skip_gram = given.rival.startswith("skip_gram")
        if given.rival.endswith("fasttext"):
            try:
                work = fasttext_pass(skip_gram, given.threads)
            except ImportError as problem:
                fail(sys.executable, f"has no fastText ({problem})", "pip install fasttext, or leave that race out")
            answer_benchmark("fastText", "0.9", work)
        else:
            answer_benchmark("gensim", gensim.__version__, gensim_pass(skip_gram, given.threads))
    if given.load:
        vectors = KeyedVectors.load_word2vec_format(given.load, binary=given.load.endswith(".bin"))
        print(f"{given.load}: {len(vectors)} words of {vectors.vector_size} numbers")
    if given.train:
        vectors = train_gensim(given.train, not given.cbow, given.seed, given.threads)
        if given.save:
            vectors.save_word2vec_format(given.save)
    if given.golden:
        file = pathlib.Path(__file__).resolve().parent / "golden.tsv"
        file.write_text(golden(), encoding="utf-8")
        print(f"{file}: written by gensim {gensim.__version__}")
    if given.five:
        train_five_times(pathlib.Path(given.five), given.threads)


if __name__ == "__main__":
    main()
