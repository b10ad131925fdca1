package org.sparkbertopic.http;

/** The server says that a text, or all of a request together, are longer than it takes. */
public final class TooLongException extends Exception {

  private static final long serialVersionUID = 1L;

  TooLongException(String message) {
    super(message);
  }
}
