package org.sparkbertopic.job.documents;

import org.sparkbertopic.job.run.OutputFormat;

/** How documents are shown, named as in {@code --format}. */
public enum DocumentsFormat {
  TABLE,
  JSON,
  CSV,
  PARQUET;

  /** The format of a table of files. */
  OutputFormat ofTable() {
    return OutputFormat.valueOf(name());
  }
}
