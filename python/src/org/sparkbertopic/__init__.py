"""The Python classes of this library's stages, under the names of their Java classes.

``PipelineModel.load`` finds the Python class of a stage by the name of its Java class.
"""

from spark_bertopic import BERTopic, BERTopicModel

__all__ = ["BERTopic", "BERTopicModel"]
