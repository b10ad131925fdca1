"""Figures of a model, by Plotly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, NoReturn, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame

if TYPE_CHECKING:
    from spark_bertopic.model import Topic


def _plotly() -> Any:
    try:
        import plotly.graph_objects as graph_objects
    except ImportError as error:
        raise ImportError(
            "figures must have plotly, got none; run 'pip install plotly'"
        ) from error
    return graph_objects


def _layout(figure: Any, title: str, width: int, height: int) -> Any:
    figure.update_layout(title={"text": title, "x": 0.5}, template="plotly_white")
    figure.update_layout(width=width, height=height)
    return figure


def _unit(rows: NDArray[Any]) -> NDArray[np.float64]:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float64] = rows / np.where(norms == 0, 1, norms)
    return unit


def _plane(rows: NDArray[Any]) -> NDArray[np.float64]:
    """The first two principal components, ``[rows][2]``, with signs that do not change."""
    points = np.zeros((len(rows), 2))
    if len(rows) < 2:
        return points
    centred = rows - rows.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    for column, axis in enumerate(axes[:2]):
        sign = np.sign(axis[np.argmax(np.abs(axis))]) or 1.0
        points[:, column] = centred @ (axis * sign)
    return points


class Figures:
    """The ``visualize_*`` methods of a model. Each returns a ``plotly.graph_objects.Figure``."""

    def _shown(
        self, topics: Optional[Sequence[int]], top_n: Optional[int], outliers: bool = False
    ) -> List["Topic"]:
        """Topics by falling size, or those that are asked for, in that order."""
        all_topics: List["Topic"] = self.topics()  # type: ignore[attr-defined]
        by_id = {topic.id: topic for topic in all_topics}
        if topics is not None:
            for id in topics:
                if id not in by_id:
                    raise ValueError(f"topics must be ids of the model's topics, got {id}")
            return [by_id[id] for id in topics]
        found = [topic for topic in all_topics if outliers or topic.id != -1]
        found.sort(key=lambda topic: (-topic.size, topic.id))
        return found if top_n is None else found[:top_n]

    def _rows(self, shown: Sequence["Topic"]) -> NDArray[np.float32]:
        ids = [topic.id for topic in self.topics()]  # type: ignore[attr-defined]
        embeddings: NDArray[np.float32] = self.topic_embeddings_  # type: ignore[attr-defined]
        chosen: NDArray[np.float32] = embeddings[[ids.index(topic.id) for topic in shown]]
        return chosen

    def visualize_barchart(
        self,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: int = 8,
        n_words: int = 5,
        title: str = "Topic word scores",
        width: int = 250,
        height: int = 250,
    ) -> Any:
        """Bars of the words of topics; ``width`` and ``height`` are those of one chart, in pixels."""
        go = _plotly()
        from plotly.subplots import make_subplots

        shown = self._shown(topics, top_n_topics)
        columns = min(4, max(1, len(shown)))
        rows = max(1, -(-len(shown) // columns))
        figure = make_subplots(
            rows=rows,
            cols=columns,
            horizontal_spacing=0.1,
            vertical_spacing=0.4 / rows,
            subplot_titles=[topic.label for topic in shown],
        )
        for place, topic in enumerate(shown):
            words = topic.words[:n_words][::-1]
            bar = go.Bar(
                x=[score for _, score in words], y=[word for word, _ in words], orientation="h"
            )
            figure.add_trace(bar, row=place // columns + 1, col=place % columns + 1)
        figure.update_layout(showlegend=False)
        return _layout(figure, title, width * columns, height * rows + 100)

    def visualize_topics(
        self,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: Optional[int] = None,
        title: str = "Topics: principal components of their embeddings",
        width: int = 650,
        height: int = 650,
    ) -> Any:
        """The topics on a plane, their areas by their sizes.

        The plane has the first two principal components of the topics' embeddings. BERTopic lays
        them out by UMAP, which would need umap-learn.
        """
        go = _plotly()
        shown = self._shown(topics, top_n_topics)
        places = _plane(_unit(self._rows(shown)))
        sizes = np.array([topic.size for topic in shown], dtype=float)
        figure = go.Figure(
            go.Scatter(
                x=places[:, 0],
                y=places[:, 1],
                mode="markers",
                text=[
                    f"{topic.label}<br>{topic.size:,} documents<br>"
                    + ", ".join(word for word, _ in topic.words[:5])
                    for topic in shown
                ],
                hoverinfo="text",
                marker={
                    "size": sizes,
                    "sizemode": "area",
                    "sizeref": 2.0 * max(1.0, sizes.max(initial=1.0)) / 60.0**2,
                    "sizemin": 4,
                },
            )
        )
        return _layout(figure, title, width, height)

    def visualize_heatmap(
        self,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: Optional[int] = None,
        title: str = "Similarity of topics",
        width: int = 800,
        height: int = 800,
    ) -> Any:
        """Cosines of the topics' embeddings."""
        go = _plotly()
        shown = self._shown(topics, top_n_topics)
        unit = _unit(self._rows(shown))
        labels = [topic.label for topic in shown]
        figure = go.Figure(go.Heatmap(z=unit @ unit.T, x=labels, y=labels, colorscale="GnBu"))
        return _layout(figure, title, width, height)

    def visualize_hierarchy(
        self, by: str = "ctfidf", title: str = "Hierarchy of topics", width: int = 1000
    ) -> Any:
        """A dendrogram of the order in which topics merge, by ``ctfidf`` or ``embeddings``."""
        go = _plotly()
        merges: List[Dict[str, Any]] = self._merges(by)  # type: ignore[attr-defined]
        labels: Dict[int, str] = {
            topic.id: topic.label for topic in self._shown(None, None)
        }
        places = _leaf_places(merges, sorted(labels))
        figure = go.Figure()
        height: Dict[int, float] = {id: 0.0 for id in labels}
        for merge in merges:
            left, right, parent = merge["left"], merge["right"], merge["parent"]
            far = merge["distance"]
            figure.add_trace(
                go.Scatter(
                    x=[height[left], far, far, height[right]],
                    y=[places[left], places[left], places[right], places[right]],
                    mode="lines",
                    text=merge["parentName"],
                    hoverinfo="text+x",
                    showlegend=False,
                )
            )
            places[parent] = (places[left] + places[right]) / 2
            height[parent] = far
        ordered = sorted(labels, key=lambda id: places[id])
        figure.update_yaxes(
            tickvals=[places[id] for id in ordered], ticktext=[labels[id] for id in ordered]
        )
        figure.update_xaxes(title="distance")
        return _layout(figure, title, width, 200 + 15 * len(labels))

    def visualize_term_rank(
        self,
        topics: Optional[Sequence[int]] = None,
        log_scale: bool = False,
        n_terms: int = 100,
        title: str = "Decline of the term score per topic",
        width: int = 800,
        height: int = 500,
    ) -> Any:
        """c-TF-IDF weights of the topics' terms by their rank, which starts at 1."""
        go = _plotly()
        figure = go.Figure()
        for topic in self._shown(topics, None):
            terms = self._top_terms(topic.id, n_terms)  # type: ignore[attr-defined]
            weights = np.array([weight for _, weight in terms])
            figure.add_trace(
                go.Scatter(
                    x=list(range(1, len(terms) + 1)),
                    y=np.log10(weights) if log_scale else weights,
                    text=[term for term, _ in terms],
                    name=topic.label,
                    mode="lines",
                    opacity=0.5,
                )
            )
        figure.update_xaxes(title="rank of the term")
        figure.update_yaxes(title="log10 of c-TF-IDF" if log_scale else "c-TF-IDF")
        return _layout(figure, title, width, height)

    def visualize_topics_over_time(
        self,
        topics_over_time: DataFrame,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: int = 10,
        normalize_frequency: bool = False,
        title: str = "Topics over time",
        width: int = 1250,
        height: int = 450,
    ) -> Any:
        """Lines of documents over time; the table is that of ``topics_over_time``."""
        go = _plotly()
        figure = go.Figure()
        for topic, rows in self._sliced(topics_over_time, topics, top_n_topics):
            figure.add_trace(
                go.Scatter(
                    x=[row["timestamp"] for row in rows],
                    y=_frequencies(rows, normalize_frequency),
                    text=[", ".join(row["words"]) for row in rows],
                    name=topic.label,
                    mode="lines+markers",
                )
            )
        figure.update_yaxes(title="share" if normalize_frequency else "documents")
        return _layout(figure, title, width, height)

    def visualize_topics_per_class(
        self,
        topics_per_class: DataFrame,
        topics: Optional[Sequence[int]] = None,
        top_n_topics: int = 10,
        normalize_frequency: bool = False,
        title: str = "Topics per class",
        width: int = 1250,
        height: int = 900,
    ) -> Any:
        """Bars of documents by class; the table is that of ``topics_per_class``."""
        go = _plotly()
        figure = go.Figure()
        for topic, rows in self._sliced(topics_per_class, topics, top_n_topics):
            figure.add_trace(
                go.Bar(
                    x=_frequencies(rows, normalize_frequency),
                    y=[row["class"] for row in rows],
                    text=[", ".join(row["words"]) for row in rows],
                    name=topic.label,
                    orientation="h",
                )
            )
        figure.update_xaxes(title="share" if normalize_frequency else "documents")
        return _layout(figure, title, width, height)

    def _sliced(
        self, table: DataFrame, topics: Optional[Sequence[int]], top_n: int
    ) -> List[Tuple["Topic", List[Any]]]:
        shown = self._shown(topics, top_n)
        wanted = table.filter(table["topic"].isin([topic.id for topic in shown]))
        by_topic: Dict[int, List[Any]] = {}
        for row in wanted.collect():
            by_topic.setdefault(row["topic"], []).append(row)
        return [(topic, by_topic[topic.id]) for topic in shown if topic.id in by_topic]

    def visualize_distribution(
        self,
        probabilities: Sequence[Any],
        min_probability: float = 0.015,
        title: str = "Topics of a document",
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
        go = _plotly()
        labels: Dict[int, str] = self.topic_labels_  # type: ignore[attr-defined]
        pairs = [(int(pair[0]), float(pair[1])) for pair in probabilities]
        drawn = sorted((pair for pair in pairs if pair[1] >= min_probability))
        if not drawn:
            raise ValueError(
                f"min_probability must leave a topic to draw, got {min_probability} for weights up"
                f" to {max((weight for _, weight in pairs), default=0.0)}; lower it"
            )
        figure = go.Figure(
            go.Bar(
                x=[weight for _, weight in drawn],
                y=[labels[topic] for topic, _ in drawn],
                orientation="h",
            )
        )
        figure.update_xaxes(title="probability")
        return _layout(figure, title, width, height)

    def visualize_documents(
        self,
        documents: DataFrame,
        topics: Optional[Sequence[int]] = None,
        embedding_col: Optional[str] = None,
        max_documents: int = 5000,
        seed: int = 42,
        hide_annotations: bool = False,
        title: str = "Documents: principal components of their embeddings",
        width: int = 1200,
        height: int = 750,
    ) -> Any:
        """Documents on a plane, coloured by topic.

        Parameters
        ----------
        documents : DataFrame
            texts, topics and embeddings
        embedding_col : str, optional
            column of embeddings; ``None``: the model's
        max_documents : int
            most documents that come to the driver: a random sample if there are more
        """
        go = _plotly()
        column = embedding_col or self.getEmbeddingCol()  # type: ignore[attr-defined]
        if column is None or column not in documents.columns:
            raise ValueError(
                f"documents must have a column of embeddings, got '{column}'; set embedding_col"
            )
        topic_col: str = self.getTopicCol()  # type: ignore[attr-defined]
        text_col: str = self.getTextCol()  # type: ignore[attr-defined]
        table = documents.select(
            documents[topic_col].alias("topic"),
            documents[text_col].substr(1, 100).alias("text"),
            documents[column].alias("embedding"),
        ).dropna()
        shown = self._shown(topics, None, outliers=True)
        table = table.filter(table["topic"].isin([topic.id for topic in shown]))
        count = table.count()
        if count > max_documents:
            table = table.sample(fraction=max_documents / count, seed=seed).limit(max_documents)
        rows = table.collect()
        vectors = np.array([_numbers(row["embedding"]) for row in rows], dtype=float)
        places = _plane(_unit(vectors)) if rows else np.zeros((0, 2))
        figure = go.Figure()
        for topic in shown:
            chosen = [place for place, row in enumerate(rows) if row["topic"] == topic.id]
            if not chosen:
                continue
            figure.add_trace(
                go.Scattergl(
                    x=places[chosen, 0],
                    y=places[chosen, 1],
                    text=[rows[place]["text"] for place in chosen],
                    hoverinfo="text",
                    name="other" if topic.id == -1 else topic.label,
                    mode="markers",
                    marker={"size": 5, "opacity": 0.3 if topic.id == -1 else 0.7},
                )
            )
            if topic.id != -1 and not hide_annotations:
                figure.add_annotation(
                    x=float(places[chosen, 0].mean()),
                    y=float(places[chosen, 1].mean()),
                    text=topic.label,
                    showarrow=False,
                )
        return _layout(figure, title, width, height)

    def visualize_hierarchical_documents(self, *_: Any, **__: Any) -> NoReturn:
        """Not there: raises ``NotImplementedError``."""
        raise NotImplementedError(
            "visualize_hierarchical_documents is not there; draw visualize_documents of"
            " model.reduce_topics(n), and visualize_hierarchy"
        )

    def visualize_approximate_distribution(self, *_: Any, **__: Any) -> NoReturn:
        """Not there: raises ``NotImplementedError``."""
        raise NotImplementedError(
            "visualize_approximate_distribution is not there; approximate_distribution(...,"
            " calculate_tokens=True) has the topics of each word"
        )


def _numbers(embedding: Any) -> Any:
    return embedding.toArray() if hasattr(embedding, "toArray") else embedding


def _frequencies(rows: Sequence[Any], normalize: bool) -> List[float]:
    counts = [float(row["frequency"]) for row in rows]
    length = float(np.linalg.norm(counts))
    return [count / length for count in counts] if normalize and length > 0 else counts


def _leaf_places(merges: Sequence[Dict[str, Any]], leaves: Sequence[int]) -> Dict[int, float]:
    """Places of the topics such that no lines cross: in the order of a walk through the tree."""
    children = {merge["parent"]: (merge["left"], merge["right"]) for merge in merges}
    order: List[int] = []
    open_nodes = [merges[-1]["parent"]] if merges else list(leaves)[::-1]
    while open_nodes:
        node = open_nodes.pop()
        if node in children:
            open_nodes.extend(reversed(children[node]))
        else:
            order.append(node)
    return {node: float(place) for place, node in enumerate(order)}
