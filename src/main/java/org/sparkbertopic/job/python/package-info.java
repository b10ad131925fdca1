/**
 * What the Python package {@code spark_bertopic} calls: {@link
 * org.sparkbertopic.job.python.PythonSettings} makes an estimator of settings by name, {@link
 * org.sparkbertopic.job.python.PythonResults} gives what a model holds as JSON and bytes, {@link
 * org.sparkbertopic.job.python.PythonFigures} draws figures. Arguments are strings, numbers, lists
 * and maps, which Py4J can pass.
 *
 * <p>May use the library and {@code job.config}.
 */
package org.sparkbertopic.job.python;
