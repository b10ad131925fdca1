"""Figures: what they draw is what the model holds."""

import numpy as np
import pytest

plotly = pytest.importorskip("plotly.graph_objects")


def shown(model, top=None):
    live = sorted((t for t in model.topics() if t.id >= 0), key=lambda t: (-t.size, t.id))
    return live[:top]


def labels(topics):
    """As figures cut them."""
    return [t.label if len(t.label) <= 50 else t.label[:50] + "…" for t in topics]


def test_barchart(model):
    figure = model.visualize_barchart(top_n_topics=6, n_words=4)
    assert isinstance(figure, plotly.Figure) and len(figure.data) == 6
    first = shown(model)[0]
    assert list(figure.layout.yaxis.ticktext) == [word for word, _ in first.words[:4]]
    assert np.allclose(figure.data[0].x, [score for _, score in first.words[:4]], rtol=1e-4)
    assert len(model.visualize_barchart(topics=[2, 0]).data) == 2
    assert len(model.visualize_barchart(topics=np.array([2, 0])).data) == 2
    with pytest.raises(ValueError, match="topic must be one of the model's"):
        model.visualize_barchart(topics=[999])


def test_a_figure_is_described_in_words_and_has_its_title(model):
    figure = model.visualize_barchart(title="<b>words</b>")
    assert figure.layout.title.text == "&lt;b&gt;words&lt;/b&gt;"
    assert shown(model)[0].words[0][0] in figure.layout.meta["alt"]


def test_labels(model):
    with pytest.raises(ValueError, match="labels must be custom labels"):
        model.visualize_barchart(custom_labels=True)
    with pytest.raises(ValueError, match="labels must name an aspect"):
        model.visualize_barchart(custom_labels="none")
    named = model.set_topic_labels({shown(model)[0].id: "the largest"})
    figure = named.visualize_barchart(custom_labels=True)
    assert figure.layout.annotations[0].text == "the largest"


def test_topics(model):
    (points,) = model.visualize_topics().data
    assert list(points.marker.size) == [t.size for t in shown(model)]
    assert len(points.x) == len(points.y) == len(shown(model))
    assert np.std(points.x) > 0 and np.std(points.y) > 0
    (few,) = model.visualize_topics(top_n_topics=2, use_ctfidf=True).data
    assert len(few.x) == 2


def test_heatmap(model):
    (cells,) = model.visualize_heatmap(top_n_topics=5).data
    z = np.array(cells.z)
    assert z.shape == (5, 5) and np.allclose(np.diag(z), 1) and np.allclose(z, z.T)
    ids = [t.id for t in model.topics()]
    rows = model.topic_embeddings_[[ids.index(t.id) for t in shown(model, 5)]]
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert np.allclose(z, unit @ unit.T, atol=1e-3)
    with pytest.raises(ValueError, match="nClusters must be below"):
        model.visualize_heatmap(top_n_topics=5, n_clusters=5)


def test_hierarchy(model):
    figure = model.visualize_hierarchy()
    merges = model.hierarchical_topics().collect()
    joints = figure.data[-1]
    assert np.allclose(joints.x, [row["Distance"] for row in merges], rtol=1e-4)
    assert sorted(figure.layout.yaxis.ticktext) == sorted(labels(shown(model)))
    assert len(model.visualize_hierarchy(orientation="bottom").layout.xaxis.ticktext) == len(
        shown(model)
    )


def test_term_rank(model):
    figure = model.visualize_term_rank(topics=[0, 1], n_terms=20)
    assert len(figure.data) == 2 and list(figure.data[0].x) == list(range(1, 21))
    assert list(figure.data[0].y) == sorted(figure.data[0].y, reverse=True)
    logs = model.visualize_term_rank(topics=[0], n_terms=20, log_scale=True)
    assert np.allclose(logs.data[0].y, np.log10(figure.data[0].y), atol=1e-3)


