package org.sparkbertopic.persistence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * {@code topic_embeddings.safetensors}. The rows of retired topics are 0 for Python, which gives a
 * document to the topic with the closest embedding: so it gives none to these. Their embeddings are
 * in a tensor of their own, which Python does not read.
 */
final class EmbeddingFiles {

  static final String TENSOR = "topic_embeddings";

  private static final String RETIRED = "retired_embeddings";

  private EmbeddingFiles() {}

  static SafeTensors tensors(FittedTopics topics) {
    float[][] rows = topics.embeddings().clone();
    List<float[]> retired = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      if (topics.topics().get(row).retired()) {
        retired.add(rows[row]);
        rows[row] = new float[rows[row].length];
      }
    }
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(TENSOR, Tensor.of(rows));
    if (!retired.isEmpty()) {
      tensors.put(RETIRED, Tensor.of(retired.toArray(float[][]::new)));
    }
    return SafeTensors.of(tensors);
  }

  /**
   * The rows with the embeddings of the retired topics in their places.
   *
   * @param read the rows for Python
   * @param topics of the rows
   * @throws ModelDirectoryException if there are not as many as retired topics
   */
  static float[][] restored(float[][] read, List<Topic> topics, SafeTensors tensors, String file)
      throws ModelDirectoryException {
    int[] retired =
        IntStream.range(0, read.length).filter(row -> topics.get(row).retired()).toArray();
    if (retired.length == 0) {
      return read;
    }
    float[][] own = PythonCtfidf.tensor(tensors, RETIRED, file).toFloatRows();
    if (own.length != retired.length) {
      throw ModelDirectoryException.of(
          "%s must have the embeddings of %d retired topics, got %d; save the model again",
          file, retired.length, own.length);
    }
    float[][] rows = read.clone();
    for (int i = 0; i < retired.length; i++) {
      rows[retired[i]] = own[i];
    }
    return rows;
  }
}
