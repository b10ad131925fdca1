package org.sparkbertopic.http;

/** A server refuses a request, and would refuse it again. */
public final class RefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status of the answer; 0 if it is not the answer's status that says so
   */
  public RefusedException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** Of the answer; 0 if it is not the answer's status that says so. */
  public int status() {
    return status;
  }

  /** Whether it is this request that is refused, and others may not be. */
  public boolean isOfOneRequest() {
    return status == 400 || status == 413 || status == 422;
  }
}
