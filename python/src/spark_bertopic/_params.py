"""The parameters that estimator and model share: their columns."""

from __future__ import annotations

from typing import Any, Optional

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.wrapper import JavaParams


class Columns(JavaParams):
    """Columns that are read and written, under the names that Java has for the parameters."""

    idCol: Param = Param(
        Params._dummy(), "idCol", "column of the documents' keys", TypeConverters.toString
    )
    textCol: Param = Param(
        Params._dummy(), "textCol", "column of the documents, a string", TypeConverters.toString
    )
    embeddingCol: Param = Param(
        Params._dummy(),
        "embeddingCol",
        "column of embeddings computed beforehand: array<float>, array<double> or a vector",
        TypeConverters.toString,
    )
    topicCol: Param = Param(
        Params._dummy(), "topicCol", "column for the topic", TypeConverters.toString
    )
    probabilityCol: Param = Param(
        Params._dummy(),
        "probabilityCol",
        "column for the strength of the membership",
        TypeConverters.toString,
    )

    def _optional(self, param: Any) -> Optional[Any]:
        return self.getOrDefault(param) if self.isDefined(param) else None

    def getIdCol(self) -> Optional[str]:
        """Column of the documents' keys; ``None``: documents are named by a hash of their text."""
        return self._optional(self.idCol)

    def getTextCol(self) -> str:
        """Column of the documents."""
        return str(self.getOrDefault(self.textCol))

    def getEmbeddingCol(self) -> Optional[str]:
        """Column of given embeddings; ``None``: documents are embedded."""
        return self._optional(self.embeddingCol)

    def getTopicCol(self) -> str:
        """Column that the topic is written to."""
        return str(self.getOrDefault(self.topicCol))

    def getProbabilityCol(self) -> str:
        """Column that the probability is written to."""
        return str(self.getOrDefault(self.probabilityCol))
