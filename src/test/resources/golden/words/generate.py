"""Makes the word vector files of this folder, and what Gensim and fastText say about them.

Usage: generate.py GLOVE_TEXT_GZ PASSAGES_JSONL_GZ OUTPUT   (gensim 4.2.0, fastText 0.9.2, NumPy)
"""

import gzip
import json
import os
import subprocess
import sys
import warnings

import fasttext
import numpy as np
from gensim.models import FastText, KeyedVectors, Word2Vec
from gensim.models.fasttext import save_facebook_model

warnings.filterwarnings("ignore")
glove_path, passages_path, out = sys.argv[1:4]
os.chdir(out)

with gzip.open(passages_path, "rt", encoding="utf-8") as f:
    passages = [json.loads(line)["text"] for line in f]
texts = passages[:4] + passages[2000:2004]

# An excerpt of GloVe-format vectors, with every word of the texts that has one.
wanted = set()
for text in texts:
    wanted |= set(text.lower().replace(",", " ").replace(".", " ").split())
wanted |= {",", ".", "the", "naïve", "café", "n't", "'s", "state-of-the-art", "king", "queen"}
rows = []
with gzip.open(glove_path, "rt", encoding="utf-8") as f:
    for line in f:
        if line.split(" ", 1)[0] in wanted:
            rows.append(line)
with gzip.GzipFile("glove_excerpt.txt.gz", "wb", compresslevel=9, mtime=0) as f:
    f.write("".join(rows[:330]).encode("utf-8"))

# A corpus with words of other scripts.
lines = [" ".join(p.replace(",", " ,").replace(".", " .").split()) for p in passages[::8]]
lines += ["a naïve café in 北京 and Москва 😀 is open in 2019"] * 30
corpus = "corpus.tmp"
with open(corpus, "w", encoding="utf-8") as f:
    f.write("\n".join(lines) + "\n")
sentences = [line.split() for line in lines]

w2v = Word2Vec(sentences, vector_size=12, min_count=12, epochs=2, seed=1, workers=1)
w2v.wv.save_word2vec_format("word2vec.txt", binary=False)
w2v.wv.save_word2vec_format("word2vec.bin", binary=True)
w2v.wv.save("gensim.kv")

subprocess.run(
    "fasttext skipgram -input corpus.tmp -output fasttext -dim 8 -bucket 1500 -minn 2 -maxn 4"
    " -minCount 12 -epoch 2 -thread 1 -verbose 0".split(), check=True)
with open("labelled.tmp", "w", encoding="utf-8") as f:
    for i, line in enumerate(lines):
        f.write(f"__label__{i % 3} {line}\n")
supervised = fasttext.train_supervised(
    "labelled.tmp", dim=6, epoch=1, minCount=40, minn=3, maxn=5, bucket=500, thread=1, verbose=0)
supervised.save_model("supervised.bin")
supervised.quantize(input="labelled.tmp", retrain=False)
supervised.save_model("quantized.ftz")
plain = fasttext.train_supervised(
    "labelled.tmp", dim=4, epoch=1, minCount=40, thread=1, verbose=0)
plain.save_model("supervised_plain.bin")

ours = FastText(sentences, vector_size=6, min_count=25, min_n=3, max_n=5, bucket=700, epochs=1,
                seed=1, workers=1)
save_facebook_model(ours, "gensim_fasttext.bin")

known = ["the", "America", ",", "naïve", "北京", "Москва", "😀", "2019", "</s>"]
unknown = ["Americanization", "caféteria", "北京市", "x", "Москвы", "😀😀", "don't", "ß"]
expected = {}
for name in ["fasttext", "supervised", "supervised_plain"]:
    model = fasttext.load_model(name + ".bin")
    expected[name] = {w: model.get_word_vector(w).astype(float).tolist() for w in known + unknown}
expected["gensim_fasttext"] = {
    w: ours.wv[w].astype(float).tolist() for w in known[:1] + known[2:3] + unknown[:2]}
with open("subword_vectors.json", "w", encoding="utf-8") as f:
    json.dump(expected, f, ensure_ascii=False, indent=0)


def bertopic_gensim(vectors, text):
    """The recipe of BERTopic's Gensim backend."""
    found = [vectors.get_vector(w) for w in text.split() if w in vectors.key_to_index]
    return np.mean(found, axis=0) if found else np.zeros(vectors.vector_size)


glove = KeyedVectors.load_word2vec_format("glove_excerpt.txt.gz", binary=False, no_header=True)
documents = []
for text in texts + ["naïve café 北京", "", "zzzz qqqq"]:
    documents.append({
        "text": text,
        "glove": bertopic_gensim(glove, text).astype(float).tolist(),
        "word2vec": bertopic_gensim(w2v.wv, text).astype(float).tolist(),
    })
with open("documents.json", "w", encoding="utf-8") as f:
    json.dump(documents, f, ensure_ascii=False, indent=0)
os.remove("corpus.tmp")
os.remove("labelled.tmp")
