package org.sparkbertopic.http;

/** A server refused a request and would refuse it again. */
public final class RefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status of the response; 0 if the status is not the reason
   */
  public RefusedException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** Whether only this request is refused, and others may succeed. */
  public boolean isOfOneRequest() {
    return status == 400 || status == 413 || status == 422;
  }
}
