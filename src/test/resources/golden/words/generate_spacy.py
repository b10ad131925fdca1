"""Makes the spaCy pipelines of this folder, and what spaCy says about them.

Usage: generate_spacy.py GLOVE_TEXT_GZ PASSAGES_JSONL_GZ OUTPUT   (spaCy 3.5.4)
"""

import gzip
import json
import os
import shutil
import sys

import numpy as np
import spacy
from spacy.vectors import Vectors

glove_path, passages_path, out = sys.argv[1:4]
os.chdir(out)
DIMENSION = 24

with gzip.open(passages_path, "rt", encoding="utf-8") as f:
    passages = [json.loads(line)["text"] for line in f]
texts = passages[10:4000:500] + [
    "",
    " ",
    "  Two  blanks,\n\na\tline feed   and a non-breaking\u00a0blank. ",
    "I don't think we'll go to the U.S. (or the U.K.) at 8a.m., do you?",
    "He said: \"It's $5.00/lb -- a 10% rise!\" ... and left...",
    "Visit https://www.example.org/a/b?c=d#e, mail me@example.com; or http://x.y",
    "The state-of-the-art well-known mother-in-law's number, root and mark: X, NUM, ADJ.",
    ":-) (: 8-) >:( ^_^ \u00af\\_(\u30c4)_/\u00af <3 :P C++ a.b.c e.g. i.e. etc.",
    "can't cannot CAN'T Can\u2019t gonna wanna 'cause y'all o'clock 'Tis ma'am",
    "5km/h 20\u00b0C. 3,000 1.5-2.5 10:30pm 9am 12.5% #hashtag @name AT&T R&D",
    "na\u00efve caf\u00e9 \u5317\u4eac\u5e02\u3002 \u041c\u043e\u0441\u043a\u0432\u0430, \U0001f600\U0001f600 \u0645\u0631\u062d\u0628\u0627",
    "end.Start hello,world a/b x=y word:word lower.Upper (nested (parentheses)) [x] {y}",
    "''quoted'' ``ticks`` \u201ccurly\u201d \u2018single\u2019 \u00abguillemets\u00bb don''t",
    "\ud55c\uad6d\uc5b4 \u0939\u093f\u0928\u094d\u0926\u0940 \u0e44\u0e17\u0e22 A\u0301e\u0301 \u00df\u00df \ufb01ne",
    "not\u2014really\u2013ever--no ~ - _ * & ^ % $ # @ ! | \\ / ? > < , . ; :",
    "aren'tn't ))))(((( ...!!! ?!?! $$$ 's'S S's 100km 5m\u00b2 U.S.'s",
]

words, rows = [], []
wanted = {w for t in texts for w in spacy.blank("en").tokenizer.explain(t) for w in [w[1], w[1].lower()]}
wanted |= {"number", "root", "mark", "case", "king", "queen", "\n"}
with gzip.open(glove_path, "rt", encoding="utf-8") as f:
    for line in f:
        fields = line.rstrip("\n").split(" ")
        if fields[0] in wanted:
            words.append(fields[0])
            rows.append([float(x) for x in fields[1:1 + DIMENSION]])
for extra in ["X", "NUM", "Congress", "\n", "\U0001f600", "\u5317\u4eac\u5e02", "n\u2019t"]:
    words.append(extra)
    rows.append(rows[len(words) % 50])
rows[5] = rows[4]  # two words share a row, as in pruned pipelines


def describe(nlp, documents):
    return [{"text": t, "tokens": [w.text for w in nlp(t)],
             "vector": [float(x) for x in nlp(t).vector]} for t in documents]


def save(nlp, folder):
    shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(folder)


nlp = spacy.blank("en", meta={"name": "glove_excerpt", "version": "1.0.0"})
nlp.vocab.vectors = Vectors(
    strings=nlp.vocab.strings, data=np.asarray(rows, dtype="f"), keys=words, name="en.vectors")
nlp.vocab.deduplicate_vectors()
save(nlp, "spacy/en")
expected = {"en": describe(nlp, texts)}

floret = spacy.blank("en", meta={"name": "floret", "version": "1.0.0"})
table = np.random.default_rng(1).normal(size=(50, 8)).astype("f")
floret.vocab.vectors = Vectors(
    strings=floret.vocab.strings, data=table, mode="floret", minn=2, maxn=4, hash_count=2,
    hash_seed=2166136261, bow="<", eow=">", name="floret.vectors")
save(floret, "spacy/floret")
os.remove("spacy/floret/tokenizer")
shutil.copy("spacy/en/tokenizer", "spacy/floret/tokenizer")
expected["floret"] = describe(spacy.load("spacy/floret"), texts)

german = ["Das ist z.B. die S-Bahn u.a. in Berlin, d.h. 5km weit.", "\u201eSo geht's nicht\u201c, sagte Dr. M\u00fcller.",
          "Die Donaudampfschifffahrts-Gesellschaft (DDG) zahlt 3,50\u20ac/Tag..."]
de = spacy.blank("de", meta={"name": "rules", "version": "1.0.0"})
with open("spacy/tokenizer_de", "wb") as f:
    f.write(de.tokenizer.to_bytes(exclude=["vocab"]))
expected["de"] = [{"text": t, "tokens": [w.text for w in de(t)]} for t in german + texts]
with open("spacy/expected.json", "w", encoding="utf-8") as f:
    json.dump(expected, f, ensure_ascii=True, indent=0)
os.remove("spacy/floret/tokenizer")
for name in ["en", "floret"]:
    os.remove(f"spacy/{name}/vocab/lookups.bin")
