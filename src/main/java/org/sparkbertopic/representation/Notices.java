package org.sparkbertopic.representation;

/** What a representation has to say beside its words. Safe for use by one thread at a time. */
public interface Notices {

  /** Says nothing to anybody. */
  Notices NONE =
      new Notices() {
        @Override
        public void warn(String message) {}

        @Override
        public void incomplete(String message) {}

        @Override
        public void count(String name, long value) {}
      };

  /** Something that the user should know. */
  void warn(String message);

  /** As {@link #warn}, of something that failed and may succeed when it is run again. */
  void incomplete(String message);

  /** Something that was counted, such as requests. */
  void count(String name, long value);
}
