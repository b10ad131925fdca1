"""Fit and transform, and the estimator's arguments."""

import pickle

import pytest
from conftest import estimator
from pyspark.ml.tuning import ParamGridBuilder

from spark_bertopic import BERTopic


def test_fit_finds_topics_that_agree_with_their_table(model, documents):
    topics = model.topics()
    live = [topic for topic in topics if topic.id >= 0]
    assert len(live) > 3
    assert [topic.id for topic in live] == list(range(len(live)))
    assert all(a.size >= b.size for a, b in zip(live, live[1:]))
    assert sum(topic.size for topic in topics) == documents.count()
    info = model.get_topic_info().toPandas()
    assert list(info.columns)[:5] == ["Topic", "Count", "Name", "CustomName", "Representation"]
    assert list(info["Topic"]) == [topic.id for topic in topics]
    assert list(info["Count"]) == [topic.size for topic in topics]
    assert list(info["Representation"][1]) == [word for word, _ in topics[1].words]


def test_words_are_those_of_the_documents(model):
    words = {word for terms in model.get_topics().values() for word, _ in terms}
    assert "the" not in words
    assert len(words & {"health", "soviet", "energy", "terrorists", "budget", "school"}) >= 3
    assert len(model.get_topic(0)) == 10
    assert model.get_topic(0) == model.get_topics()[0]
    scores = [score for _, score in model.get_topic(0)]
    assert scores == sorted(scores, reverse=True)


def test_transform_gives_a_training_document_its_topic(model, assigned):
    fitted = {row["id"]: row["topic"] for row in model.summary.assignments.collect()}
    again = {row["id"]: row["topic"] for row in assigned.collect()}
    assert again == fitted
    assert dict(assigned.dtypes)["topic"] == "int"
    assert dict(assigned.dtypes)["probability"] == "double"


def test_summary_counts(model, documents):
    summary = model.summary
    assert summary.documents == documents.count()
    assert summary.outliers == model.topic_sizes_.get(-1, 0)
    assert summary.outlier_share == summary.outliers / summary.documents
    assert summary.rejected == {}
    assert summary.embeddings.columns == ["id", "embedding"]
    assert summary.embeddings.count() == summary.documents
    assert model.has_summary


def test_the_same_seed_gives_the_same_topics_and_another_one_others(given, documents):
    same = BERTopic(id_col="id", embedding_col="vector", min_topic_size=8)
    shuffled = documents.repartition(5)
    assert same.fit(shuffled).topics() == given.topics()
    other = BERTopic(id_col="id", embedding_col="vector", min_topic_size=8, seed=7)
    assert other.getSeed() == 7
    assert other.fit(documents).topics() != given.topics()


def test_fit_transform_returns_model_and_documents(documents):
    fewer = estimator(min_topic_size=None, hdbscan_model={"min_cluster_size": 30})
    model, assigned = fewer.fit_transform(documents)
    assert assigned.count() == documents.count()
    ids = {row["topic"] for row in assigned.select("topic").distinct().collect()}
    assert ids == {topic.id for topic in model.topics()}


def test_arguments_become_parameters():
    chosen = BERTopic(
        top_n_words=7,
        n_gram_range=(1, 2),
        min_topic_size=21,
        nr_topics=12,
        seed_topic_list=[["nuclear", "weapons"], ["school"]],
        zeroshot_topic_list=["Health care"],
        zeroshot_min_similarity=0.6,
        umap_model={"n_neighbors": 9},
        hdbscan_model={"min_samples": 3},
        vectorizer_model={"stop_words": ["a", "b"]},
        ctfidf_model={"reduce_frequent_words": True},
        representation_model={"Main": ["keybert", "mmr"], "words": "ctfidf"},
        text_col="body",
        embedding_col="v",
        embedding_model="all-MiniLM-L6-v2",
        topic_col="t",
        probability_col="p",
        seed=3,
        sample_size=500,
    )
    texts = {p.name: str(chosen.getOrDefault(p)) for p in chosen.params if chosen.isDefined(p)}
    assert chosen.getTopNWords() == 7
    assert "minNgram=1, maxNgram=2" in texts["vectorizer"] and "[a, b]" in texts["vectorizer"]
    assert "minSamples=3" in texts["clusterer"] and texts["minTopicSize"] == "21"
    assert "nNeighbors=9" in texts["reducer"] or "neighbors=9" in texts["reducer"]
    assert "number=12" in texts["nrTopics"] or texts["nrTopics"] == "12"
    assert "nuclear" in texts["guided"] and "Health care" in texts["zeroShot"]
    assert "0.6" in texts["zeroShot"]
    assert "reduceFrequentWords=true" in texts["ctfidf"]
    assert "KeyBertInspired" in texts["representation"] and "words" in texts["aspects"]
    assert (chosen.getTextCol(), chosen.getEmbeddingCol()) == ("body", "v")
    assert (chosen.getTopicCol(), chosen.getProbabilityCol()) == ("t", "p")
    assert (chosen.getSeed(), chosen.getSampleSize()) == (3, 500)


