"""Opens a run of spark-bertopic with the real BERTopic and checks what Python makes of it.

    python src/it/python/check_model.py RUN INPUT [--id ID] [--text TEXT] [--embedding EMBEDDING]

RUN is the folder of a finished fit (or of `topics merge`, `reduce`, `outliers` ...), INPUT its
input: a folder or file of parquet or JSON lines. Needs bertopic 0.17, pandas and pyarrow. Ends with
status 1 where Python pairs a document with another topic than the run's assignments say, or where
it should have failed and did not.
"""

import argparse
import collections
import glob
import os
import sys

import numpy as np
import pandas as pd
from bertopic import BERTopic


def read(path):
    """All rows, file by file in the order of their paths."""
    if os.path.isfile(path):
        files = [path]
    else:
        files = sorted(
            f
            for f in glob.glob(os.path.join(path, "**", "*"), recursive=True)
            if os.path.isfile(f) and not os.path.basename(f).startswith(("_", "."))
        )
    tables = []
    for file in files:
        if file.endswith(".parquet"):
            tables.append(pd.read_parquet(file))
        else:
            tables.append(pd.read_json(file, lines=True, dtype=False, convert_dates=False))
    return pd.concat(tables, ignore_index=True)


class Checks:
    def __init__(self):
        self.failed = 0

    def __call__(self, what, right):
        print("  %s  %s" % ("ok    " if right else "WRONG ", what))
        self.failed += not right


def check_pairs(model, run, rows, options, check):
    """Everything in Python that takes the i-th topic for the i-th document's."""
    assigned = assignments(run)
    expected = [int(assigned.get(i, -1)) for i in rows[options.id]]
    docs = [t if isinstance(t, str) else "" for t in rows[options.text]]
    classes = [i % 3 for i in range(len(docs))]
    check("topics_ is the topic of every row", [int(t) for t in model.topics_] == expected)
    info = model.get_document_info(docs)
    check("get_document_info", info.Topic.tolist() == expected)

    over_time = model.topics_over_time(docs, classes)
    per_class = model.topics_per_class(docs, classes)
    counts = collections.Counter(zip(expected, classes))
    check("topics_over_time counts", counts == {(r.Topic, r.Timestamp): r.Frequency for r in over_time.itertuples()})
    check("topics_per_class counts", counts == {(r.Topic, r.Class): r.Frequency for r in per_class.itertuples()})

    hierarchy = model.hierarchical_topics(docs)
    check("hierarchical_topics has a row for each merge", len(hierarchy) == len(set(expected) - {-1}) - 1)
    labels = model.generate_topic_labels(nr_words=2)
    check("generate_topic_labels", len(labels) == len(model.topic_sizes_))

    largest = [t for t, _ in collections.Counter(t for t in expected if t >= 0).most_common()]
    if len(largest) > 3:
        merged = BERTopic.load(os.path.join(run, "model"))
        before = np.array(merged.topic_embeddings_)
        pair = sorted(largest[1:3])
        merged.merge_topics(docs, pair)
        new = {merged.topics_[row] for row in range(len(docs)) if expected[row] in pair}
        check("merge_topics makes one topic of two", len(new) == 1)
        old = collections.Counter(zip(expected, merged.topics_))
        check("merge_topics keeps the others apart", len(old) == len(set(expected)))
        sizes = np.array([model.topic_sizes_[t] for t in pair], dtype=float)
        mean = np.average(before[np.array(pair) + model._outliers], axis=0, weights=sizes)
        made = np.array(merged.topic_embeddings_)[new.pop() + merged._outliers]
        check("merge_topics averages their embeddings", np.allclose(mean, made, atol=1e-6))

        reduced = BERTopic.load(os.path.join(run, "model"))
        reduced.reduce_topics(docs, nr_topics=3)
        check("reduce_topics", len(set(reduced.topics_)) == 3)
    both = BERTopic.merge_models([BERTopic.load(os.path.join(run, "model")) for _ in range(2)])
    check("merge_models lists the documents of both", [int(t) for t in both.topics_] == 2 * expected)


