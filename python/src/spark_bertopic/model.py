"""The fitted model."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import NDArray
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.wrapper import JavaModel
from pyspark.sql import DataFrame

from spark_bertopic import _settings
from spark_bertopic._allowed import Allowed
from spark_bertopic._figures import Figures
from spark_bertopic._jvm import (
    Saved,
    active_session,
    frame,
    java_class,
    java_errors,
    results_class,
    settings_class,
    string_map,
)
from spark_bertopic._params import Columns

Words = List[Tuple[str, float]]


@dataclass(frozen=True)
class Topic:
    """A topic.

    Attributes
    ----------
    id : int
        -1 for the outliers, others from 0 by falling size
    size : int
        documents in it
    name : str
        the id and the first words
    label : str
        what a person or a language model calls it, or else the name
    words : list of (str, float)
        best first, with c-TF-IDF weights or the scores of the representation
    documents : list of str
        ids of its representative documents, closest first
    aspects : dict
        further lists of words by name
    """

    id: int
    size: int
    name: str
    label: str
    words: Words
    documents: List[str]
    aspects: Dict[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class PushedModel:
    """A model that was sent to the Hugging Face hub.

    Attributes
    ----------
    address : str
        ``hf://owner/name@commit``, which ``BERTopicModel.load`` takes
    page : str
        URL of the commit
    pull_request : str or None
        URL of the pull request, if one was asked for
    sent, unchanged, deleted : int
        files that are new or have changed, that the hub had, and of an earlier model
    card_kept : bool
        whether a README.md that a person wrote was left as it is
    """

    address: str
    page: str
    pull_request: Optional[str]
    sent: int
    unchanged: int
    deleted: int
    card_kept: bool


@dataclass(frozen=True)
class Summary:
    """What a fit made beside the model.

    Attributes
    ----------
    documents : int
        documents in the fit
    outliers : int
        documents that belong to no topic
    rejected : dict
        rows set aside, counted by reason
    assignments : DataFrame
        id, topic (int), probability (double) and reason (null but for rows set aside), one row for
        each row of the input that had an id
    embeddings : DataFrame
        id, embedding (array of float): those that the fit computed or was given
    """

    documents: int
    outliers: int
    rejected: Dict[str, int]
    assignments: DataFrame
    embeddings: DataFrame

    @property
    def outlier_share(self) -> float:
        """Share of the documents that belong to no topic, in [0, 1]."""
        return self.outliers / self.documents if self.documents else 0.0


@dataclass(frozen=True)
class ReducedOutliers:
    """What a reduction of outliers gives.

    Attributes
    ----------
    model : BERTopicModel
        with the documents in their new topics; ``transform`` gives each of them the same topic
    assignments : DataFrame
        id (string), topic (int), probability (double), one row for each document
    documents, outliers_before, outliers_after : int
        numbers of documents
    steps : list of dict
        ``strategy``, ``threshold``, ``before``, ``after`` of each strategy
    notes : list of str
        what the user should know
    """

    model: "BERTopicModel"
    assignments: DataFrame
    documents: int
    outliers_before: int
    outliers_after: int
    steps: List[Dict[str, Any]]
    notes: List[str]


@dataclass(frozen=True)
class AssignedTopics:
    """What comes of documents that were given topics after the fit.

    Attributes
    ----------
    model : BERTopicModel
        of the documents in these topics; ``transform`` gives each of them the same topic
    assignments : DataFrame
        id, topic (int, as the model numbers it), probability (double), one row for each document
    documents, outliers : int
        numbers of documents
    notes : list of str
        what the user should know
    """

    model: "BERTopicModel"
    assignments: DataFrame
    documents: int
    outliers: int
    notes: List[str]


class BERTopicModel(JavaModel, Columns, Allowed, Saved, Figures):
    """Fitted topics: assigns any document to a topic, and describes the topics.

    ``transform`` gives a training document the topic that it got in the fit. Any other document
    gets the same topic alone, in a batch, in a stream, and after save and load. The model does not
    change: operations on topics return another model.

    Tables are Spark DataFrames; ``toPandas()`` makes pandas' of them.
    """

    answers: Param = Param(
        Params._dummy(),
        "answers",
        "folder where operations on topics keep the answers of a language model",
        TypeConverters.toString,
    )

    neighborsDevice: Param = Param(
        Params._dummy(),
        "neighborsDevice",
        "where UMAP's neighbours of new documents are searched",
        TypeConverters.toString,
    )

    # --- the model as a stage

    def setIdCol(self, value: str) -> "BERTopicModel":
        """Sets the column of the documents' keys, which operations on documents need."""
        return self._set(idCol=value)

    def setTextCol(self, value: str) -> "BERTopicModel":
        """Sets the column of the documents."""
        return self._set(textCol=value)

    def setEmbeddingCol(self, value: str) -> "BERTopicModel":
        """Sets the column of embeddings computed beforehand."""
        return self._set(embeddingCol=value)

    def setTopicCol(self, value: str) -> "BERTopicModel":
        """Sets the column that the topic is written to."""
        return self._set(topicCol=value)

    def setProbabilityCol(self, value: str) -> "BERTopicModel":
        """Sets the column that the probability is written to."""
        return self._set(probabilityCol=value)

    def setNeighborsDevice(self, value: str) -> "BERTopicModel":
        """Sets where UMAP's neighbours of new documents are searched.

        It is not a part of the model: a loaded model searches on the CPU.

        Parameters
        ----------
        value : str
            ``cpu``, which finds them approximately; or exactly, with the same result on every
            device, by ``cuda``, ``auto`` (CUDA where it works) or ``onnx-cpu``

        Raises
        ------
        ValueError
            if it is something else
        """
        name = value.upper().replace("-", "_")
        with java_errors():
            self._java_obj.neighborsDevice().w(name)
        return self._set(neighborsDevice=name)

    def getNeighborsDevice(self) -> str:
        """Where UMAP's neighbours of new documents are searched."""
        device = self._optional(self.neighborsDevice) or "CPU"
        return str(device).lower().replace("_", "-")

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with java_errors():
            return super()._transform(dataset)

    def _java(self) -> Any:
        """The Java model, with the parameters that were set in Python."""
        self._transfer_params_to_java()
        return self._java_obj

    def _other(self, java_model: Any) -> "BERTopicModel":
        other = BERTopicModel(java_model)
        other._transfer_params_from_java()
        return other

    # --- topics

    @property
    def has_summary(self) -> bool:
        """Whether the model comes from a fit of this session."""
        return bool(self._java_obj.hasSummary())

    @property
    def summary(self) -> Summary:
        """What the fit made beside the model.

        Raises
        ------
        ValueError
            if the model was loaded
        """
        if not self.has_summary:
            raise ValueError("a loaded model has no summary; only fit gives one")
        java = self._java_obj.summary()
        told = json.loads(results_class().summary(java))
        return Summary(
            assignments=frame(java.assignments()), embeddings=frame(java.embeddings()), **told
        )

    def topics(self) -> List[Topic]:
        """The topics, ascending by id; -1 first where there are outliers."""
        return [
            Topic(
                id=topic["id"],
                size=topic["size"],
                name=topic["name"],
                label=topic["label"],
                words=_words(topic["words"]),
                documents=topic["documents"],
                aspects={name: _words(terms) for name, terms in topic["aspects"].items()},
            )
            for topic in json.loads(results_class().topics(self._java_obj))
        ]

    def get_topics(self) -> Dict[int, Words]:
        """The words of all topics with their scores, best first, by topic id."""
        return {topic.id: topic.words for topic in self.topics()}

    def get_topic(self, topic: int) -> Words:
        """The words of a topic with their scores, best first.

        Raises
        ------
        ValueError
            if there is no topic of that id. BERTopic returns ``False``
        """
        with java_errors():
            self._java_obj.topic(topic)
        return self.get_topics()[topic]

    def get_topic_info(self) -> DataFrame:
        """A row for each topic, ascending by id.

        Returns
        -------
        DataFrame
            ``Topic`` int, ``Count`` long, ``Name`` string, ``CustomName`` string (null where there
            is none), ``Representation`` array of string, one such column for each aspect, and
            ``Representative_Docs``, the ids of documents
        """
        return frame(self._java_obj.getTopicInfo(active_session()._jsparkSession)).orderBy("Topic")

    def get_topic_freq(self) -> DataFrame:
        """``Topic`` and ``Count``, the largest topic first."""
        info = self.get_topic_info().select("Topic", "Count")
        return info.orderBy(info["Count"].desc(), info["Topic"])

    def get_document_info(self, documents: DataFrame) -> DataFrame:
        """The documents with topic, probability, ``Name``, ``CustomName``, ``Representation``."""
        with java_errors():
            return frame(self._java().getDocumentInfo(documents._jdf))

    def get_representative_docs(
        self, topic: Optional[int] = None
    ) -> Union[Dict[int, List[str]], List[str]]:
        """Beginnings (4,000 characters) of the documents that are closest to the topics.

        Parameters
        ----------
        topic : int, optional
            a topic's id; ``None``: all topics

        Returns
        -------
        list of str, or dict of them by topic id
            empty lists if the model keeps no texts
        """
        texts = json.loads(results_class().representativeTexts(self._java_obj))
        by_topic = {int(id): found for id, found in texts.items()}
        if topic is None:
            return by_topic
        with java_errors():
            self._java_obj.topic(topic)
        return list(by_topic[topic])

    @property
    def topic_sizes_(self) -> Dict[int, int]:
        """Documents by topic id."""
        return {topic.id: topic.size for topic in self.topics()}

    @property
    def topic_labels_(self) -> Dict[int, str]:
        """What topics are called, by id."""
        return {topic.id: topic.label for topic in self.topics()}

    @property
    def topic_embeddings_(self) -> NDArray[np.float32]:
        """Means of the documents' embeddings, ``[topics][dimension]``, rows as ``topics()``."""
        values = np.frombuffer(results_class().embeddings(self._java_obj), dtype="<f4")
        rows = len(self.topics())
        return values.reshape(rows, -1) if rows else values.reshape(0, 0)

    def find_topics(self, search_term: str, top_n: int = 5) -> Tuple[List[int], List[float]]:
        """The topics closest to a text.

        Returns
        -------
        (list of int, list of float)
            ids, best first, without the outliers, and cosines

        Raises
        ------
        ValueError
            if the model cannot embed texts, as one of given embeddings without their model
        """
        with java_errors():
            found = json.loads(results_class().findTopics(self._java(), search_term, top_n))
        return [match[0] for match in found], [match[1] for match in found]

    def provenance(self) -> str:
        """What the model was made from, how, by what and when, for people to read."""
        return str(self._java_obj.provenance().describe())

    # --- operations, each of which gives another model

    def reduce_topics(
        self,
        nr_topics: Union[int, str],
        linkage: str = "average",
        max_share: float = 1.0,
    ) -> "BERTopicModel":
        """The model with fewer topics: the most similar by their embeddings are merged.

        Parameters
        ----------
        nr_topics : int or 'auto'
            number of topics that are left, outliers not counted; 'auto': those are merged that
            HDBSCAN finds similar
        linkage : str
            what makes two merged topics near: ``average``, BERTopic's, tends to a few large topics;
            ``ward``, ``complete`` and ``single``
        max_share : float
            most documents of a merged topic, as a share of those in topics; more topics are left
            where no two fit
        """
        with java_errors():
            if nr_topics == "auto":
                return self._other(self._java().reduceTopicsAuto())
            if not isinstance(nr_topics, int):
                raise ValueError(f"nr_topics must be a number or 'auto', got {nr_topics!r}")
            how = settings_class().reduction(linkage, float(max_share))
            return self._other(self._java().reduceTopics(nr_topics, how))

    def merge_topics(
        self, topics_to_merge: Union[Sequence[int], Sequence[Sequence[int]]]
    ) -> "BERTopicModel":
        """The model with each group of topics as one; a group with -1 becomes outliers.

        Parameters
        ----------
        topics_to_merge : list of int, or list of list of int
            one group, or several
        """
        groups: List[Any] = [
            list(group) if isinstance(group, (list, tuple)) else group for group in topics_to_merge
        ]
        if groups and not isinstance(groups[0], list):
            groups = [groups]
        with java_errors():
            return self._other(self._java().mergeTopics(groups))

    def delete_topics(self, topics_to_delete: Sequence[int]) -> "BERTopicModel":
        """The model without topics: their documents are outliers."""
        with java_errors():
            return self._other(self._java().deleteTopics(list(topics_to_delete)))

    def reduce_outliers(
        self,
        documents: DataFrame,
        strategy: Union[str, Sequence[str]] = "distributions",
        threshold: Union[float, Sequence[float]] = 0.0,
        max_outliers: Optional[float] = None,
    ) -> ReducedOutliers:
        """Gives outliers to topics.

        Parameters
        ----------
        documents : DataFrame
            all that the model was fitted on, as ``transform`` returned them, with the column of ids
        strategy : str or list of str
            ``probabilities``, ``distributions``, ``c-tf-idf``, ``embeddings``; each is tried on
            what those before it left
        threshold : float or list of float
            least score, in [0, 1], for all strategies or for each
        max_outliers : float, optional
            thresholds are raised as far as this share of outliers allows, in [0, 1)
        """
        names = [strategy] if isinstance(strategy, str) else list(strategy)
        least = [threshold] if isinstance(threshold, (int, float)) else list(threshold)
        share = -1.0 if max_outliers is None else float(max_outliers)
        with java_errors():
            how = settings_class().outliers(names, [float(each) for each in least], share)
            java = self._java().reduceOutliers(documents._jdf, how)
            told = json.loads(results_class().outliers(java))
        return ReducedOutliers(
            model=self._other(java.model()),
            assignments=frame(java.assignments()),
            documents=told["documents"],
            outliers_before=told["outliersBefore"],
            outliers_after=told["outliersAfter"],
            steps=told["steps"],
            notes=told["notes"],
        )

    def with_assignments(self, documents: DataFrame) -> AssignedTopics:
        """Gives documents other topics, such as those that a person corrected.

        Sizes, words, embeddings, representative documents and ``transform`` follow. An id that the
        model does not know makes a new topic; one without documents goes, and ids have no gaps.

        Parameters
        ----------
        documents : DataFrame
            all that the model was fitted on, as ``transform`` returned them, with the column of ids
            and the new topics in the column of topics
        """
        with java_errors():
            return self._assigned(self._java().withAssignments(documents._jdf))

    def recount_topics(self, documents: DataFrame) -> AssignedTopics:
        """Counts documents for a model that keeps no counts, such as one that Python saved.

        Sizes, words and representative documents are theirs; ids, labels and embeddings of topics
        stay. Every operation works on the model that this gives.

        Parameters
        ----------
        documents : DataFrame
            with the topics that ``transform`` or Python gave them, and the column of ids
        """
        with java_errors():
            return self._assigned(self._java().recountTopics(documents._jdf))

    def split_topic(
        self,
        documents: DataFrame,
        topic: int,
        min_topic_size: Optional[int] = None,
        into: Optional[int] = None,
    ) -> AssignedTopics:
        """Splits a topic: its documents alone are laid out and clustered.

        The largest sub-topic keeps the id, the others come behind the last topic.

        Parameters
        ----------
        documents : DataFrame
            all that the model was fitted on, as ``transform`` returned them, with the column of ids
        topic : int
            topic to split
        min_topic_size : int, optional
            fewest documents of a sub-topic; 2 % of the topic's documents, at least 10
        into : int, optional
            number of sub-topics, by Ward's linkage instead of HDBSCAN
        """
        if min_topic_size is not None and into is not None:
            raise ValueError("min_topic_size or into must be given, got both; leave one out")
        with java_errors():
            how = settings_class().split(min_topic_size or 0, into or 0)
            return self._assigned(self._java().splitTopic(documents._jdf, topic, how))

    def _assigned(self, java: Any) -> AssignedTopics:
        return AssignedTopics(
            model=self._other(java.model()),
            assignments=frame(java.assignments()),
            documents=java.documents(),
            outliers=java.outliers(),
            notes=list(java.notes()),
        )

    def update_topics(
        self,
        documents: Optional[DataFrame] = None,
        *,
        top_n_words: Optional[int] = None,
        n_gram_range: Optional[Tuple[int, int]] = None,
        vectorizer_model: Optional[Mapping[str, Any]] = None,
        ctfidf_model: Optional[Mapping[str, Any]] = None,
        representation_model: Union[str, Sequence[str], Mapping[str, Any], None] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> "BERTopicModel":
        """The model with other terms, weights or words; arguments as of :class:`BERTopic`.

        A part that is not mentioned stays as it is. A part that is mentioned is replaced: its
        settings that are not given have their defaults.

        Parameters
        ----------
        documents : DataFrame, optional
            those of the fit with ids, texts, topics and embeddings (arrays, in the model's column
            or in ``embedding``); needed for another vectorizer, and for representations that read
            more documents than the model keeps
        """
        keys = _settings.words(
            top_n_words, n_gram_range, vectorizer_model, ctfidf_model, representation_model
        )
        keys.update(_settings.normal(settings))
        with java_errors():
            update = settings_class().update(string_map(keys))
            if documents is None:
                return self._other(self._java().updateTopics(update))
            table = self._with_embedding(documents)
            return self._other(self._java().updateTopics(update, table._jdf))

    def _with_embedding(self, documents: DataFrame) -> DataFrame:
        """The documents with the column ``embedding`` that an update of topics reads."""
        column = self.getEmbeddingCol()
        if column is None or column not in documents.columns:
            return documents
        return documents.withColumn("embedding", documents[column].cast("array<float>"))

    def set_topic_labels(
        self, topic_labels: Union[Sequence[str], Mapping[int, str]]
    ) -> "BERTopicModel":
        """The model with labels; topics that are not mentioned keep theirs.

        Parameters
        ----------
        topic_labels : dict or list
            labels by topic id, an empty one takes a label away; or a label for each topic in the
            order of ``topics()``
        """
        if isinstance(topic_labels, Mapping):
            labels = dict(topic_labels)
        else:
            ids = [topic.id for topic in self.topics()]
            if len(topic_labels) != len(ids):
                raise ValueError(
                    f"topic_labels must have a label for each of the {len(ids)} topics, got"
                    f" {len(topic_labels)}; give a dict to label some"
                )
            labels = dict(zip(ids, topic_labels))
        with java_errors():
            return self._other(results_class().setLabels(self._java(), string_map(labels)))

    def generate_topic_labels(
        self,
        nr_words: int = 3,
        topic_prefix: bool = True,
        word_length: int = 0,
        separator: str = "_",
        aspect: Optional[str] = None,
    ) -> Dict[int, str]:
        """Labels made of words, by topic id; ``word_length`` cuts words, 0 cuts none."""
        with java_errors():
            labels = json.loads(
                results_class().generateLabels(
                    self._java_obj, nr_words, topic_prefix, word_length, separator, aspect or ""
                )
            )
        return {int(id): label for id, label in labels.items()}

    def update(self, documents: DataFrame, chunk: str) -> "BERTopicModel":
        """The model with a chunk of further documents.

        Topics keep their ids; new topics may appear.

        Parameters
        ----------
        documents : DataFrame
            the columns of the fit
        chunk : str
            its name; adding the same chunk again changes nothing
        """
        with java_errors():
            return self._other(self._java().update(documents._jdf, chunk).model())

    def partial_fit(self, documents: DataFrame) -> "BERTopicModel":
        """The model that a further batch continues.

        Needs ``settings={'reduction.method': 'incremental-pca', 'clustering.method':
        'streaming-kmeans'}`` in the fit.
        """
        with java_errors():
            return self._other(self._java().partialFit(documents._jdf).model())

    @staticmethod
    def merge_models(
        models: Sequence["BERTopicModel"], min_similarity: float = 0.7
    ) -> "BERTopicModel":
        """Merges models that were fitted with one embedder, without their documents.

        Parameters
        ----------
        models : list of BERTopicModel
            at least two; topics of the first keep their ids
        min_similarity : float
            least cosine with which a topic joins one of an earlier model
        """
        with java_errors():
            merged = java_class("BERTopicModel").mergeModels(
                [model._java() for model in models], float(min_similarity)
            )
        return models[0]._other(merged)

    # --- tables about documents

    def topics_over_time(
        self,
        documents: DataFrame,
        timestamp_col: str,
        nr_bins: Union[int, str] = "each",
        *,
        datetime_format: str = "",
        timestamp_unit: str = "auto",
        evolution_tuning: bool = True,
        global_tuning: bool = True,
        top_n_words: int = 5,
        topics: Optional[Sequence[int]] = None,
    ) -> DataFrame:
        """What the topics are about over time.

        Parameters
        ----------
        documents : DataFrame
            texts with their topics, as ``transform`` returned them
        timestamp_col : str
            column of timestamps, dates, numbers such as years, or strings
        nr_bins : int or str
            number of bins of equal width, ``each``, or ``day``, ``week``, ``month``, ``quarter``,
            ``year``, ``decade``
        datetime_format : str
            how strings are written, in the letters of ``java.time.format.DateTimeFormatter``
        timestamp_unit : str
            what numbers are: ``auto``, ``year``, ``yyyymmdd``, ``s``, ``ms``, ``us``, ``ns``,
            ``number``
        evolution_tuning, global_tuning : bool
            whether words are averaged with those of the timestamp before, and of the whole topic

        Returns
        -------
        DataFrame
            ``topic`` int, ``name`` string, ``timestamp``, ``frequency`` long (documents), ``words``
            array of string, best first, ``scores`` array of double
        """
        how = self._slices(
            nr_bins,
            datetime_format,
            timestamp_unit,
            evolution_tuning,
            global_tuning,
            top_n_words,
            topics,
        )
        with java_errors():
            return frame(self._java().topicsOverTime(documents._jdf, timestamp_col, how).table())

    def topics_per_class(
        self,
        documents: DataFrame,
        class_col: str,
        *,
        global_tuning: bool = True,
        top_n_words: int = 5,
        topics: Optional[Sequence[int]] = None,
    ) -> DataFrame:
        """What the topics are about in each class.

        Parameters
        ----------
        documents : DataFrame
            texts with their topics, as ``transform`` returned them
        class_col : str
            column of classes: strings, whole numbers or booleans

        Returns
        -------
        DataFrame
            as :meth:`topics_over_time`, with ``class`` string in place of ``timestamp``
        """
        how = self._slices("each", "", "auto", True, global_tuning, top_n_words, topics)
        with java_errors():
            return frame(self._java().topicsPerClass(documents._jdf, class_col, how).table())

    def topics_over_time_per_class(
        self,
        documents: DataFrame,
        timestamp_col: str,
        class_col: str,
        nr_bins: Union[int, str] = "each",
        *,
        datetime_format: str = "",
        timestamp_unit: str = "auto",
        evolution_tuning: bool = True,
        global_tuning: bool = True,
        top_n_words: int = 5,
        topics: Optional[Sequence[int]] = None,
    ) -> DataFrame:
        """What the topics are about over time in each class; BERTopic has none.

        The parameters are those of :meth:`topics_over_time` and :meth:`topics_per_class`.

        Returns
        -------
        DataFrame
            as :meth:`topics_over_time`, with ``class`` string after ``name``
        """
        how = self._slices(
            nr_bins,
            datetime_format,
            timestamp_unit,
            evolution_tuning,
            global_tuning,
            top_n_words,
            topics,
        )
        with java_errors():
            slices = self._java().topicsOverTimePerClass(
                documents._jdf, timestamp_col, class_col, how
            )
            return frame(slices.table())

    def _slices(
        self,
        bins: Union[int, str],
        datetime_format: str,
        timestamp_unit: str,
        evolution_tuning: bool,
        global_tuning: bool,
        top_n_words: int,
        topics: Optional[Sequence[int]],
    ) -> Any:
        with java_errors():
            return settings_class().slices(
                str(bins),
                datetime_format,
                timestamp_unit,
                evolution_tuning,
                global_tuning,
                top_n_words,
                list(topics or []),
            )

    def probabilities(self, documents: DataFrame, top_k: int = 0) -> DataFrame:
        """Appends ``probabilities``: how probably a document belongs to each topic.

        Parameters
        ----------
        top_k : int
            most topics of a document, 0 for all

        Returns
        -------
        DataFrame
            with ``probabilities``: array of struct (topic int, weight double), the most probable
            first
        """
        with java_errors():
            return frame(self._java().probabilities(documents._jdf, top_k))

    def similarities(
        self, documents: DataFrame, top_k: int = 0, temperature: float = 0.05
    ) -> DataFrame:
        """Appends ``probabilities`` by similarity: softmax of the cosines with the topics.

        Parameters
        ----------
        top_k : int
            most topics of a document, 0 for all
        temperature : float
            what cosines are divided by; the smaller, the more the closest topic has
        """
        with java_errors():
            return frame(self._java().similarities(documents._jdf, top_k, float(temperature)))

    def approximate_distribution(
        self,
        documents: DataFrame,
        window: int = 4,
        stride: int = 1,
        min_similarity: float = 0.1,
        padding: bool = False,
        use_embedding_model: bool = False,
        calculate_tokens: bool = False,
        top_k: int = 0,
    ) -> DataFrame:
        """Appends ``distribution``: how much of each topic is in a document.

        Parameters
        ----------
        window, stride : int
            words of a window, and from the start of one to the next
        min_similarity : float
            least cosine of a window and a topic, in [0, 1]
        use_embedding_model : bool
            whether windows are embedded and not compared by their words
        calculate_tokens : bool
            whether a further column, ``words``, has the topics of each word

        Returns
        -------
        DataFrame
            with ``distribution``: array of struct (topic int, weight double), the strongest first
        """
        with java_errors():
            how = results_class().distribution(
                window, stride, float(min_similarity), padding, use_embedding_model, top_k
            )
            java = self._java()
            if calculate_tokens:
                return frame(java.approximateDistributionByWord(documents._jdf, how))
            return frame(java.approximateDistribution(documents._jdf, how))

    # --- the hub

    def push_to_hf_hub(
        self,
        repo_id: str,
        commit_message: str = "Add BERTopic model",
        *,
        revision: Optional[str] = None,
        private: bool = False,
        create_pr: bool = False,
        model_card: bool = True,
        token: Optional[str] = None,
    ) -> PushedModel:
        """Sends the model to the Hugging Face hub in one commit, with a model card.

        Who may read the repository sees the texts of the documents that the model keeps. The token
        is that of the driver's environment variable ``HF_TOKEN``, or of ``hf auth login``.

        Warns of what readers of the repository learn about the documents, before anything is sent,
        and if a README.md stays that a person wrote.

        Parameters
        ----------
        repo_id : str
            ``owner/name``; the repository is made if it is not there
        revision : str
            a branch, which is made if it is not there; None: ``main``
        private : bool
            a new repository is private; one that is there and public is a ``ValueError``
        create_pr : bool
            a pull request instead of a commit
        model_card : bool
            whether to write README.md, unless there is one that a person wrote
        token : None
            BERTopic's parameter; a value is a ``TypeError``, as the JVM has its own token

        Returns
        -------
        PushedModel
            its ``address``, ``hf://owner/name@commit``, is what ``BERTopicModel.load`` takes
        """
        if token is not None:
            raise TypeError(
                "push_to_hf_hub takes no token, got one (not shown); leave token out, and set the"
                " environment variable HF_TOKEN to it before the driver starts, or run"
                " hf auth login"
            )
        prefix = "" if repo_id.startswith("hf://") else "hf://"
        address = prefix + repo_id + ("" if revision is None else f"@{revision}")
        with java_errors():
            settings = settings_class()
            how = settings.push(private, commit_message, create_pr, model_card)
            disclosure = settings.disclosure(self._java())
            if disclosure:
                warnings.warn(str(disclosure), stacklevel=2)
            pushed = self._java().pushToHub(address, how)
            made = PushedModel(
                address=str(pushed.address()),
                page=str(pushed.page()),
                pull_request=pushed.pullRequest().orElse(None),
                sent=pushed.sent(),
                unchanged=pushed.unchanged(),
                deleted=pushed.deleted(),
                card_kept=pushed.cardKept(),
            )
        if made.card_kept:
            warnings.warn(
                "README.md of the repository was not written by spark-bertopic and stays as it is;"
                " delete it there to get a model card",
                stacklevel=2,
            )
        return made

    # --- the hierarchy

    def hierarchical_topics(self, by: str = "ctfidf", linkage: str = "ward") -> DataFrame:
        """The order in which topics merge, two at a time, the most similar first.

        Parameters
        ----------
        by : str
            what is compared: ``ctfidf`` or ``embeddings``
        linkage : str
            ``ward``, ``average``, ``complete`` or ``single``

        Returns
        -------
        DataFrame
            ``Parent_ID``, ``Parent_Name``, ``Topics`` (array of int), ``Child_Left_ID``,
            ``Child_Left_Name``, ``Child_Right_ID``, ``Child_Right_Name``, ``Distance``, by rising
            distance. Ids from the number of topics on are merges
        """
        rows = [
            (
                merge["parent"],
                merge["parentName"],
                merge["topics"],
                merge["left"],
                merge["leftName"],
                merge["right"],
                merge["rightName"],
                merge["distance"],
            )
            for merge in self._merges(by, linkage)
        ]
        schema = (
            "Parent_ID int, Parent_Name string, Topics array<int>, Child_Left_ID int,"
            " Child_Left_Name string, Child_Right_ID int, Child_Right_Name string, Distance double"
        )
        return active_session().createDataFrame(rows, schema).orderBy("Parent_ID")

    def _merges(self, by: str, linkage: str) -> List[Dict[str, Any]]:
        if by not in ("ctfidf", "embeddings"):
            raise ValueError(f"by must be 'ctfidf' or 'embeddings', got {by!r}")
        with java_errors():
            merges: List[Dict[str, Any]] = json.loads(
                results_class().hierarchy(self._java_obj, by == "embeddings", linkage)
            )
        return merges

    def get_topic_tree(self) -> str:
        """The hierarchy as text."""
        with java_errors():
            return str(self._java_obj.topicTree())


def _words(terms: Sequence[Sequence[Any]]) -> Words:
    return [(str(term), float(score)) for term, score in terms]
