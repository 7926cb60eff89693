#!/usr/bin/env python3
"""The chapter once more, in scikit-learn: what its TF-IDF has to agree with, and what it runs against.

    twin.py --golden      writes golden.tsv beside this program: made-up texts, and what scikit-learn makes of them.
    twin.py --rival WORK  does the work whenever stdin says so, with the texts that ./primer bench 1 left in the folder
                          $PRIMER_BAGS, and leaves there, in WORK.result, what came out.

Whoever only reads the book does not need it.
"""

import argparse
import os
import pathlib
import sys
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common/testing"))
from rival import answer_benchmark, cannot_import

try:
    import numpy
    import sklearn
    from sklearn.decomposition import TruncatedSVD
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss
    from sklearn.naive_bayes import MultinomialNB
except ImportError as problem:
    cannot_import(problem)

token = r"[^\W_]+"  # runs of letters and digits, as the chapter cuts them: \w without the underscore

texts = [
    "The dog bites the man.",
    "The man bites the dog!",
    "A hound nips the postman; the postman runs.",
    "",
    "Dog, dog, DOG: three times the same word",
    "cats do not bite, cats scratch",
    "Über den Dächern schläft die Katze",
    "one",
    "The moon, the sea, the moon.",
    "3 dogs and 3 cats make 6",
]


def weights():
    """For each kind a sparse matrix of what the chapter calls by that name."""
    vectorizer = CountVectorizer(token_pattern=token)
    counts = vectorizer.fit_transform(texts)

    def tf_idf(**options):
        return TfidfTransformer(**options).fit_transform(counts.astype(float))

    plain = TfidfTransformer(norm=None, smooth_idf=False).fit(counts)
    rarity = plain.idf_ - 1  # scikit-learn adds 1, so that a word that stands everywhere is not worthless
    return vectorizer.get_feature_names_out(), {
        "count": counts,
        "smooth": tf_idf(norm=None),
        "smooth_l2": tf_idf(),
        "log_smooth_l2": tf_idf(sublinear_tf=True),
        "log_l2": tf_idf(sublinear_tf=True, use_idf=False),
        "presence_l2": TfidfTransformer(use_idf=False).fit_transform((counts > 0).astype(float)),
        "plain": counts.multiply(rarity).tocsr(),
    }


def golden():
    words, kinds = weights()
    lines = [f"text\t{text}" for text in texts]
    for kind, matrix in kinds.items():
        for text in range(matrix.shape[0]):
            row = matrix[text].toarray()[0]
            for word in numpy.flatnonzero(kinds["count"][text].toarray()[0]):
                lines.append(f"{kind}\t{text}\t{words[word]}\t{row[word]:.17g}")
    return "\n".join(lines) + "\n"


def lines_of(name):
    return (pathlib.Path(os.environ["PRIMER_BAGS"]) / name).read_text(encoding="utf-8").split("\n")[:-1]


def labelled(name):
    pairs = [line.split("\t") for line in lines_of(name)]
    return [text for _, text in pairs], numpy.array([int(label) for label, _ in pairs])


def vectorizer(**options):
    """In single precision, which is faster here and enough."""
    return TfidfVectorizer(token_pattern=token, dtype=numpy.float32, **options)


def tf_idf():
    lines = lines_of("definitions")
    return (lambda: vectorizer().fit_transform(lines),
            lambda bags: {"words": bags.shape[1], "entries": bags.nnz, "sum": bags.sum(dtype=float)})


def bayes():
    (train, labels), (test, right) = labelled("train"), labelled("test")
    counter = CountVectorizer(token_pattern=token, binary=True, dtype=numpy.float32)
    bags, asked = counter.fit_transform(train), counter.transform(test)
    return (lambda: MultinomialNB(alpha=0.2).fit(bags, labels).predict(asked),
            lambda said: {"accuracy": (said == right).mean()})


def logistic():
    """SAGA, which is quicker here than the default, L-BFGS, by far. After two rounds its loss is about what ours is."""
    (train, labels), (test, right) = labelled("train"), labelled("test")
    counter = vectorizer()
    bags, asked = counter.fit_transform(train), counter.transform(test)

    def learn():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return LogisticRegression(C=50, solver="saga", max_iter=2, random_state=1).fit(bags, labels)

    def judge(model):
        cost = numpy.square(model.coef_, dtype=float).sum() / (2 * 50 * len(labels))
        return {"loss": log_loss(labels, model.predict_proba(bags)) + cost,
                "accuracy": model.score(asked, right)}

    return learn, judge


def search():
    bags = vectorizer().fit_transform(lines_of("entries"))
    asked = numpy.arange(100) * 100
    index = bags.T.tocsr()

    def answer():
        scores = (bags[asked] @ index).toarray()
        scores[numpy.arange(100), asked] = 0
        best = numpy.argpartition(scores, -10, axis=1)[:, -10:]
        scores = numpy.take_along_axis(scores, best, axis=1)
        order = numpy.argsort(-scores, axis=1)
        return numpy.take_along_axis(best, order, axis=1), numpy.take_along_axis(scores, order, axis=1)

    return answer, lambda hits: {"sum": hits[1].sum(dtype=float)}


def svd():
    """Without normalizing between the passes, which here comes to the same in half the time."""
    bags = vectorizer(sublinear_tf=True).fit_transform(lines_of("entries"))

    def decompose():
        return TruncatedSVD(100, n_iter=2, n_oversamples=10, power_iteration_normalizer="none", random_state=1).fit(bags)

    return decompose, lambda found: {"largest": found.singular_values_[0], "smallest": found.singular_values_[-1],
                                     "squares": numpy.square(found.singular_values_, dtype=float).sum()}


def rival(work):
    """Does the work once, for the chapter to see what came out, and then for time."""
    once, judge = works[work]()
    result = "".join(f"{name} {value:.9g}\n" for name, value in judge(once()).items())
    (pathlib.Path(os.environ["PRIMER_BAGS"]) / f"{work}.result").write_text(result)
    answer_benchmark("scikit-learn", sklearn.__version__, once)


works = {"tf_idf": tf_idf, "bayes": bayes, "adagrad": logistic, "plain_steps": logistic, "search": search, "svd": svd}
options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                  allow_abbrev=False)
fixture = pathlib.Path(__file__).resolve().parent / "golden.tsv"
options.add_argument("--golden", type=pathlib.Path, nargs="?", const=fixture, metavar="FILE",
                     help="write what scikit-learn makes of the texts (default: golden.tsv beside this program)")
options.add_argument("--rival", metavar="WORK", choices=list(works))
options.add_argument("--threads", type=int, default=2, metavar="N", help="of libraries that look at OMP_NUM_THREADS")
given = options.parse_args()
if given.golden:
    given.golden.write_text(golden(), encoding="utf-8")
    print(f"{given.golden}: written by scikit-learn {sklearn.__version__}")
elif given.rival:
    rival(given.rival)
else:
    options.print_help()