def check_refusals(model, run, rows, options, check):
    """The order is not known: what pairs documents with topics must fail."""
    docs = [t if isinstance(t, str) else "" for t in rows[options.text]]
    path = os.path.join(run, "model")
    paired = {
        "get_document_info": lambda m: m.get_document_info(docs),
        "topics_over_time": lambda m: m.topics_over_time(docs, list(range(len(docs)))),
        "topics_per_class": lambda m: m.topics_per_class(docs, ["a"] * len(docs)),
        "hierarchical_topics": lambda m: m.hierarchical_topics(docs),
        "merge_topics": lambda m: m.merge_topics(docs, [0, 1]),
        "reduce_topics": lambda m: m.reduce_topics(docs, nr_topics=3),
        "delete_topics": lambda m: m.delete_topics([0]),
        "update_topics": lambda m: m.update_topics(docs),
        "set_topic_labels": lambda m: m.set_topic_labels({0: "a"}),
        "generate_topic_labels": lambda m: m.generate_topic_labels(),
        "merge_models": lambda m: BERTopic.merge_models([m, m]),
        "save": lambda m: m.save(os.path.join(run, "_never"), serialization="safetensors"),
    }
    for name, operation in paired.items():
        try:
            operation(BERTopic.load(path))
            check(name + " fails", False)
        except Exception as e:  # whatever it is: loud is what counts
            check("%s fails: %s" % (name, type(e).__name__), True)
    own = BERTopic.load(path)
    assigned = assignments(run)
    known = rows[rows[options.id].isin(set(assigned))]
    own.topics_ = [int(assigned[i]) for i in known[options.id]]
    info = own.get_document_info(known[options.text].tolist())
    check("with topics_ set by hand, get_document_info", info.Topic.tolist() == own.topics_)


def assignments(run):
    """The topic of every document; of rows that were set aside nothing."""
    table = read(os.path.join(run, "assignments"))
    if "reason" in table:
        table = table[table.reason.isna()]
    return dict(zip(table.id, table.topic))


def check_model(model, run, check):
    """What Python derives after loading, against what it holds after a fit of its own."""
    ids = sorted(model.topic_sizes_)
    first = -1 if model._outliers else 0
    check("topics are numbered without gaps", ids == list(range(first, first + len(ids))))
    check("words of every topic", sorted(model.topic_representations_) == ids)
    check("an embedding for every topic", np.array(model.topic_embeddings_).shape[0] == len(ids))
    check("c-TF-IDF of every topic", model.c_tf_idf_ is None or model.c_tf_idf_.shape[0] == len(ids))
    check("custom labels of every topic, or none", model.custom_labels_ is None or len(model.custom_labels_) == len(ids))
    check("get_topic_info", model.get_topic_info().Topic.tolist() == ids)
    current = {row[-1] for row in model.topic_mapper_.mappings_}
    check("topic_mapper leads to these topics", current | {-1} == set(ids) | {-1})
    for name, aspect in (model.topic_aspects_ or {}).items():
        check("aspect %s of every topic" % name, sorted(aspect) == ids)
    listed = os.path.join(run, "topics.json")
    if os.path.exists(listed):
        topics = pd.read_json(listed)
        check("sizes as in topics.json", dict(zip(topics.id, topics["size"])) == dict(model.topic_sizes_))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("input")
    parser.add_argument("--id", default="id")
    parser.add_argument("--text", default="text")
    parser.add_argument("--embedding", default="embedding")
    options = parser.parse_args()
    check = Checks()
    rows = read(options.input)
    model = BERTopic.load(os.path.join(options.run, "model"))
    print("the model by itself")
    check_model(model, options.run, check)
    if options.embedding in rows:
        vectors = [v for v in rows[options.embedding] if v is not None]
        topics, _ = model.transform([""] * len(vectors), np.array(vectors, dtype=np.float32))
        check("transform by the closest topic", len(topics) == len(vectors))
    known = bool(model.topics_) and isinstance(model.topics_[0], int)
    print("paired with %d documents" % len(rows) if known else "without the order of the documents")
    (check_pairs if known else check_refusals)(model, options.run, rows, options, check)
    sys.exit(1 if check.failed else 0)


main()
