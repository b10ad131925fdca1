package org.sparkbertopic.vectorizer;

import java.io.Serializable;

/** A fixed vocabulary on an executor, such as the value of a broadcast. */
@FunctionalInterface
public interface Vocabulary extends Serializable {

  /** The terms, numbered as their columns; the same object for all tasks of a JVM. */
  TermDictionary dictionary();
}
