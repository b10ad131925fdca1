package org.sparkbertopic.testing;

import java.util.List;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;

/** Embeddings of the words that golden files were made with. */
public final class Names {

  /** The seed topics of the guided reference, words joined. */
  public static final List<String> SEED_TOPICS =
      List.of("nuclear weapons soviet", "school teachers education");

  private Names() {}

  /** By the model that embedded the passages. */
  public static float[][] embed(List<String> texts) {
    return OnnxEmbedder.allMiniLmL6V2().embed(texts).vectors();
  }
}
