package org.sparkbertopic.embedding.hub;

import java.io.IOException;

/** The hub's last word: no later attempt will be answered otherwise. */
final class HubRefusalException extends IOException {

  private static final long serialVersionUID = 1L;

  HubRefusalException(String message) {
    super(message);
  }
}
