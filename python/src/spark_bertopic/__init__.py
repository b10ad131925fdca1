"""BERTopic on Spark: the Java library spark-bertopic as PySpark ML stages.

``BERTopic`` is an estimator, ``BERTopicModel`` the model that it fits. The library's jar must be on
Spark's class path; see :func:`jar_path`.
"""

from spark_bertopic._jvm import JAR_VARIABLE, jar_path
from spark_bertopic.estimator import BERTopic
from spark_bertopic.evaluation import TopicModelEvaluator
from spark_bertopic.model import (
    AssignedTopics,
    BERTopicModel,
    PushedModel,
    ReducedOutliers,
    Summary,
)

__all__ = [
    "AssignedTopics",
    "JAR_VARIABLE",
    "BERTopic",
    "BERTopicModel",
    "PushedModel",
    "ReducedOutliers",
    "Summary",
    "TopicModelEvaluator",
    "jar_path",
]

__version__ = "0.1.0.dev0"
