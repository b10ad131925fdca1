"""What is said where the jar, the JVM or Plotly is not there."""

import os
import subprocess
import sys
import textwrap

import pytest

import spark_bertopic


def python(program, **environment):
    """Runs a program in a process of its own: a JVM keeps its class path."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=180,
    )


def test_a_session_without_the_jar():
    run = python(
        """
        from pyspark.sql import SparkSession
        from spark_bertopic import BERTopic, BERTopicModel
        spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
                 .config("spark.driver.host", "127.0.0.1").getOrCreate())
        for attempt in (BERTopic, lambda: BERTopic(min_topic_size=5), BERTopicModel.read):
            try:
                attempt()
            except RuntimeError as error:
                print("told:", error)
        """
    )
    assert run.stdout.count("told: the class path of Spark must have the spark-bertopic jar") == 3, (
        run.stdout + run.stderr
    )


def test_no_session():
    run = python(
        """
        from spark_bertopic import BERTopic
        try:
            BERTopic()
        except RuntimeError as error:
            print("told:", error)
        """
    )
    assert "told: a Spark session must be active, got none" in run.stdout, run.stderr


def test_spark_connect():
    run = python(
        """
        from spark_bertopic import BERTopic, BERTopicModel
        for attempt in (BERTopic, lambda: BERTopicModel.load("x")):
            try:
                attempt()
            except RuntimeError as error:
                print("told:", error)
        """,
        SPARK_CONNECT_MODE_ENABLED="1",
    )
    assert run.stdout.count("got a Spark Connect session") == 2, run.stdout + run.stderr


def test_without_plotly(model, monkeypatch):
    monkeypatch.setitem(sys.modules, "plotly.io", None)
    with pytest.raises(ImportError, match="pip install plotly"):
        model.visualize_barchart()


def test_the_path_of_the_jar(monkeypatch, tmp_path):
    monkeypatch.delenv(spark_bertopic.JAR_VARIABLE)
    with pytest.raises(FileNotFoundError, match="SPARK_BERTOPIC_JAR must name"):
        spark_bertopic.jar_path()
    monkeypatch.setenv(spark_bertopic.JAR_VARIABLE, str(tmp_path / "none.jar"))
    with pytest.raises(FileNotFoundError, match="must name a file"):
        spark_bertopic.jar_path()
    monkeypatch.setenv(spark_bertopic.JAR_VARIABLE, "hdfs://cluster/spark-bertopic.jar")
    assert spark_bertopic.jar_path() == "hdfs://cluster/spark-bertopic.jar"
