"""The estimator."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence, Tuple, Union

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.wrapper import JavaEstimator
from pyspark.sql import DataFrame

from spark_bertopic import _settings
from spark_bertopic._allowed import Allowed
from spark_bertopic._jvm import Saved, java_class, java_errors, settings_class, string_map
from spark_bertopic._params import Columns
from spark_bertopic.model import BERTopicModel


class BERTopic(JavaEstimator, Columns, Allowed, Saved):
    """Finds the topics of documents.

    Arguments have BERTopic's names. What is not given has the default of the library, which
    ``spark-bertopic fit --keys`` prints. The same seed and embeddings give the same topics on any
    number of threads and partitions, and in any order of the rows.

    Parameters
    ----------
    language : str, optional
        ``english``, or any if ``embedding_model`` or ``embedding_col`` is given
    top_n_words : int, optional
        words of a topic (10)
    n_gram_range : (int, int), optional
        shortest and longest terms, in words ((1, 1))
    min_topic_size : int, float or str, optional
        fewest documents of the corpus in a topic: a number, or a share such as ``"0.1%"`` or
        ``0.001``. Without it, ten documents of the sample. Not together with ``min_cluster_size``
        of ``hdbscan_model``, which counts documents of the sample
    nr_topics : int or 'auto', optional
        to how many topics those found are reduced. Unlike BERTopic's, it does not count outliers
    seed_topic_list : list of list of str, optional
        expected topics, each by some words
    zeroshot_topic_list : list of str, optional
        names of topics; documents that are close to no name are clustered
    zeroshot_min_similarity : float, optional
        least cosine of a document and a name, in [0, 1] (0.7)
    embedding_model : str or list of str, optional
        name or folder of a model (all-MiniLM-L6-v2); ``tfidf`` or ``word2vec``, which are trained
        on the documents; several files of word vectors are concatenated
    umap_model, hdbscan_model, vectorizer_model, ctfidf_model : dict, optional
        settings of these parts: ``{'n_neighbors': 10}`` is the key ``umap.n-neighbors``
    representation_model : str, list of str or dict, optional
        ``ctfidf``, ``keybert``, ``mmr``, ``pos``, ``zero-shot``, ``llm``, or a chain of them; a
        dict names aspects, ``Main`` being the topics' own words
    id_col, text_col, embedding_col : str, optional
        columns to read: keys of the documents, texts (``text``), embeddings computed beforehand
        (arrays of floats or doubles, or vectors, all of one length)
    topic_col, probability_col : str, optional
        columns that ``transform`` writes: topic (int, -1 for outliers) and probability (double in
        [0, 1])
    label_col : str, optional
        column of known classes that guide the layout
    given_topic_col : str, optional
        column of topics that are given and not to be found
    seed : int, optional
        the only source of randomness (42)
    sample_size : int, optional
        most documents that the driver reduces and clusters (100,000); the others are assigned
    representative_documents : int, optional
        documents that are named for each topic (3)
    settings : dict, optional
        any other key of ``spark-bertopic fit``, such as ``{'clustering.method': 'kmeans',
        'clustering.n-clusters': 20}``. They win over the arguments

    Raises
    ------
    ValueError
        if a setting is unknown or has a wrong value
    TypeError
        if an argument is unknown; the message says what to use instead
    RuntimeError
        if the library's jar is not on Spark's class path, or the session is one of Spark Connect

    Examples
    --------
    >>> model = BERTopic(min_topic_size=20, id_col="id").fit(documents)
    >>> model.get_topic_info().show()
    >>> model.transform(documents).select("id", "topic", "probability").show()
    """

    labelCol: Param = Param(
        Params._dummy(), "labelCol", "column of known classes", TypeConverters.toString
    )
    givenTopicCol: Param = Param(
        Params._dummy(), "givenTopicCol", "column of topics that are given", TypeConverters.toString
    )
    seed: Param = Param(
        Params._dummy(), "seed", "the only source of randomness", TypeConverters.toInt
    )
    sampleSize: Param = Param(
        Params._dummy(), "sampleSize", "most documents that the driver lays out", TypeConverters.toInt
    )
    topNWords: Param = Param(Params._dummy(), "topNWords", "words of a topic", TypeConverters.toInt)
    representativeDocuments: Param = Param(
        Params._dummy(),
        "representativeDocuments",
        "representative documents of a topic",
        TypeConverters.toInt,
    )
    driverThreads: Param = Param(
        Params._dummy(), "driverThreads", "threads that lay out; 0: all cores", TypeConverters.toInt
    )

    def __init__(
        self,
        *,
        language: Optional[str] = None,
        top_n_words: Optional[int] = None,
        n_gram_range: Optional[Tuple[int, int]] = None,
        min_topic_size: Union[int, float, str, None] = None,
        nr_topics: Union[int, str, None] = None,
        seed_topic_list: Optional[Sequence[Sequence[str]]] = None,
        zeroshot_topic_list: Optional[Sequence[str]] = None,
        zeroshot_min_similarity: Optional[float] = None,
        embedding_model: Union[str, Sequence[str], None] = None,
        umap_model: Optional[Mapping[str, Any]] = None,
        hdbscan_model: Optional[Mapping[str, Any]] = None,
        vectorizer_model: Optional[Mapping[str, Any]] = None,
        ctfidf_model: Optional[Mapping[str, Any]] = None,
        representation_model: Union[str, Sequence[str], Mapping[str, Any], None] = None,
        id_col: Optional[str] = None,
        text_col: Optional[str] = None,
        embedding_col: Optional[str] = None,
        topic_col: Optional[str] = None,
        probability_col: Optional[str] = None,
        label_col: Optional[str] = None,
        given_topic_col: Optional[str] = None,
        seed: Optional[int] = None,
        sample_size: Optional[int] = None,
        representative_documents: Optional[int] = None,
        settings: Optional[Mapping[str, Any]] = None,
        **others: Any,
    ) -> None:
        super().__init__()
        for name in others:
            raise _settings.unsupported(name)
        _settings.language(language, embedding_model, embedding_col)
        keys = _settings.embedder(embedding_model)
        keys.update(
            _settings.topics(
                min_topic_size,
                nr_topics,
                seed_topic_list,
                zeroshot_topic_list,
                zeroshot_min_similarity,
                umap_model,
                hdbscan_model,
            )
        )
        keys.update(
            _settings.words(
                top_n_words, n_gram_range, vectorizer_model, ctfidf_model, representation_model
            )
        )
        given = {
            "input.id-column": id_col,
            "input.text-column": text_col,
            "input.embedding-column": embedding_col,
            "input.label-column": label_col,
            "input.topic-column": given_topic_col,
            "seed": seed,
            "sample.size": sample_size,
            "topics.representative-documents": representative_documents,
        }
        keys.update({key: str(value) for key, value in given.items() if value is not None})
        keys.update(_settings.normal(settings))
        self._java_obj = self._java_estimator(keys)
        self._create_params_from_java()
        self._transfer_params_from_java()
        if topic_col is not None:
            self._set(topicCol=topic_col)
        if probability_col is not None:
            self._set(probabilityCol=probability_col)

    def _java_estimator(self, keys: Mapping[str, str]) -> Any:
        if not keys:
            return java_class("BERTopic")(self.uid)
        with java_errors():
            return settings_class().estimator(self.uid, string_map(dict(keys)))

    def _fit_java(self, dataset: DataFrame) -> Any:
        with java_errors():
            return super()._fit_java(dataset)

    def _create_model(self, java_model: Any) -> BERTopicModel:
        return BERTopicModel(java_model)

    def fit_transform(self, documents: DataFrame) -> Tuple[BERTopicModel, DataFrame]:
        """Fits, and assigns the documents.

        Returns
        -------
        (BERTopicModel, DataFrame)
            the model, and the documents with their topic and probability. BERTopic returns lists;
            a DataFrame stays on the executors
        """
        model = self.fit(documents)
        return model, model.transform(documents)

    def fit_like(self, documents: DataFrame, earlier: BERTopicModel) -> BERTopicModel:
        """Fits, and carries the topic ids of an earlier model over.

        A topic that is one of the earlier topics, by embedding and words, has the id that it had
        there; other topics have ids behind the last earlier one.
        """
        with java_errors():
            self._transfer_params_to_java()
            return self._copyValues(
                BERTopicModel(self._java_obj.fitLike(documents._jdf, earlier._java_obj))
            )

    def setSeed(self, value: int) -> "BERTopic":
        """Sets the only source of randomness."""
        return self._set(seed=value)

    def setSampleSize(self, value: int) -> "BERTopic":
        """Sets the most documents that the driver reduces and clusters."""
        return self._set(sampleSize=value)

    def setTopNWords(self, value: int) -> "BERTopic":
        """Sets the number of words of a topic."""
        return self._set(topNWords=value)

    def setRepresentativeDocuments(self, value: int) -> "BERTopic":
        """Sets the number of documents that are named for each topic."""
        return self._set(representativeDocuments=value)

    def setIdCol(self, value: str) -> "BERTopic":
        """Sets the column of the documents' keys, of any atomic type."""
        return self._set(idCol=value)

    def setTextCol(self, value: str) -> "BERTopic":
        """Sets the column of the documents."""
        return self._set(textCol=value)

    def setEmbeddingCol(self, value: str) -> "BERTopic":
        """Sets the column of embeddings computed beforehand."""
        return self._set(embeddingCol=value)

    def setTopicCol(self, value: str) -> "BERTopic":
        """Sets the column that the topic is written to."""
        return self._set(topicCol=value)

    def setProbabilityCol(self, value: str) -> "BERTopic":
        """Sets the column that the probability is written to."""
        return self._set(probabilityCol=value)

    def setLabelCol(self, value: str) -> "BERTopic":
        """Sets the column of known classes."""
        return self._set(labelCol=value)

    def setGivenTopicCol(self, value: str) -> "BERTopic":
        """Sets the column of topics that are given."""
        return self._set(givenTopicCol=value)

    def getSeed(self) -> int:
        """The only source of randomness."""
        return int(self.getOrDefault(self.seed))

    def getSampleSize(self) -> int:
        """Most documents that the driver reduces and clusters."""
        return int(self.getOrDefault(self.sampleSize))

    def getTopNWords(self) -> int:
        """Words of a topic."""
        return int(self.getOrDefault(self.topNWords))
