package org.sparkbertopic.http;

/** No attempt got a usable response from a server. */
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
   * Whether the server failed on this request, and another request may succeed; false if it is
   * overloaded or unreachable.
   */
  public boolean isServersFault() {
    return status == INTERNAL_ERROR || status == NOT_IMPLEMENTED;
  }
}
