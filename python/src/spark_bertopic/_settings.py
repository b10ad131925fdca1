"""BERTopic's names of arguments, and the keys of ``spark-bertopic fit`` that they are here."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

Settings = Mapping[str, Any]
Words = Union[str, Sequence[str]]

#: Sections of keys, by BERTopic's argument for the part.
_SECTIONS = {
    "umap_model": "umap",
    "hdbscan_model": "hdbscan",
    "vectorizer_model": "vectorizer",
    "ctfidf_model": "ctfidf",
}

_EXAMPLES = {
    "umap_model": "{'n_neighbors': 15}",
    "hdbscan_model": "{'min_cluster_size': 15}",
    "vectorizer_model": "{'stop_words': 'english', 'ngram_range': (1, 2)}",
    "ctfidf_model": "{'reduce_frequent_words': True}",
}

#: Embedders that are trained on the documents.
_TRAINED = ("tfidf", "word2vec")

#: BERTopic's arguments that mean nothing here, and what to use instead.
UNSUPPORTED = {
    "low_memory": "leave it out: sample_size bounds the memory of the driver",
    "verbose": "leave it out: set the log level by SparkContext.setLogLevel",
    "calculate_probabilities": "use model.probabilities(documents), which computes them later",
    "prediction_data": "leave it out: every model can transform new documents",
    "docs": "use a DataFrame with the columns id and text",
    "documents": "give the DataFrame to fit()",
    "embeddings": "use embedding_col, the name of a column of arrays of floats",
    "images": "use embedding_col with embeddings that a model of images made",
    "y": "use label_col, the name of a column of known classes",
    "random_state": "use seed",
    "n_jobs": "use settings={'driver.threads': 4}",
    "cluster_model": "use settings={'clustering.method': 'kmeans', 'clustering.n-clusters': 20}",
    "nr_repr_docs": "use representative_documents",
    "min_cluster_size": "use min_topic_size",
}


def unsupported(name: str) -> TypeError:
    """The answer to an argument that there is not."""
    advice = UNSUPPORTED.get(
        name, "see help(spark_bertopic.BERTopic) for the arguments, and settings for all keys"
    )
    return TypeError(f"BERTopic has no argument '{name}' here; {advice}")


def text(value: Any) -> str:
    """A value as text that the configuration reads."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return json.dumps([list(v) if isinstance(v, tuple) else v for v in value])
    if isinstance(value, Mapping):
        return json.dumps(dict(value))
    return str(value)


def normal(settings: Optional[Settings]) -> Dict[str, str]:
    """Settings by key, with their values as text."""
    return {str(key): text(value) for key, value in (settings or {}).items()}


def section(argument: str, value: Optional[Settings]) -> Dict[str, str]:
    """The keys of a part.

    Raises
    ------
    TypeError
        if the value is not a mapping, such as an object of umap-learn or scikit-learn
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(
            f"{argument} must be a dict of settings such as {_EXAMPLES[argument]}, got"
            f" {type(value).__module__}.{type(value).__name__}; Python objects cannot run on Spark's"
            " executors"
        )
    name = _SECTIONS[argument]
    return {f"{name}.{str(key).replace('_', '-')}": text(v) for key, v in value.items()}


def embedder(model: Optional[Words]) -> Dict[str, str]:
    """The keys of an embedding model.

    Raises
    ------
    TypeError
        if the model is not a name, such as an object of sentence-transformers
    """
    if model is None:
        return {}
    if isinstance(model, str):
        if model in _TRAINED:
            return {"embedding.backend": model}
        return {"embedding.model": model}
    if isinstance(model, (list, tuple)) and all(isinstance(name, str) for name in model):
        return {"embedding.model": json.dumps(list(model))}
    raise TypeError(
        "embedding_model must be the name or the folder of a model, 'tfidf' or 'word2vec', got"
        f" {type(model).__module__}.{type(model).__name__}; for embeddings that Python made set"
        " embedding_col, and for servers settings={'embedding.backend': 'openai', ...}"
    )


def _chain(argument: str, value: Any) -> str:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) for n in names):
        raise TypeError(
            f"{argument} must be one of 'ctfidf', 'keybert', 'mmr', 'pos', 'zero-shot', 'llm', or a"
            f" list of them, got {type(value).__module__}.{type(value).__name__}; their settings"
            " are keys such as settings={'representation.mmr.diversity': 0.3}"
        )
    return json.dumps(list(names))


def representation(model: Any) -> Dict[str, str]:
    """The keys of representations: names, a chain of names, or BERTopic's dict of aspects."""
    if model is None:
        return {}
    if not isinstance(model, Mapping):
        return {"representation.models": _chain("representation_model", model)}
    keys = {}
    for aspect, names in model.items():
        chain = _chain(f"representation_model['{aspect}']", names)
        if aspect == "Main":
            keys["representation.models"] = chain
        else:
            keys[f"representation.aspects.{aspect}"] = chain
    return keys


def language(name: Optional[str], model: Optional[Words], embedding_col: Optional[str]) -> None:
    """Checks BERTopic's ``language``: it chooses the embedding model, which is English here.

    Raises
    ------
    ValueError
        if it is another language and no embedding model is named
    """
    if name is None or name == "english" or model is not None or embedding_col is not None:
        return
    raise ValueError(
        f"language must be 'english' without embedding_model, got '{name}'; name a multilingual"
        " model, such as embedding_model='sentence-transformers/"
        "paraphrase-multilingual-MiniLM-L12-v2', and for words the key vectorizer.tokenizer"
    )


def words(
    top_n_words: Optional[int],
    n_gram_range: Optional[Tuple[int, int]],
    vectorizer_model: Optional[Settings],
    ctfidf_model: Optional[Settings],
    representation_model: Any,
) -> Dict[str, str]:
    """The keys of a topic's words."""
    keys: Dict[str, str] = {}
    if top_n_words is not None:
        keys["topics.top-n-words"] = text(top_n_words)
    keys.update(section("vectorizer_model", vectorizer_model))
    keys.update(section("ctfidf_model", ctfidf_model))
    if n_gram_range is not None:
        keys["vectorizer.ngram-range"] = text(list(n_gram_range))
    keys.update(representation(representation_model))
    return keys


def topics(
    min_topic_size: Union[int, float, str, None],
    nr_topics: Union[int, str, None],
    seed_topic_list: Optional[Sequence[Sequence[str]]],
    zeroshot_topic_list: Optional[Sequence[str]],
    zeroshot_min_similarity: Optional[float],
    umap_model: Optional[Settings],
    hdbscan_model: Optional[Settings],
) -> Dict[str, str]:
    """The keys of how topics are found."""
    keys: Dict[str, str] = {}
    keys.update(section("umap_model", umap_model))
    if min_topic_size is not None:
        keys["topics.min-size"] = text(min_topic_size)
    keys.update(section("hdbscan_model", hdbscan_model))
    if nr_topics is not None:
        keys["topics.nr-topics"] = text(nr_topics)
    if seed_topic_list:
        lists: List[List[str]] = [list(words_of) for words_of in seed_topic_list]
        keys["guided.seed-topics"] = json.dumps(lists)
    if zeroshot_topic_list:
        keys["zero-shot.topics"] = json.dumps(list(zeroshot_topic_list))
    if zeroshot_min_similarity is not None:
        keys["zero-shot.min-similarity"] = text(zeroshot_min_similarity)
    return keys
