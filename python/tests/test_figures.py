"""Figures: what they draw is what the model holds."""

import numpy as np
import pytest

plotly = pytest.importorskip("plotly.graph_objects")


def shown(model, top=None):
    live = sorted((t for t in model.topics() if t.id >= 0), key=lambda t: (-t.size, t.id))
    return live[:top]


def test_barchart(model):
    figure = model.visualize_barchart(top_n_topics=6, n_words=4)
    assert isinstance(figure, plotly.Figure) and len(figure.data) == 6
    first = shown(model)[0]
    assert list(figure.data[0].y) == [word for word, _ in first.words[:4]][::-1]
    assert list(figure.data[0].x) == [score for _, score in first.words[:4]][::-1]
    assert len(model.visualize_barchart(topics=[2, 0]).data) == 2
    with pytest.raises(ValueError, match="topics must be ids"):
        model.visualize_barchart(topics=[999])


def test_topics(model):
    (points,) = model.visualize_topics().data
    assert list(points.marker.size) == [t.size for t in shown(model)]
    assert len(points.x) == len(points.y) == len(shown(model))
    assert np.std(points.x) >= np.std(points.y) > 0


def test_heatmap(model):
    (cells,) = model.visualize_heatmap(top_n_topics=5).data
    z = np.array(cells.z)
    assert z.shape == (5, 5) and np.allclose(np.diag(z), 1, atol=1e-5) and np.allclose(z, z.T)


def test_hierarchy(model):
    figure = model.visualize_hierarchy()
    merges = model.hierarchical_topics().collect()
    assert len(figure.data) == len(merges)
    assert [trace.x[1] for trace in figure.data] == [row["Distance"] for row in merges]
    assert sorted(figure.layout.yaxis.ticktext) == sorted(t.label for t in shown(model))


def test_term_rank(model):
    figure = model.visualize_term_rank(topics=[0, 1], n_terms=20)
    assert len(figure.data) == 2 and list(figure.data[0].x) == list(range(1, 21))
    assert list(figure.data[0].y) == sorted(figure.data[0].y, reverse=True)


def test_over_time_and_per_class(model, assigned):
    table = model.topics_over_time(assigned, "year", "decade").cache()
    figure = model.visualize_topics_over_time(table, top_n_topics=3)
    assert [trace.name for trace in figure.data] == [t.label for t in shown(model, 3)]
    assert [sum(trace.y) for trace in figure.data] == [t.size for t in shown(model, 3)]
    table = model.topics_per_class(assigned, "party").cache()
    figure = model.visualize_topics_per_class(table, topics=[0], normalize_frequency=True)
    assert abs(np.linalg.norm(figure.data[0].x) - 1) < 1e-9


def test_distribution(model, documents):
    rows = model.approximate_distribution(documents.limit(20)).collect()
    row = next(row for row in rows if len(row["distribution"]) >= 2)
    figure = model.visualize_distribution(row["distribution"], min_probability=0.0)
    assert len(figure.data[0].x) == len(row["distribution"])
    with pytest.raises(ValueError, match="min_probability must leave a topic"):
        model.visualize_distribution(row["distribution"], min_probability=2.0)


def test_documents(given, documents):
    assigned = given.transform(documents)
    figure = given.visualize_documents(assigned)
    assert sum(len(trace.x) for trace in figure.data) == documents.count()
    few = given.visualize_documents(assigned, topics=[0], max_documents=5)
    assert sum(len(trace.x) for trace in few.data) <= 5
    with pytest.raises(ValueError, match="column of embeddings"):
        given.visualize_documents(assigned.drop("vector"))


def test_what_is_not_there_says_what_is(model):
    with pytest.raises(NotImplementedError, match="visualize_documents"):
        model.visualize_hierarchical_documents()
    with pytest.raises(NotImplementedError, match="calculate_tokens"):
        model.visualize_approximate_distribution()
