package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;
import org.sparkbertopic.vectorizer.TermDictionary;

/** A fixed vocabulary on an executor, such as the value of a broadcast. */
@FunctionalInterface
public interface Vocabulary extends Serializable {

  /** The terms, numbered like their columns; the same object for all tasks of a JVM. */
  TermDictionary dictionary();
}
