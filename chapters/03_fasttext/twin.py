#!/usr/bin/env python3
"""FastText once more, by its authors: what the chapter runs against, what opens its files, and what its pieces must agree with.

  --rival WORK    train whenever stdin says so; WORK is skip_gram or cbow, five times over $PRIMER_SLICE, a sentence a line, or
                  classifier, once over $PRIMER_LABELLED, a text a line behind its __label__. FastText reads its file anew each time
  --train FILE    learn from a text, a sentence a line, with the chapter's settings, and --save FILE the vectors of all words
  --load FILE     open vectors that the chapter wrote, in gensim and as fastText's -pretrainedVectors
  --golden        write golden.tsv: pieces, rows and pairs as fastText itself has them; and tiny.bin, a model of its own, with tiny.tsv,
                  what that says of some words

Whoever only reads the book does not need it.
"""

import argparse
import importlib.metadata
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common/testing"))
from rival import answer_benchmark, cannot_import, fail

try:
    import fasttext
    import numpy
except ImportError as problem:
    cannot_import(problem)

here = pathlib.Path(__file__).resolve().parent
words = {"ws": 5, "neg": 5, "minCount": 5, "t": 1e-3, "minn": 3, "maxn": 6, "bucket": 200_000, "lr": 0.05}
texts = {"minCount": 1, "wordNgrams": 2, "bucket": 200_000, "lr": 0.5, "loss": "softmax"}


def version():
    for package in ("fasttext", "fasttext-wheel"):
        try:
            return importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            pass
    return "?"


def learn_words(path, skip_gram, threads, epochs=5, dimension=100):
    return fasttext.train_unsupervised(
        str(path), model="skipgram" if skip_gram else "cbow", dim=dimension, epoch=epochs, thread=threads, verbose=0, **words)


def start_from(seed):
    """The settings of fastText have a seed, but its functions in Python take none."""
    build = fasttext.FastText._build_args
    fasttext.FastText._build_args = lambda args, given: build({**args, "seed": seed}, given)


def rival(work, threads):
    variable = "PRIMER_LABELLED" if work == "classifier" else "PRIMER_SLICE"
    path = os.environ.get(variable, "")
    if not os.path.isfile(path):
        fail(f"${variable}", "names no file", "let ./primer bench 3 start this program")
    if work == "classifier":
        def learn():
            fasttext.train_supervised(path, dim=100, epoch=1, thread=threads, verbose=0, **texts)
    else:
        def learn():
            learn_words(path, work == "skip_gram", threads)
    answer_benchmark("fastText", version(), learn)


def save(model, path):
    """The words with their vectors, pieces included, in the text form. (The mark at a line's end is one of fastText's words.)"""
    with open(path, "w", encoding="utf-8") as out:
        names = model.get_words()
        out.write(f"{len(names)} {model.get_dimension()}\n")
        for name in names:
            out.write(name + " " + " ".join(f"{value:.9g}" for value in model.get_word_vector(name)) + "\n")
    print(f"{path}: {len(names)} words of {model.get_dimension()} numbers")


def load(path):
    try:
        from gensim.models import KeyedVectors
    except ImportError as problem:
        fail(sys.executable, f"has no gensim ({problem})", "./primer setup twins makes .venv, which has")
    try:
        vectors = KeyedVectors.load_word2vec_format(path)
    except ValueError as problem:
        fail(path, f"gensim cannot read it ({problem})", "give vectors in the text form")
    print(f"{path}: gensim has {len(vectors)} words of {vectors.vector_size} numbers")

    # A rate of zero: whatever fastText has read stays as it was
    some = [name for name in vectors.index_to_key if not any(c.isspace() for c in name)]
    if not some:
        fail(path, "has no word", "give a file that has one")
    with tempfile.TemporaryDirectory() as folder:
        labelled = pathlib.Path(folder, "labelled.txt")
        labelled.write_text(f"__label__0 {some[0]}\n__label__1 {some[-1]}\n", encoding="utf-8")
        model = fasttext.train_supervised(str(labelled), dim=vectors.vector_size, pretrainedVectors=str(path), lr=0,
                                          epoch=1, minCount=1, bucket=0, thread=1, verbose=0)
    far = max(float(numpy.abs(model.get_word_vector(name) - vectors[name]).max()) for name in some)
    if not far < 1e-5:
        fail(path, f"fastText and gensim read numbers that differ by {far}", "look for words that are there twice")
    print(f"{path}: fastText has the same of {len(some)} words")


# What the golden answers are about: letters of one byte to four, words with a mark of their own, and some that nobody has read.
sentences = ["a cat sees a café for teachers", "für 猫 und 中文 the teacher has a cart", "été naïve 𝄞 x a teachable river"]
asked = ["cat", "cats", "teacher", "unteachability", "a", "b", "x", "ab", "café", "cafés", "é", "für", "fürs", "naïveté", "猫", "猫咪",
         "中文维基百科", "𝄞", "𝄞𝄞x", "a<b", "<", "it's", ""]