def test_over_time_and_per_class(model, assigned):
    table = model.topics_over_time(assigned, "year", "decade").cache()
    figure = model.visualize_topics_over_time(table, top_n_topics=3)
    assert [trace.name for trace in figure.data] == labels(shown(model, 3))
    assert [sum(trace.y) for trace in figure.data] == [t.size for t in shown(model, 3)]
    assert figure.layout.xaxis.type in ("date", "linear")
    table = model.topics_per_class(assigned, "party").cache()
    figure = model.visualize_topics_per_class(table, topics=[0], normalize_frequency=True)
    assert abs(np.linalg.norm(figure.data[0].x) - 1) < 1e-4
    table = model.topics_over_time_per_class(assigned, "year", "party", "decade").cache()
    assert sum(row["frequency"] for row in table.collect()) == assigned.count()
    figure = model.visualize_topics_over_time_per_class(table, topics=[0], top_n_classes=1)
    assert [trace.legendgroup for trace in figure.data] == ["0"]
    with pytest.raises(ValueError, match="table must be one of topics over time"):
        model.visualize_topics_over_time(assigned)


def test_distribution(model, documents):
    rows = model.approximate_distribution(documents.limit(20)).collect()
    row = next(row for row in rows if len(row["distribution"]) >= 2)
    figure = model.visualize_distribution(row["distribution"], min_probability=0.0)
    assert len(figure.data[0].x) == len(row["distribution"])
    assert not model.visualize_distribution(row["distribution"], min_probability=1.0).data
    with pytest.raises(ValueError, match="minProbability must be in"):
        model.visualize_distribution(row["distribution"], min_probability=2.0)


def test_approximate_distribution(model, documents):
    rows = model.approximate_distribution(documents.limit(20), calculate_tokens=True).collect()
    row = next(row for row in rows if len(row["distribution"]) >= 2)
    figure = model.visualize_approximate_distribution(row["text"], row["words"])
    assert list(figure.layout.xaxis.ticktext) == [word["word"] for word in row["words"]]
    weights = sum(pair["weight"] for word in row["words"] for pair in word["topics"])
    z = np.array(figure.data[0].z, dtype=float)
    assert abs(np.nansum(z) - weights) < 1e-3
    (cells,) = model.visualize_approximate_distribution("", row["words"], normalize=True).data
    sums = np.nansum(np.array(cells.z, dtype=float), axis=0)
    assert np.allclose(sums[sums > 0], 1, atol=1e-3)


def test_quality(model):
    figure = model.visualize_quality(coherence={0: 0.25, 1: 0.75})
    sizes = {t.id: t.size for t in model.topics()}
    assert sum(figure.data[0].y) == sum(sizes[t.id] for t in shown(model, 30))
    assert model.visualize_quality(topics=[-1, 0]).data[0].y == (sizes[-1], sizes[0])
    assert sorted(figure.data[1].y) == [0.25, 0.75]


def points(figure):
    return sum(len(trace.x) for trace in figure.data if trace.type == "scattergl")


def test_documents(given, documents):
    assigned = given.transform(documents)
    figure = given.visualize_documents(assigned)
    assert points(figure) == documents.count()
    assert figure.data[0].name == "other"
    few = given.visualize_documents(assigned, topics=[0], max_documents=5)
    assert points(few) == 5
    placed = assigned.selectExpr("*", "array(cast(year as double), 1d) as place")
    figure = given.visualize_documents(
        placed, reduced_embeddings="place", hide_annotations=True, hide_document_hover=True
    )
    assert not figure.layout.annotations and set(figure.data[0].y) == {1}
    with pytest.raises(ValueError, match="vector"):
        given.visualize_documents(assigned.drop("vector"))


def test_maps_with_groups_and_levels(given, documents):
    assigned = given.transform(documents).selectExpr("*", "array(cast(year as double), 1d) as place")
    figure = given.visualize_document_datamap(assigned, reduced_embeddings="place", n_groups=2)
    assert points(figure) == documents.count()
    both, groups, topics = (
        button.args[0]["annotations"] for button in figure.layout.updatemenus[0].buttons
    )
    assert 1 <= len(groups) <= 2 and 1 <= len(topics) <= len(shown(given))
    assert len(both) >= len(groups) and len(figure.layout.annotations) == len(both)
    figure = given.visualize_hierarchical_documents(
        assigned, reduced_embeddings="place", nr_levels=3, level_scale="log"
    )
    steps = [int(step.label) for step in figure.layout.sliders[0].steps]
    assert steps[0] == len(shown(given)) and steps[-1] == 2
    with pytest.raises(ValueError, match="level_scale must be one of"):
        given.visualize_hierarchical_documents(
            assigned, reduced_embeddings="place", level_scale="cubic"
        )
