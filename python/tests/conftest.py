"""A session on the library's jar, the demo corpus, and models of it."""

import gzip
import json
import os
import pathlib
import zlib

import numpy as np
import pytest
from pyspark.sql import SparkSession

import spark_bertopic
from spark_bertopic import BERTopic

# check.sh runs a copy of the tests, next to no source.
ROOT = pathlib.Path(os.environ.get("SPARK_BERTOPIC_ROOT", pathlib.Path(__file__).parents[2]))
CORPUS = ROOT / "src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz"
DIMENSION = 48


@pytest.fixture(scope="session")
def spark():
    session = (
        SparkSession.builder.master("local[2]")
        .appName("spark_bertopic tests")
        .config("spark.jars", spark_bertopic.jar_path())
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def passages():
    """Every sixth passage of the demo corpus: 837 documents."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number % 6 == 0]


def vector(text):
    """A text as the sum of random directions of its long words: given embeddings."""
    total = np.zeros(DIMENSION)
    for word in text.lower().split():
        if len(word) > 5:
            seed = zlib.crc32(word.encode("utf-8"))
            total += np.random.default_rng(seed).standard_normal(DIMENSION)
    return [float(value) for value in total]


@pytest.fixture(scope="session")
def documents(spark, tmp_path_factory):
    rows = [(p["id"], p["text"], p["year"], p["party"], vector(p["text"])) for p in passages()]
    table = spark.createDataFrame(
        rows, "id string, text string, year int, party string, vector array<double>"
    )
    path = str(tmp_path_factory.mktemp("documents") / "documents.parquet")
    table.coalesce(1).write.parquet(path)
    return spark.read.parquet(path)


def estimator(**changes):
    """Topics by TF-IDF, quick to fit."""
    arguments = dict(
        id_col="id",
        embedding_model="tfidf",
        min_topic_size=8,
        vectorizer_model={"stop_words": "english"},
        settings={"umap.defaults": "bertopic", "driver.threads": 2},
    )
    arguments.update(changes)
    return BERTopic(**arguments)


@pytest.fixture(scope="session")
def model(documents):
    return estimator().fit(documents)


@pytest.fixture(scope="session")
def assigned(model, documents):
    return model.transform(documents).cache()


@pytest.fixture(scope="session")
def given(documents):
    """A model of given embeddings."""
    return BERTopic(id_col="id", embedding_col="vector", min_topic_size=8).fit(documents)


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path)


@pytest.fixture(scope="session")
def spark_home():
    import pyspark

    return os.environ.get("SPARK_HOME") or str(pathlib.Path(pyspark.__file__).parent)
