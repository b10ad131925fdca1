package org.sparkbertopic.representation;

/** Receives the messages of representations. Used by one thread at a time. */
public interface Notices {

  /** Drops all messages. */
  Notices NONE =
      new Notices() {
        @Override
        public void warn(String message) {}

        @Override
        public void incomplete(String message) {}

        @Override
        public void count(String name, long value) {}
      };

  /** Reports something that the user should know. */
  void warn(String message);

  /** As {@link #warn}, for something that failed and may succeed in another run. */
  void incomplete(String message);

  /** Reports a count, such as the number of requests. */
  void count(String name, long value);
}