pairs = [("the", "cat"), ("cat", "the"), ("cat", "cat"), ("café", "für"), ("für", "猫"), ("unread", "cat"), ("a", "été")]


def fnv1a(text):
    """The hash as fastText has it, as a number with a sign."""
    value = 2166136261
    for byte in text.encode():
        value ^= byte | 0xFFFFFF00 if byte >= 128 else byte
        value = value * 16777619 % 2**32
    return value - 2**32 if value >= 2**31 else value


def pieces_of(model, word):
    """Alternately a piece and its row, as fastText lists them; a word that is known comes first."""
    pieces, rows = model.get_subwords(word)
    return [field for piece, row in zip(pieces, rows) for field in (piece, str(int(row)))]


def pair_of(model, first, second, buckets):
    """The bucket of two neighbours. FastText does not say it, but the mean over a text's rows says whether we have it right."""
    names = model.get_words()
    table = model.get_input_matrix()

    def bucket(a, b):
        return (fnv1a(a) * 116049371 + fnv1a(b)) % 2**64 % buckets

    line = [first, second, "</s>"]  # it puts a mark at the end of every text
    rows = [names.index(word) for word in line if word in names]
    rows += [len(names) + bucket(a, b) for a, b in zip(line, line[1:])]
    mean = model.get_sentence_vector(f"{first} {second}")
    assert numpy.abs(table[rows].mean(axis=0) - mean).max() < 1e-6, (first, second)
    return bucket(first, second)


def golden(folder):
    lines = []
    with tempfile.TemporaryDirectory() as temporary:
        text, labelled = pathlib.Path(temporary, "text"), pathlib.Path(temporary, "labelled")
        text.write_text("\n".join(sentences) + "\n", encoding="utf-8")
        labelled.write_text("".join(f"__label__{i} {line}\n" for i, line in enumerate(sentences)), encoding="utf-8")

        def model_of(shortest, longest, buckets):
            return fasttext.train_unsupervised(
                str(text), model="skipgram", dim=4, ws=2, neg=2, minCount=1, minn=shortest, maxn=longest, bucket=buckets,
                epoch=1, thread=1, verbose=0)

        for shortest, longest, buckets in [(3, 6, 2000), (1, 2, 97), (2, 4, 1)]:
            model = model_of(shortest, longest, buckets)
            if not lines:
                lines += ["\t".join(["vocabulary", *model.get_words()])]
                vocabulary = model.get_words()
            assert model.get_words() == vocabulary
            lines.append(f"grams\t{shortest}\t{longest}\t{buckets}")
            lines += ["\t".join(["rows", word, *pieces_of(model, word)]) for word in asked]

        classifier = fasttext.train_supervised(str(labelled), dim=8, minCount=1, wordNgrams=2, bucket=2000, epoch=1,
                                               thread=1, verbose=0)
        lines.append("pairs\t2000")
        lines += [f"pair\t{a}\t{b}\t{pair_of(classifier, a, b, 2000)}" for a, b in pairs]

        tiny = fasttext.train_unsupervised(str(text), model="skipgram", dim=4, ws=2, neg=5, minCount=1, minn=3, maxn=6,
                                           bucket=23, epoch=5, lr=0.1, thread=1, verbose=0)
        tiny.save_model(str(folder / "tiny.bin"))
        known = [*tiny.get_words(), *(word for word in asked if word and word not in tiny.get_words())]
        (folder / "tiny.tsv").write_text("".join(
            word + "\t" + "\t".join(f"{value:.9g}" for value in tiny.get_word_vector(word)) + "\n" for word in known),
            encoding="utf-8")
    (folder / "golden.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{folder}: golden.tsv, tiny.bin and tiny.tsv written by fastText {version()}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                      allow_abbrev=False)
    options.add_argument("--rival", metavar="WORK", choices=["skip_gram", "cbow", "classifier"])
    options.add_argument("--threads", type=int, default=2, metavar="N")
    options.add_argument("--train", metavar="FILE")
    options.add_argument("--cbow", action="store_true", help="with --train: CBOW, not skip-gram")
    options.add_argument("--epochs", type=int, default=5, metavar="N")
    options.add_argument("--dimension", type=int, default=100, metavar="N")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    options.add_argument("--save", metavar="FILE")
    options.add_argument("--load", metavar="FILE")
    options.add_argument("--golden", type=pathlib.Path, nargs="?", const=here, metavar="FOLDER",
                         help="write the fixtures (default: beside this program)")
    given = options.parse_args()

    if given.rival:
        rival(given.rival, given.threads)
    if given.golden:
        golden(given.golden)
    for path in (given.train, given.load):
        if path and not os.path.isfile(path):
            fail(path, "there is no such file", "name one that is there", 2)
    if given.train:
        start_from(given.seed)
        model = learn_words(given.train, not given.cbow, given.threads, given.epochs, given.dimension)
        if given.save:
            save(model, given.save)
    if given.load:
        load(given.load)
    if not any([given.rival, given.golden, given.train, given.load]):
        options.print_help()


if __name__ == "__main__":
    main()
