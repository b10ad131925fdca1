"""Operations on topics, and tables about documents."""

import numpy as np
import pytest
from pyspark.sql.functions import expr

from spark_bertopic import BERTopic, BERTopicModel


def test_find_topics_returns_ids_and_cosines(model):
    ids, cosines = model.find_topics("soviet union missiles", top_n=3)
    assert len(ids) == len(cosines) == 3 and -1 not in ids
    assert cosines == sorted(cosines, reverse=True)
    assert -1.0001 <= min(cosines) and max(cosines) <= 1.0001


def test_embeddings_have_a_row_for_each_topic(model, given):
    assert model.topic_embeddings_.shape[0] == len(model.topics())
    assert given.topic_embeddings_.shape == (len(given.topics()), 48)
    assert given.topic_embeddings_.dtype == np.float32


def test_the_mean_of_a_topics_documents_is_its_embedding(given, documents):
    rows = given.transform(documents).filter("topic = 0").select("vector").collect()
    mean = np.mean([row["vector"] for row in rows], axis=0)
    row = [topic.id for topic in given.topics()].index(0)
    assert np.allclose(given.topic_embeddings_[row], mean, rtol=1e-3, atol=1e-3)


def test_the_device_of_the_search_for_neighbours_is_set_on_a_model(model, documents):
    exact = model.copy().setNeighborsDevice("onnx-cpu")
    assert (exact.getNeighborsDevice(), model.getNeighborsDevice()) == ("onnx-cpu", "cpu")
    topics = [row["topic"] for row in model.transform(documents).select("topic").collect()]
    found = [row["topic"] for row in exact.transform(documents).select("topic").collect()]
    assert found == topics, "documents of the fit keep their topics"
    assert exact._java_obj.getNeighborsDevice().name() == "ONNX_CPU"
    with pytest.raises(ValueError, match="neighborsDevice must be one of"):
        exact.setNeighborsDevice("gpu")
    assert exact.getNeighborsDevice() == "onnx-cpu"


def test_reduce_topics(model):
    reduced = model.reduce_topics(4)
    assert len([t for t in reduced.topics() if t.id >= 0]) == 4
    assert sum(reduced.topic_sizes_.values()) == sum(model.topic_sizes_.values())
    assert len(model.topics()) > 5, "the model stays as it is"
    assert len(model.reduce_topics("auto").topics()) <= len(model.topics())
    with pytest.raises(ValueError, match="nr_topics must be a number"):
        model.reduce_topics(1.5)


def test_merge_topics(model):
    sizes = model.topic_sizes_
    one = model.merge_topics([0, 1])
    assert max(s for id, s in one.topic_sizes_.items() if id >= 0) == sizes[0] + sizes[1]
    two = model.merge_topics([[0, 1], [2, 3]])
    assert len(two.topics()) == len(model.topics()) - 2
    with pytest.raises(ValueError, match="topic must be one of the model's"):
        model.merge_topics([0, 999])


def test_delete_topics(model):
    less = model.delete_topics([0])
    assert less.topic_sizes_[-1] == model.topic_sizes_.get(-1, 0) + model.topic_sizes_[0]


def test_transform_follows_a_merge(model, documents):
    merged = model.merge_topics([0, 1])
    before = {row["id"]: row["topic"] for row in model.transform(documents).collect()}
    after = {row["id"]: row["topic"] for row in merged.transform(documents).collect()}
    new = {after[id] for id, topic in before.items() if topic in (0, 1)}
    assert len(new) == 1


def test_reduce_outliers(model, assigned):
    reduced = model.reduce_outliers(assigned, strategy=["c-tf-idf", "embeddings"], threshold=0.1)
    assert reduced.outliers_before == model.topic_sizes_[-1]
    assert reduced.outliers_after < reduced.outliers_before
    assert [step["strategy"] for step in reduced.steps] == ["c-tf-idf", "embeddings"]
    counted = reduced.assignments.filter("topic = -1").count()
    assert counted == reduced.outliers_after
    assert reduced.model.topic_sizes_.get(-1, 0) == reduced.outliers_after
    with pytest.raises(ValueError, match="strategy must be one of"):
        model.reduce_outliers(assigned, strategy="magic")
    with pytest.raises(ValueError, match="threshold must be one number or one for each"):
        model.reduce_outliers(assigned, strategy="embeddings", threshold=[0.1, 0.2])


