#!/usr/bin/env python3
"""TF-IDF once more, by scikit-learn: what the chapter's own has to agree with.

    twin.py --golden    writes golden.tsv beside this program: made-up texts, and what scikit-learn makes of them.

Whoever only reads the book does not need it.
"""

import argparse
import pathlib
import re
import sys

try:
    import numpy
    import sklearn
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
except ImportError as problem:
    print(f"primer: error: {sys.executable}: cannot import what this twin needs ({problem}); "
          "pip install scikit-learn into the Python that runs it", file=sys.stderr)
    sys.exit(3)

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
    # Runs of letters and digits, as the chapter cuts them: \w without the underscore.
    vectorizer = CountVectorizer(tokenizer=re.compile(r"[^\W_]+").findall, token_pattern=None, lowercase=True)
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


options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
fixture = pathlib.Path(__file__).resolve().parent / "golden.tsv"
options.add_argument("--golden", type=pathlib.Path, nargs="?", const=fixture, metavar="FILE",
                     help="write what scikit-learn makes of the texts (default: golden.tsv beside this program)")
given = options.parse_args()
if given.golden:
    given.golden.write_text(golden(), encoding="utf-8")
    print(f"{given.golden}: written by scikit-learn {sklearn.__version__}")
else:
    options.print_help()
