package org.sparkbertopic.http;

/** The server says that a text, or a request as a whole, is longer than it accepts. */
public final class TooLongException extends Exception {

  private static final long serialVersionUID = 1L;

  TooLongException(String message) {
    super(message);
  }
}
