package org.sparkbertopic.job.input;

/** Formats of a stream's input, named as in {@code input.format}. */
public enum StreamFormat {
  AUTO,
  PARQUET,
  JSON,
  CSV,
  TSV,
  TEXT,
  ORC,
  DELTA,
  KAFKA;

  /** Whether documents come in files that {@link InputReader} reads. */
  public boolean isFiles() {
    return this != DELTA && this != KAFKA;
  }
}
