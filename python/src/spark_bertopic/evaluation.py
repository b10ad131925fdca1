"""An evaluator for PySpark's searches over parameters."""

from __future__ import annotations

from typing import Any, Optional

from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.sql import DataFrame

from spark_bertopic._jvm import Saved, java_class, java_errors


class TopicModelEvaluator(JavaEvaluator, Saved):
    """Measures what ``BERTopicModel.transform`` returned, for ``CrossValidator`` and
    ``TrainValidationSplit`` with ``BERTopic`` as the estimator.

    Parameters
    ----------
    metricName : str
        ``npmi`` (default) or ``c_v``: coherence of the topics' words in the documents;
        ``diversity`` of the words; ``outlierShare``, where lower is better; ``silhouette`` of the
        embeddings, without outliers
    textCol, topicCol, embeddingCol : str
        columns of the documents (``text``, ``topic``, ``embedding``)
    topNWords : int
        words of each topic to use (10)

    Raises
    ------
    ValueError
        if there is no such metric, and from ``evaluate`` if a column is missing
    """

    _java_name = "evaluation.TopicModelEvaluator"

    metricName: Param = Param(
        Params._dummy(), "metricName", "what is measured", TypeConverters.toString
    )
    textCol: Param = Param(Params._dummy(), "textCol", "column of texts", TypeConverters.toString)
    topicCol: Param = Param(
        Params._dummy(), "topicCol", "column of topics", TypeConverters.toString
    )
    embeddingCol: Param = Param(
        Params._dummy(), "embeddingCol", "column of embeddings", TypeConverters.toString
    )
    topNWords: Param = Param(
        Params._dummy(), "topNWords", "words of each topic to use", TypeConverters.toInt
    )

    def __init__(
        self,
        *,
        metricName: Optional[str] = None,
        textCol: Optional[str] = None,
        topicCol: Optional[str] = None,
        embeddingCol: Optional[str] = None,
        topNWords: Optional[int] = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class(self._java_name)(self.uid)
        self._create_params_from_java()
        self._transfer_params_from_java()
        if metricName is not None:
            self.setMetricName(metricName)
        given = {
            "textCol": textCol,
            "topicCol": topicCol,
            "embeddingCol": embeddingCol,
            "topNWords": topNWords,
        }
        self._set(**{name: value for name, value in given.items() if value is not None})

    def setMetricName(self, value: str) -> "TopicModelEvaluator":
        """Sets what is measured."""
        with java_errors():
            self._java_obj.setMetricName(value)
        return self._set(metricName=value)

    def getMetricName(self) -> str:
        """What is measured."""
        return str(self.getOrDefault(self.metricName))

    def _evaluate(self, dataset: DataFrame) -> Any:
        with java_errors():
            return super()._evaluate(dataset)