def test_with_assignments(model, assigned):
    new = max(t.id for t in model.topics()) + 1
    edited = assigned.withColumn("topic", expr(f"CASE topic WHEN 0 THEN {new} ELSE topic END"))
    made = model.with_assignments(edited)
    assert made.documents == sum(made.model.topic_sizes_.values())
    assert made.notes[0].startswith("topics that have no documents any more are gone: [0]")
    assert made.model.topic_sizes_[new - 1] == model.topic_sizes_[0]


def test_split_topic(model, assigned):
    split = model.split_topic(assigned, 0, into=2)
    assert len(split.model.topics()) == len(model.topics()) + 1
    assert split.assignments.filter("topic = 0").count() == split.model.topic_sizes_[0]
    with pytest.raises(ValueError, match="got both"):
        model.split_topic(assigned, 0, min_topic_size=5, into=2)


def test_update_topics(model, documents, assigned):
    fewer = model.update_topics(top_n_words=3)
    assert {len(words) for words in fewer.get_topics().values()} == {3}
    varied = model.update_topics(representation_model={"plain": "ctfidf"})
    assert varied.topics()[0].aspects["plain"] == varied.topics()[0].words
    with pytest.raises(ValueError, match="documents|corpus"):
        model.update_topics(n_gram_range=(2, 2))
    with pytest.raises(ValueError, match="a fit changes the others"):
        model.update_topics(settings={"umap.n-neighbors": 3})


def test_update_topics_with_other_terms(given, documents):
    assigned = given.transform(documents)
    pairs = given.update_topics(
        assigned, n_gram_range=(2, 2), vectorizer_model={"stop_words": "english"}
    )
    assert all(" " in word for word, _ in pairs.get_topic(0))


def test_set_topic_labels(model):
    named = model.set_topic_labels({0: "First", 1: 'Se"cond'})
    assert named.topic_labels_[0] == "First"
    assert named.topic_labels_[1] == 'Se"cond'
    info = {row["Topic"]: row["CustomName"] for row in named.get_topic_info().collect()}
    assert info[0] == "First" and info[2] is None
    all_of_them = named.set_topic_labels([f"t{t.id}" for t in named.topics()])
    assert all_of_them.topic_labels_[2] == "t2"
    generated = model.generate_topic_labels(nr_words=2, separator=" ")
    assert generated[0] == "0 " + " ".join(word for word, _ in model.get_topic(0)[:2])
    with pytest.raises(ValueError, match="a label for each of the"):
        model.set_topic_labels(["one"])
    with pytest.raises(ValueError, match="topic must be one of the model's"):
        model.set_topic_labels({999: "x"})


def test_representative_documents_are_texts_of_the_topic(model, assigned):
    texts = model.get_representative_docs(0)
    known = {row["text"][:50] for row in assigned.filter("topic = 0").collect()}
    assert len(texts) == 3 and {text[:50] for text in texts} <= known
    assert set(model.get_representative_docs()) == set(model.topic_sizes_)
    with pytest.raises(ValueError, match="topic must be one of the model's"):
        model.get_representative_docs(999)


def test_topics_over_time_counts_every_document_once(model, assigned):
    table = model.topics_over_time(assigned, "year", "decade")
    assert table.columns == ["topic", "name", "timestamp", "frequency", "words", "scores"]
    rows = table.collect()
    assert sum(row["frequency"] for row in rows) == assigned.count()
    assert len({row["timestamp"] for row in rows}) == 9
    binned = model.topics_over_time(assigned, "year", 4, topics=[0]).collect()
    assert {row["topic"] for row in binned} == {0} and len(binned) <= 4
    with pytest.raises(ValueError, match="bins must be a number"):
        model.topics_over_time(assigned, "year", "fortnight")


