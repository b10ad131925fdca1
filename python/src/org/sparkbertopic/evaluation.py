"""The Python class of the evaluator, under the name of its Java class."""

from spark_bertopic import TopicModelEvaluator

__all__ = ["TopicModelEvaluator"]