def test_defaults_are_those_of_java():
    plain = BERTopic()
    assert (plain.getSeed(), plain.getSampleSize(), plain.getTopNWords()) == (42, 100_000, 10)
    assert plain.getIdCol() is None and plain.getEmbeddingCol() is None
    assert "minClusterSize=10" in str(plain.getOrDefault("clusterer"))


def test_python_names_every_parameter_of_java(spark):
    plain = BERTopic()
    java = {param.name() for param in plain._java_obj.params()}
    assert {param.name for param in plain.params} == java
    assert "sampleSize" in plain.explainParams()


def test_a_param_map_reaches_java(documents):
    base = BERTopic(id_col="id", embedding_col="vector", min_topic_size=8)
    copied = base.copy({base.topNWords: 4})
    assert base.getTopNWords() == 10
    model = copied.fit(documents)
    assert {len(words) for words in model.get_topics().values()} == {4}
    grid = ParamGridBuilder().addGrid(base.topNWords, [2, 3]).build()
    found = [len(m.get_topic(0)) for m in base.fit(documents, grid)]
    assert found == [2, 3]


def test_two_estimators_have_different_names():
    assert BERTopic(min_topic_size=9).uid != BERTopic(min_topic_size=9).uid


def test_columns_with_other_names(documents):
    renamed = documents.withColumnRenamed("text", "body").withColumnRenamed("id", "key")
    model = BERTopic(
        id_col="key", text_col="body", embedding_col="vector", topic_col="t", probability_col="p"
    ).fit(renamed)
    assert model.transform(renamed).columns[-2:] == ["t", "p"]


def test_a_known_class_guides_and_a_given_topic_is_kept(documents):
    given = BERTopic(
        id_col="id", embedding_col="vector", given_topic_col="party", top_n_words=3
    ).fit(documents)
    names = {topic.name for topic in given.topics()}
    assert {"Democratic", "Republican"} <= names


@pytest.mark.parametrize(
    "argument, value, sentence",
    [
        ("calculate_probabilities", True, "use model.probabilities"),
        ("low_memory", True, "sample_size"),
        ("verbose", True, "setLogLevel"),
        ("embeddings", [[1.0]], "use embedding_col"),
        ("frobnicate", 1, "see help"),
    ],
)
def test_an_argument_that_there_is_not_says_what_to_use(argument, value, sentence):
    with pytest.raises(TypeError, match=f"no argument '{argument}'.*{sentence}"):
        BERTopic(**{argument: value})


class UMAP:
    """Stands for an object of another library."""


def test_objects_of_other_libraries_are_refused():
    with pytest.raises(TypeError, match="umap_model must be a dict .*got .*UMAP"):
        BERTopic(umap_model=UMAP())
    with pytest.raises(TypeError, match="embedding_model must be the name"):
        BERTopic(embedding_model=UMAP())
    with pytest.raises(TypeError, match="representation_model must be one of"):
        BERTopic(representation_model=UMAP())


def test_wrong_values_are_told_by_key():
    with pytest.raises(ValueError, match="topics.min-size must be a number .* at least 2.* got 1"):
        BERTopic(min_topic_size=1)
    with pytest.raises(ValueError, match="leave out hdbscan.min-cluster-size"):
        BERTopic(min_topic_size="0.1%", hdbscan_model={"min_cluster_size": 15})
    with pytest.raises(ValueError, match="no-such-key"):
        BERTopic(settings={"no-such-key": 1})
    with pytest.raises(ValueError, match="'output.path'; the command line has it"):
        BERTopic(settings={"output.path": "/tmp/x"})
    with pytest.raises(ValueError, match="language must be 'english'"):
        BERTopic(language="multilingual")


def test_input_that_cannot_be_used_is_a_value_error(documents):
    with pytest.raises(ValueError, match="no_such"):
        BERTopic(id_col="id", text_col="no_such").fit(documents)
    with pytest.raises(ValueError, match="the column 'topic' is in the input already"):
        BERTopic(id_col="id", embedding_col="vector").fit(
            documents.withColumn("topic", documents["year"])
        ).transform(documents.withColumn("topic", documents["year"]))


def test_summaries_are_values(model):
    topic = model.topics()[0]
    assert pickle.loads(pickle.dumps(topic)) == topic
