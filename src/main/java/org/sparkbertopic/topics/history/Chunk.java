package org.sparkbertopic.topics.history;

import java.util.List;
import java.util.Objects;

/**
 * Some documents that came together: those of a fit, or of an update after it.
 *
 * @param name unique among the chunks of a model; {@link #FIT} for the fit
 * @param content hash of the documents, whatever their order
 * @param day days since 1970-01-01 (UTC) of the chunk's own time
 * @param documents with a vector, outliers among them
 * @param outliers documents of no topic, as they were assigned
 * @param rejected rows that were set aside
 * @param similarity mean cosine of documents and the topics that they were assigned to; NaN where
 *     there is none
 * @param novelty mean distance, by the layout's metric, of documents to the nearest one of the
 *     sample that the layout was made of; of the fit's sample to the nearest other one; NaN where
 *     there is none
 * @param born ids of the topics that appeared with the chunk
 * @param retired ids of the topics that faded with the chunk
 */
public record Chunk(
    String name,
    String content,
    long day,
    long documents,
    long outliers,
    long rejected,
    double similarity,
    double novelty,
    List<Integer> born,
    List<Integer> retired) {

  /** The chunk of the fit. */
  public static final String FIT = "fit";

  public Chunk {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(content, "content");
    born = List.copyOf(born);
    retired = List.copyOf(retired);
  }

  Chunk withSimilarity(double value) {
    return new Chunk(
        name, content, day, documents, outliers, rejected, value, novelty, born, retired);
  }

  /** Share of the documents that are outliers; 0 where there are no documents. */
  public double outlierShare() {
    return documents == 0 ? 0 : (double) outliers / documents;
  }
}
