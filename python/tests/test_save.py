"""Save and load, alone and in pipelines, in Python and in Java."""

import os
import pathlib
import subprocess

import pytest
from conftest import estimator
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import SQLTransformer

import spark_bertopic
from spark_bertopic import BERTopic, BERTopicModel

HERE = pathlib.Path(__file__).parent
ADD_OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in (
        "java.lang java.lang.invoke java.io java.net java.nio java.util java.util.concurrent"
        " java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action"
        " sun.util.calendar"
    ).split()
]


def topics_of(table):
    return {row["id"]: (row["topic"], row["probability"]) for row in table.collect()}


def test_a_model_comes_back_as_it_was(model, documents, folder):
    path = os.path.join(folder, "model")
    labelled = model.set_topic_labels({0: "Zero"})
    labelled.write().overwrite().save(path)
    loaded = BERTopicModel.load(path)
    assert isinstance(loaded, BERTopicModel)
    assert loaded.topics() == labelled.topics()
    assert loaded.uid == model.uid
    assert topics_of(loaded.transform(documents)) == topics_of(model.transform(documents))
    assert not loaded.has_summary
    with pytest.raises(ValueError, match="no summary"):
        loaded.summary
    with pytest.raises(OSError, match="exists already; give another directory"):
        labelled.save(path)


def test_parameters_of_the_model_are_saved(given, documents, folder):
    path = os.path.join(folder, "model")
    given.copy().setTopicCol("where").save(path)
    loaded = BERTopicModel.load(path)
    assert loaded.getTopicCol() == "where"
    assert loaded.getEmbeddingCol() == "vector"
    assert "where" in loaded.transform(documents).columns


def test_an_estimator_comes_back_as_it_was(folder):
    path = os.path.join(folder, "estimator")
    first = estimator(seed=11, nr_topics=5)
    first.save(path)
    loaded = BERTopic.load(path)
    assert loaded.uid == first.uid
    assert {p.name: str(v) for p, v in loaded.extractParamMap().items()} == {
        p.name: str(v) for p, v in first.extractParamMap().items()
    }


def test_a_missing_model_says_so(folder):
    with pytest.raises(OSError, match="nothing-here"):
        BERTopicModel.load(os.path.join(folder, "nothing-here"))


def pipeline():
    clean = SQLTransformer(statement="SELECT id, trim(text) AS text, vector FROM __THIS__")
    return Pipeline(stages=[clean, BERTopic(id_col="id", embedding_col="vector", seed=4)])


def test_pipelines_are_saved_and_loaded_in_python(documents, folder):
    plain = os.path.join(folder, "plain")
    fitted = os.path.join(folder, "fitted")
    pipeline().save(plain)
    again = Pipeline.load(plain)
    assert isinstance(again.getStages()[1], BERTopic)
    assert again.getStages()[1].getSeed() == 4
    fit = again.fit(documents)
    fit.save(fitted)
    loaded = PipelineModel.load(fitted)
    assert isinstance(loaded.stages[1], BERTopicModel)
    assert loaded.stages[1].topics() == fit.stages[1].topics()
    assert topics_of(loaded.transform(documents)) == topics_of(fit.transform(documents))


def test_pipelines_go_to_java_and_back(spark, documents, folder, spark_home):
    """A JVM of its own loads what Python saved, and saves what Python loads."""
    table = os.path.join(folder, "documents")
    documents.write.parquet(table)
    pipeline().save(os.path.join(folder, "python-pipeline"))
    fit = pipeline().fit(documents)
    fit.save(os.path.join(folder, "python-model"))
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    run = subprocess.run(
        [java, "-Xmx1g", *ADD_OPENS, "-cp"]
        + [f"{spark_bertopic.jar_path()}:{spark_home}/jars/*"]
        + [str(HERE / "PipelineInJava.java"), folder],
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert run.returncode == 0, run.stderr[-4000:]

    def read(name):
        return spark.read.parquet(os.path.join(folder, name))

    assert topics_of(read("java-transformed-python-model")) == topics_of(fit.transform(documents))
    assert topics_of(read("java-fitted-python-pipeline")) == topics_of(fit.transform(documents))
    from_java = PipelineModel.load(os.path.join(folder, "java-model"))
    assert isinstance(from_java.stages[1], BERTopicModel)
    assert topics_of(from_java.transform(documents)) == topics_of(read("java-transformed"))
    estimator_of_java = Pipeline.load(os.path.join(folder, "java-pipeline")).getStages()[1]
    assert isinstance(estimator_of_java, BERTopic)
    assert estimator_of_java.getSeed() == 9
    assert "minClusterSize=12" in str(estimator_of_java.getOrDefault("clusterer"))
