"""Figures of a model. Java draws them; here they become figures of Plotly."""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping, Optional, Sequence, Union

from pyspark.sql import DataFrame

from spark_bertopic._jvm import figures_class, java_errors

Labels = Union[bool, str]


def _reader() -> Callable[[str], Any]:
    """What makes a figure of JSON; asked for first, so that nothing is drawn in vain."""
    try:
        from plotly.io import from_json
    except ImportError as error:
        raise ImportError(
            "figures must have plotly, got none; run 'pip install plotly'"
        ) from error
    reader: Callable[[str], Any] = from_json
    return reader


def _plain(value: Any) -> Any:
    """NumPy's numbers, arrays and other sequences for JSON."""
    return value.tolist() if hasattr(value, "tolist") else list(value)


def _json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(arguments, default=_plain)


class Figures:
    """The ``visualize_*`` methods of a model. Each returns a ``plotly.graph_objects.Figure``.

    All have these parameters:

    topics : list of int, optional
        ids of the topics, in the order in which they are drawn; ``None``: by falling size
    top_n_topics : int, optional
        so many of the largest topics where ``topics`` is ``None``; ``None``: all
    custom_labels : bool or str
        ``False``: labels as reports show them; ``True``: custom labels; a text: the words of the
        aspect of this name
    title, width, height
        of the figure, in pixels; ``None``: BERTopic's

    ``figure.layout.meta['alt']`` describes a figure in words, for screen readers.
    """

    def _draw(self, figure: str, **arguments: Any) -> Any:
        read = _reader()
        with java_errors():
            model = self._java()  # type: ignore[attr-defined]
            return read(figures_class().draw(model, figure, _json(arguments)))

    def _draw_slices(self, figure: str, table: DataFrame, **arguments: Any) -> Any:
        read = _reader()
        with java_errors():
            model = self._java()  # type: ignore[attr-defined]
            return read(figures_class().slices(model, figure, table._jdf, _json(arguments)))

    def _draw_documents(
        self, figure: str, documents: DataFrame, embeddings: Optional[str], **arguments: Any
    ) -> Any:
        read = _reader()
        with java_errors():
            model: Any = self
            if embeddings is not None:
                model = model.copy().setEmbeddingCol(embeddings)
            return read(
                figures_class().documents(
                    model._java(), figure, documents._jdf, _json(arguments)
                )
            )

    def visualize_topics(
        self,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: Optional[int] = None,
        use_ctfidf: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 650,
        height: int = 650,
    ) -> Any:
        """The topics on a plane, laid out by UMAP, their areas by their sizes.

        Parameters
        ----------
        use_ctfidf : bool
            whether topics are compared by their c-TF-IDF weights and not by their embeddings
        """
        return self._draw(
            "topics",
            topics=topics,
            top_n_topics=top_n_topics,
            use_ctfidf=use_ctfidf,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
        )

    def visualize_hierarchy(
        self,
        orientation: str = "left",
        topics: Optional[Sequence[int]] = None,
        top_n_topics: Optional[int] = None,
        use_ctfidf: bool = True,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1000,
        height: int = 0,
        color_threshold: float = 1,
    ) -> Any:
        """A dendrogram of the order in which topics merge; a joint shows the merged topics' words.

        Parameters
        ----------
        orientation : str
            where the topics are: ``left`` or ``bottom``
        height : int
            in pixels; 0: by the number of topics
        color_threshold : float
            merges below this distance have the colour of their group
        """
        return self._draw(
            "hierarchy",
            orientation=orientation,
            topics=topics,
            top_n_topics=top_n_topics,
            use_ctfidf=use_ctfidf,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
            color_threshold=color_threshold,
        )

    def visualize_heatmap(
        self,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: Optional[int] = None,
        n_clusters: Optional[int] = None,
        use_ctfidf: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 0,
        height: int = 0,
    ) -> Any:
        """Cosines of the topics' embeddings, or of their c-TF-IDF weights.

        Parameters
        ----------
        n_clusters : int, optional
            topics are ordered by so many clusters of Ward's linkage
        width, height : int
            in pixels; 0: by the number of topics, 800 or more
        """
        return self._draw(
            "heatmap",
            topics=topics,
            top_n_topics=top_n_topics,
            n_clusters=n_clusters,
            use_ctfidf=use_ctfidf,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
        )

    def visualize_barchart(
        self,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: int = 8,
        n_words: int = 5,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 250,
        height: int = 250,
    ) -> Any:
        """Bars of the words of topics; ``width`` and ``height`` are those of one chart, in pixels."""
        return self._draw(
            "barchart",
            topics=topics,
            top_n_topics=top_n_topics,
            n_words=n_words,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
        )

    def visualize_term_rank(
        self,
        topics: Optional[Sequence[int]] = None,
        log_scale: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 800,
        height: int = 500,
        n_terms: int = 100,
    ) -> Any:
        """c-TF-IDF weights of the topics' terms by their rank, which starts at 1.

        Parameters
        ----------
        log_scale : bool
            whether the logarithms of the weights are drawn
        n_terms : int
            terms of a topic
        """
        return self._draw(
            "term_rank",
            topics=topics,
            log_scale=log_scale,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
            n_terms=n_terms,
        )

    def visualize_topics_over_time(
        self,
        topics_over_time: DataFrame,
        top_n_topics: Optional[int] = 10,
        topics: Optional[Sequence[int]] = None,
        normalize_frequency: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1250,
        height: int = 450,
    ) -> Any:
        """Lines of documents over time; the table is that of ``topics_over_time``.

        Parameters
        ----------
        normalize_frequency : bool
            whether the frequencies of a topic are divided by their Euclidean length
        """
        return self._draw_slices(
            "topics_over_time",
            topics_over_time,
            top_n_topics=top_n_topics or 0,
            topics=topics,
            normalize_frequency=normalize_frequency,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
        )

    def visualize_topics_per_class(
        self,
        topics_per_class: DataFrame,
        top_n_topics: Optional[int] = 10,
        topics: Optional[Sequence[int]] = None,
        normalize_frequency: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1250,
        height: int = 0,
    ) -> Any:
        """Bars of documents by class; the table is that of ``topics_per_class``.

        The first topic is seen; a click in the legend shows others. A height of 0 is that of the
        classes.
        """
        return self._draw_slices(
            "topics_per_class",
            topics_per_class,
            top_n_topics=top_n_topics or 0,
            topics=topics,
            normalize_frequency=normalize_frequency,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
        )

    def visualize_topics_over_time_per_class(
        self,
        topics_over_time_per_class: DataFrame,
        top_n_topics: Optional[int] = 10,
        topics: Optional[Sequence[int]] = None,
        normalize_frequency: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1250,
        height: int = 0,
        top_n_classes: Optional[int] = 12,
    ) -> Any:
        """A chart of documents over time for each class; BERTopic has none.

        The table is that of ``topics_over_time_per_class``. Of many classes those of the most
        documents are drawn. A height of 0 is that of the classes.
        """
        return self._draw_slices(
            "topics_over_time_per_class",
            topics_over_time_per_class,
            top_n_topics=top_n_topics or 0,
            topics=topics,
            normalize_frequency=normalize_frequency,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
            top_n_classes=top_n_classes or 0,
        )

    def visualize_distribution(
        self,
        probabilities: Sequence[Any],
        min_probability: float = 0.015,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 800,
        height: int = 600,
    ) -> Any:
        """Bars of the topics of one document.

        Parameters
        ----------
        probabilities : list of (topic, weight)
            the value of the column ``probabilities`` or ``distribution`` of a row
        min_probability : float
            least weight that is drawn
        """
        return self._draw(
            "distribution",
            probabilities=[[int(pair[0]), float(pair[1])] for pair in probabilities],
            min_probability=min_probability,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
        )

    def visualize_approximate_distribution(
        self,
        document: str,
        topic_token_distribution: Sequence[Any],
        normalize: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 0,
        height: int = 0,
    ) -> Any:
        """The topics of each word of one document, as a heatmap. BERTopic gives a styled table.

        Parameters
        ----------
        document : str
            the text; its beginning is the title where there is none
        topic_token_distribution : list of (word, list of (topic, weight))
            the value of the column ``words`` of a row of ``approximate_distribution(...,
            calculate_tokens=True)``
        normalize : bool
            whether the weights of a word are divided by their sum
        width, height : int
            in pixels; 0: by the numbers of words and topics
        """
        words = [
            [word[0], [[int(pair[0]), float(pair[1])] for pair in word[1]]]
            for word in topic_token_distribution
        ]
        return self._draw(
            "approximate_distribution",
            topic_token_distribution=words,
            normalize=normalize,
            custom_labels=custom_labels,
            title=document[:80] if title is None else title,
            width=width,
            height=height,
        )

    def visualize_quality(
        self,
        coherence: Optional[Mapping[int, float]] = None,
        similarity: Optional[Mapping[int, float]] = None,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: Optional[int] = 30,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1000,
        height: int = 300,
    ) -> Any:
        """Sizes of the topics, the share of outliers, given measures, and drift of a grown model.

        BERTopic has no such figure.

        Parameters
        ----------
        coherence, similarity : dict, optional
            a number for each topic, such as its NPMI, and the mean cosine of its documents and
            its centre
        height : int
            of one part, in pixels
        """
        return self._draw(
            "quality",
            coherence=_by_topic(coherence),
            similarity=_by_topic(similarity),
            topics=topics,
            top_n_topics=top_n_topics or 0,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
        )

    def visualize_documents(
        self,
        documents: DataFrame,
        topics: Optional[Sequence[int]] = None,
        embeddings: Optional[str] = None,
        reduced_embeddings: Optional[str] = None,
        sample: float = 1.0,
        hide_annotations: bool = False,
        hide_document_hover: bool = False,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1200,
        height: int = 750,
        max_documents: int = 5000,
        seed: int = 42,
    ) -> Any:
        """Documents on a plane, coloured by topic; outliers are grey.

        Parameters
        ----------
        documents : DataFrame
            texts with their topics, as ``transform`` returned them, and what they are laid out by
        topics : list of int, optional
            ids that have colours and labels; documents of others are grey
        embeddings : str, optional
            column of embeddings, which UMAP lays out; ``None``: the model's, or those of the texts
        reduced_embeddings : str, optional
            column of arrays of two numbers, in place of UMAP
        sample : float
            share of the documents of a topic, in (0, 1]; topics of few documents are drawn whole
        max_documents : int
            most documents that come to the driver, chosen by the hashes of their ids
        """
        return self._draw_documents(
            "documents",
            documents,
            embeddings,
            topics=topics,
            reduced_embeddings=reduced_embeddings,
            sample=sample,
            hide_annotations=hide_annotations,
            hide_document_hover=hide_document_hover,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
            max_documents=max_documents,
            seed=seed,
        )

    def visualize_document_datamap(
        self,
        documents: DataFrame,
        topics: Optional[Sequence[int]] = None,
        embeddings: Optional[str] = None,
        reduced_embeddings: Optional[str] = None,
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1200,
        height: int = 1200,
        hide_document_hover: bool = False,
        n_groups: int = 0,
        use_ctfidf: bool = True,
        max_documents: int = 5000,
        seed: int = 42,
    ) -> Any:
        """Documents on a plane, with labels of topics and of groups of topics.

        Other parameters are those of :meth:`visualize_documents`.

        Parameters
        ----------
        n_groups : int
            groups that topics are merged into by their hierarchy; 0: the square root of their
            number
        """
        return self._draw_documents(
            "document_datamap",
            documents,
            embeddings,
            topics=topics,
            reduced_embeddings=reduced_embeddings,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
            hide_document_hover=hide_document_hover,
            n_groups=n_groups,
            use_ctfidf=use_ctfidf,
            max_documents=max_documents,
            seed=seed,
        )

    def visualize_hierarchical_documents(
        self,
        documents: DataFrame,
        topics: Optional[Sequence[int]] = None,
        embeddings: Optional[str] = None,
        reduced_embeddings: Optional[str] = None,
        sample: float = 1.0,
        hide_annotations: bool = False,
        hide_document_hover: bool = False,
        nr_levels: int = 10,
        level_scale: str = "linear",
        custom_labels: Labels = False,
        title: Optional[str] = None,
        width: int = 1200,
        height: int = 750,
        use_ctfidf: bool = True,
        max_documents: int = 5000,
        seed: int = 42,
    ) -> Any:
        """Documents on a plane, with a slider over the levels of the hierarchy.

        The model makes the hierarchy, so there is no argument ``hierarchical_topics``. Other
        parameters are those of :meth:`visualize_documents`.

        Parameters
        ----------
        nr_levels : int
            levels from all topics to two
        level_scale : str
            how numbers of topics fall: ``linear``, by equal differences, or ``log``, by equal
            factors
        """
        return self._draw_documents(
            "hierarchical_documents",
            documents,
            embeddings,
            topics=topics,
            reduced_embeddings=reduced_embeddings,
            sample=sample,
            hide_annotations=hide_annotations,
            hide_document_hover=hide_document_hover,
            nr_levels=nr_levels,
            level_scale=level_scale,
            custom_labels=custom_labels,
            title=title,
            width=width,
            height=height,
            use_ctfidf=use_ctfidf,
            max_documents=max_documents,
            seed=seed,
        )


def _by_topic(measure: Optional[Mapping[int, float]]) -> Optional[Mapping[str, float]]:
    if measure is None:
        return None
    return {str(int(topic)): float(value) for topic, value in measure.items()}
