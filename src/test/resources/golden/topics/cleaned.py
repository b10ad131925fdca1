"""Words of the reference corpus as BERTopic counts them for English: cleaned.json.

python cleaned.py CORPUS_FOLDER TOPICS_FOLDER OUTPUT (bertopic 0.17.4)
"""
import json
import sys

import numpy as np
from bertopic import BERTopic
from bertopic.cluster import BaseCluster
from bertopic.dimensionality import BaseDimensionalityReduction
from sklearn.feature_extraction.text import CountVectorizer

corpus, topics_folder, output = sys.argv[1:]
docs = [json.loads(line)["text"] for line in open(corpus + "/passages.jsonl", encoding="utf-8")]
embeddings = np.load(corpus + "/minilm_embeddings.npy")
topics = json.load(open(topics_folder + "/model_topics.json"))
words = {}
for name, stop_words in (("english", "english"), ("none", None)):
    model = BERTopic(
        language="english",
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(stop_words=stop_words),
    )
    found, _ = model.fit_transform(docs, embeddings, y=topics)
    same = {}
    for given, own in zip(topics, found):
        assert same.setdefault(own, given) == given, "other topics"
    words[name] = {str(same[t]): model.get_topic(t) for t in sorted(same)}
json.dump({k: {t: [[w, float(s)] for w, s in v] for t, v in d.items()} for k, d in words.items()},
          open(output, "w"), indent=0, ensure_ascii=False)
base = json.load(open(topics_folder + "/base.json"))["words"]
differ = [t for t in words["english"] if {w for w, _ in base[t][:10]} != {w for w, _ in words["english"][t]}]
print(len(words["english"]), "topics,", len(differ), "with other words than without cleaning")
