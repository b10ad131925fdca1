"""Searches over parameters."""

import os

import pytest
from pyspark.ml.tuning import ParamGridBuilder, TrainValidationSplit

from spark_bertopic import BERTopic, TopicModelEvaluator


def test_a_search_takes_topic_models(documents, assigned, folder):
    plain = {"reduction.method": "none", "clustering.method": "kmeans", "clustering.n-clusters": 4}
    first = BERTopic(id_col="id", embedding_col="vector", settings=plain)
    evaluator = TopicModelEvaluator(metricName="outlierShare")
    assert not evaluator.isLargerBetter()
    share = assigned.filter("topic = -1").count() / assigned.count()
    assert evaluator.evaluate(assigned) == share
    found = TrainValidationSplit(
        estimator=first,
        estimatorParamMaps=ParamGridBuilder().addGrid(first.sampleSize, [300, 500]).build(),
        evaluator=evaluator,
        seed=3,
    ).fit(documents)
    assert len(found.validationMetrics) == 2
    assert found.bestModel.topics()

    path = os.path.join(folder, "evaluator")
    TopicModelEvaluator(metricName="c_v", topNWords=5).save(path)
    loaded = TopicModelEvaluator.load(path)
    assert isinstance(loaded, TopicModelEvaluator)
    assert loaded.getMetricName() == "c_v"
    with pytest.raises(ValueError, match="metricName must be one of"):
        loaded.setMetricName("perplexity")
