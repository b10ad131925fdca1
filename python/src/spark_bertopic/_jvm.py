"""The way to Java: its classes, its errors, and what is to be done where there is none."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Dict, Iterator, Optional, Type

from py4j.java_gateway import is_instance_of
from py4j.protocol import Py4JJavaError
from pyspark import SparkContext
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable, JavaMLWriter
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.utils import is_remote

#: Environment variable that names the library's jar.
JAR_VARIABLE = "SPARK_BERTOPIC_JAR"

PACKAGE = "org.sparkbertopic"

_NO_JAR = (
    "the class path of Spark must have the spark-bertopic jar, got none; start the session with"
    " .config('spark.jars', spark_bertopic.jar_path()) or 'spark-submit --jars"
    " spark-bertopic-VERSION-all.jar', before any other session of this process"
)

_CONNECT = (
    "the session must be one with a JVM in reach, got a Spark Connect session, which has none;"
    " start it by SparkSession.builder without remote(), or run 'spark-bertopic fit' as a job"
)


def jar_path() -> str:
    """The library's jar, named by the environment variable ``SPARK_BERTOPIC_JAR``.

    The wheel holds no jar: the jar has natives for every platform and is the same for all versions
    of Spark and Python.

    Returns
    -------
    str
        what to give to ``spark.jars``: a path, or an address such as ``hdfs:`` or ``s3a:``

    Raises
    ------
    FileNotFoundError
        if the variable is not set, or names a local file that is not there
    """
    path = os.environ.get(JAR_VARIABLE, "")
    if not path:
        raise FileNotFoundError(
            f"{JAR_VARIABLE} must name spark-bertopic-VERSION-all.jar, got nothing; set it, or give"
            " the path to spark.jars yourself"
        )
    if ":" not in path and not Path(path).is_file():
        raise FileNotFoundError(
            f"{JAR_VARIABLE} must name a file, got '{path}'; build the jar, or correct the path"
        )
    return path


def require_classic() -> None:
    """Raises a ``RuntimeError`` in a Spark Connect session."""
    if is_remote():
        raise RuntimeError(_CONNECT)


def active_session() -> SparkSession:
    """The active session.

    Raises
    ------
    RuntimeError
        if there is none, or it is one of Spark Connect
    """
    require_classic()
    session = SparkSession.getActiveSession()
    if session is None:
        # A thread that has not used the session yet.
        session = SparkSession._instantiatedSession
    if session is None:
        raise RuntimeError(
            "a Spark session must be active, got none; start one with SparkSession.builder"
        )
    return session


def java_class(name: str) -> Any:
    """A class of the library; ``name`` is relative to ``org.sparkbertopic``.

    Raises
    ------
    RuntimeError
        if the jar is not on the class path, or there is no JVM
    """
    require_classic()
    context = SparkContext._active_spark_context
    if context is None:
        active_session()
        context = SparkContext._active_spark_context
    assert context is not None and context._jvm is not None
    found = context._jvm
    for part in f"{PACKAGE}.{name}".split("."):
        found = getattr(found, part)
    if type(found).__name__ != "JavaClass":
        raise RuntimeError(_NO_JAR)
    return found


def settings_class() -> Any:
    return java_class("job.python.PythonSettings")


def results_class() -> Any:
    return java_class("job.python.PythonResults")


def figures_class() -> Any:
    return java_class("job.python.PythonFigures")


def frame(java_dataset: Any) -> DataFrame:
    """A Dataset of Java as a DataFrame of the active session."""
    return DataFrame(java_dataset, active_session())


@contextmanager
def java_errors() -> Iterator[None]:
    """Raises errors of the library as Python's, with their messages.

    An ``IllegalArgumentException`` is a ``ValueError``, an ``UncheckedIOException`` an ``OSError``.
    """
    try:
        yield
    except Py4JJavaError as error:
        raised = _python_error(error.java_exception)
        if raised is None:
            raise
        raise raised from error
    except Exception as error:
        # PySpark has made it its own exception.
        if type(error).__name__ != "IllegalArgumentException":
            raise
        raise ValueError(_text_of(error)) from error


def _python_error(exception: Any) -> Optional[Exception]:
    context = SparkContext._active_spark_context
    assert context is not None and context._gateway is not None
    gateway = context._gateway
    if is_instance_of(gateway, exception, "java.lang.IllegalArgumentException"):
        return ValueError(str(exception.getMessage()))
    if is_instance_of(gateway, exception, "java.io.UncheckedIOException"):
        return OSError(str(exception.getCause().getMessage()))
    return None


def _text_of(error: Exception) -> str:
    """The message without the stack trace that some versions of PySpark add."""
    text = getattr(error, "desc", None) or getattr(error, "_desc", None) or str(error)
    return str(text)


def _java_name(clazz: Type[Any]) -> str:
    """The Java class of a Python class, relative to ``org.sparkbertopic``."""
    return str(getattr(clazz, "_java_name", clazz.__name__))


class Reader(JavaMLReader):
    """Reads what Java or Python saved, by the Java class of the Python class."""

    def __init__(self, clazz: Type[Any]) -> None:
        java_class(_java_name(clazz))
        super().__init__(clazz)

    @classmethod
    def _java_loader_class(cls, clazz: Type[Any]) -> str:
        return f"{PACKAGE}.{_java_name(clazz)}"

    def load(self, path: str) -> Any:
        with java_errors():
            return super().load(path)


class Writer(JavaMLWriter):
    """Writes a stage as Java does."""

    def save(self, path: str) -> None:
        with java_errors():
            super().save(path)


class Saved(JavaMLReadable, JavaMLWritable):
    """A stage that Java and Python save and load in one format."""

    @classmethod
    def read(cls) -> Reader:
        """Reads what Java or Python saved.

        A model also from the folder ``model`` of a run, and from the Hugging Face hub:
        ``hf://owner/name``, ``hf://owner/name@revision``.
        """
        return Reader(cls)

    def write(self) -> Writer:
        """Writes the stage; ``overwrite()`` replaces what is there."""
        return Writer(self)


def string_map(values: Dict[Any, Any]) -> Dict[str, str]:
    """A map that Py4J passes as ``Map<String, String>``."""
    return {str(key): str(value) for key, value in values.items()}
