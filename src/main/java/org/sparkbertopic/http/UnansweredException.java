package org.sparkbertopic.http;

/** A server gave no usable answer to any of the attempts. */
public final class UnansweredException extends IllegalStateException {

  private static final long serialVersionUID = 1L;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int INTERNAL_ERROR = 500;

  private final int status;

  UnansweredException(String message, int status) {
    super(message);
    this.status = status;
  }

  /**
   * Whether the server failed at the request itself, which another request may not make it do; not
   * where it is overloaded or out of reach.
   */
  public boolean isServersFault() {
    return status == INTERNAL_ERROR || status == NOT_IMPLEMENTED;
  }
}
