#!/usr/bin/env python3
"""Word2vec once more, in gensim and in fastText: what the chapter runs against, and what opens its files.

  --rival WORK    train once over $PRIMER_SLICE whenever stdin says so; WORK is skip_gram or cbow (gensim, with the words of
                  $PRIMER_CORPUS) or skip_gram_fasttext or cbow_fasttext (which reads and counts its file anew each time)
  --train FILE    learn from a text, a sentence a line, with gensim and the chapter's settings, and --save FILE the vectors
  --load FILE     open vectors that the chapter wrote, in gensim
"""

import argparse
import os
import sys
import time


def fail(subject, problem, advice, status=3):
    """Ends the program with one line, as all programs of this house do it."""
    print(" ".join(f"primer: error: {subject}: {problem}; {advice}".split()), file=sys.stderr)
    sys.exit(status)


try:
    import gensim
    from gensim.models import KeyedVectors, Word2Vec
except ImportError as problem:
    fail(sys.executable, f"cannot import what this twin needs ({problem})",
         "./primer setup twins makes .venv, which can")

settings = {"vector_size": 100, "window": 5, "negative": 5, "min_count": 5, "sample": 1e-3, "hs": 0}


def rate(skip_gram):
    return 0.025 if skip_gram else 0.05


def count_words(path):
    with open(path, encoding="utf-8") as lines:
        return sum(len(line.split()) for line in lines)


def gensim_pass(skip_gram, threads):
    """A function that trains once over the slice, with the whole corpus's vocabulary."""
    model = Word2Vec(sg=int(skip_gram), alpha=rate(skip_gram), workers=threads, seed=1, **settings)
    model.build_vocab(corpus_file=os.environ["PRIMER_CORPUS"])
    words = count_words(os.environ["PRIMER_SLICE"])
    return lambda: model.train(corpus_file=os.environ["PRIMER_SLICE"], total_words=words, epochs=1)


def fasttext_pass(skip_gram, threads):
    """A function that reads the slice and trains once over it. fastText cannot do the one without the other."""
    import fasttext  # not everybody has it
    return lambda: fasttext.train_unsupervised(
        os.environ["PRIMER_SLICE"], model="skipgram" if skip_gram else "cbow", dim=100, ws=5, neg=5, minCount=5,
        t=1e-3, maxn=0, lr=rate(skip_gram), epoch=1, thread=threads, verbose=0)


def answer_benchmark(name, version, work):
    """Does the work as often as a line `run N` on stdin asks for, and says how long it took: `seconds S`."""
    print("ready", name, version, flush=True)
    for line in sys.stdin:
        begin = time.perf_counter()
        for _ in range(int(line.removeprefix("run "))):
            work()
        print("seconds", time.perf_counter() - begin, flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                      allow_abbrev=False)
    options.add_argument("--rival", metavar="WORK",
                         choices=["skip_gram", "cbow", "skip_gram_fasttext", "cbow_fasttext"])
    options.add_argument("--threads", type=int, default=2, metavar="N")
    options.add_argument("--train", metavar="FILE")
    options.add_argument("--cbow", action="store_true", help="with --train: CBOW, not skip-gram")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    options.add_argument("--save", metavar="FILE")
    options.add_argument("--load", metavar="FILE")
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
        model = Word2Vec(corpus_file=given.train, sg=int(not given.cbow), alpha=rate(not given.cbow), epochs=5,
                         workers=given.threads, seed=given.seed, **settings)
        if given.save:
            model.wv.save_word2vec_format(given.save)


if __name__ == "__main__":
    main()