def test_topics_per_class_counts_every_document_once(model, assigned):
    table = model.topics_per_class(assigned, "party")
    assert table.columns == ["topic", "name", "class", "frequency", "words", "scores"]
    rows = table.collect()
    assert sum(row["frequency"] for row in rows) == assigned.count()
    assert {row["class"] for row in rows} == {"Democratic", "Republican"}


def test_hierarchical_topics(model):
    rows = model.hierarchical_topics().collect()
    live = len([t for t in model.topics() if t.id >= 0])
    assert len(rows) == live - 1
    assert sorted(rows[-1]["Topics"]) == list(range(live))
    distances = [row["Distance"] for row in rows]
    assert distances == sorted(distances)
    assert [row["Parent_ID"] for row in rows] == list(range(live, 2 * live - 1))
    assert "by_embeddings" not in model.get_topic_tree() and len(model.get_topic_tree()) > 100
    with pytest.raises(ValueError, match="by must be"):
        model.hierarchical_topics("words")


def test_probabilities_and_distribution(given, model, documents):
    row = given.probabilities(documents, top_k=3).first()
    assert len(row["probabilities"]) <= 3
    assert 0 <= sum(p["weight"] for p in row["probabilities"]) <= 1.0001
    some = model.approximate_distribution(documents.limit(5), calculate_tokens=True).collect()
    assert {"distribution", "words"} <= set(some[0].asDict())
    full = [r for r in some if r["distribution"]]
    assert abs(sum(p["weight"] for p in full[0]["distribution"]) - 1) < 1e-6


def test_document_info(model, documents):
    info = model.get_document_info(documents.limit(3))
    assert {"topic", "probability", "Name", "Representation"} <= set(info.columns)


@pytest.fixture(scope="module")
def halves(documents):
    """The documents before 1985 and after, and a model of each."""
    parts = [documents.filter("year < 1985"), documents.filter("year >= 1985")]
    how = BERTopic(id_col="id", embedding_col="vector", min_topic_size=8)
    return [(part, how.fit(part)) for part in parts]


def test_a_model_grows_by_a_chunk(halves, documents):
    (_, first), (later, _) = halves
    grown = first.update(later, "since 1985")
    assert sum(grown.topic_sizes_.values()) == documents.count()
    assert set(first.topic_sizes_) <= set(grown.topic_sizes_)


def test_models_merge(halves, documents):
    models = [model for _, model in halves]
    merged = BERTopicModel.merge_models(models, min_similarity=0.9)
    assert sum(merged.topic_sizes_.values()) == documents.count()
    with pytest.raises(ValueError, match="models must differ"):
        BERTopicModel.merge_models([models[0], models[0]])


def test_a_batch_continues_a_model(documents):
    how = BERTopic(
        id_col="id",
        embedding_col="vector",
        settings={
            "reduction.method": "incremental-pca",
            "clustering.method": "mini-batch-kmeans",
            "clustering.n-clusters": 6,
        },
    )
    first = how.fit(documents.filter("year < 1985"))
    more = first.partial_fit(documents.filter("year >= 1985"))
    assert sum(more.topic_sizes_.values()) == documents.count()
    assert len(more.topics()) == 6


def test_fit_like_keeps_ids(given, documents):
    again = BERTopic(id_col="id", embedding_col="vector", min_topic_size=8, seed=5)
    like = again.fit_like(documents, given)
    kept = set(like.topic_sizes_) & set(given.topic_sizes_)
    assert len(kept) >= 2


def test_a_search_without_an_embedder_says_so(given):
    with pytest.raises(ValueError, match="embed"):
        given.find_topics("anything")


def test_unknown_topic(model):
    with pytest.raises(ValueError, match="topic must be one of the model's"):
        model.get_topic(999)
