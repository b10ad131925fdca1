"""Makes characters.json: n-grams of characters and limits by documents, by scikit-learn."""

import json
import pathlib

import sklearn
from sklearn.feature_extraction.text import CountVectorizer

TEXTS = [
    "The  Quick\nbrown\n\nfox",
    " a ab\tabc ",
    "Żółć \U0001d4b3\U0001d4b4 \u00a0 ﬁn\u3000日本 語",
    "x",
    "",
    "\r\n \x1c ",
    "line\u2028break\x85next\u200bzero",
]
DOCUMENTS = ["apple apple pear", "apple plum", "pear fig", "plum fig fig tea", "tea", "nut"]

characters = []
for analyzer in ("char", "char_wb"):
    for ngrams in ((1, 1), (1, 3), (2, 4), (3, 3), (5, 6)):
        for accents in (None, "unicode"):
            vectorizer = CountVectorizer(analyzer=analyzer, ngram_range=ngrams, strip_accents=accents)
            analyze = vectorizer.build_analyzer()
            characters.append(
                {
                    "analyzer": analyzer,
                    "min": ngrams[0],
                    "max": ngrams[1],
                    "accents": accents or "keep",
                    "terms": [sorted(analyze(text)) for text in TEXTS],
                }
            )

limits = []
for low, high in ((0.3, 1.0), (1 / 3, 1.0), (1, 2), (0.2, 0.34)):
    vectorizer = CountVectorizer(min_df=low, max_df=high).fit(DOCUMENTS)
    limits.append(
        {
            "min_df": low,
            "max_df": high,
            "max_is_count": isinstance(high, int),
            "min_is_count": isinstance(low, int),
            "terms": list(vectorizer.get_feature_names_out()),
        }
    )

pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "texts": TEXTS,
            "characters": characters,
            "documents": DOCUMENTS,
            "limits": limits,
        },
        ensure_ascii=True,
        indent=1,
    )
    + "\n"
)
