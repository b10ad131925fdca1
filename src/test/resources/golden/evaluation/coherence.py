"""Reference figures of topic coherence: gensim's CoherenceModel on the golden corpus and topics.

Usage: coherence.py GOLDEN > coherence.json  (gensim 4.2, its accumulator of one process)
"""
import json, re, sys
from gensim.corpora import Dictionary
from gensim.models.coherencemodel import CoherenceModel

golden = sys.argv[1]
texts = [re.findall(r"(?u)\b\w\w+\b", json.loads(line)["text"].lower())
         for line in open(golden + "/corpus/passages.jsonl")]
words = json.load(open(golden + "/topics/base.json"))["words"]
topics = {k: [w for w, _ in v[:10]] for k, v in words.items() if int(k) >= 0}
dictionary = Dictionary(texts)
result = {}
for measure in ("c_npmi", "c_v"):
    model = CoherenceModel(topics=list(topics.values()), texts=texts, dictionary=dictionary,
                           coherence=measure, topn=10, processes=1)
    result[measure] = dict(zip(topics, map(float, model.get_coherence_per_topic())))
json.dump(result, sys.stdout, indent=1)
