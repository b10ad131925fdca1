package org.sparkbertopic.embedding;

import java.util.List;
import java.util.Objects;
import org.apache.spark.TaskContext;

/**
 * Embeds with a sentence transformer in ONNX form on the CPU: a vector is the mean over the text's
 * tokens, scaled to length one.
 *
 * <p>A value: the model is opened where {@link #embed} is called, once per JVM, and shared by all
 * threads. Safe for concurrent use; a call computes on the caller's thread.
 *
 * <p>Cost of all-MiniLM-L6-v2 (22 million parameters): 90 MB per JVM, 22 MFLOP a token. The
 * tokenizer's native library is unpacked below the user's home folder; the environment variable
 * {@code DJL_CACHE_DIR} moves it, where executors have no writable home. Nothing is downloaded.
 *
 * @param model the name of a model on the class path (its resources are {@code NAME.onnx} and
 *     {@code NAME-tokenizer.json} in lower case), or a folder with {@code model.onnx} or {@code
 *     onnx/model.onnx}, and {@code tokenizer.json}; whatever holds a slash is a folder
 * @param maxTokens of a longer text the model sees the first {@code maxTokens}, special tokens
 *     included
 * @param tokensPerBatch most tokens of all texts in one call of the model; changes speed and
 *     memory, not the vectors
 */
public record OnnxEmbedder(String model, int maxTokens, int tokensPerBatch) implements Embedder {

  /** BERTopic's default for English. */
  public static final String ALL_MINI_LM_L6_V2 = "all-MiniLM-L6-v2";

  /** {@code max_seq_length} of all-MiniLM-L6-v2 in sentence-transformers. */
  public static final int DEFAULT_MAX_TOKENS = 256;

  /** Larger batches outgrow the processor's caches: 8,192 cost a seventh more (decision 0002). */
  public static final int DEFAULT_TOKENS_PER_BATCH = 1024;

  private static final long serialVersionUID = 1L;

  /** Raised when the same model and parameters begin to give other vectors. */
  private static final String METHOD = "onnx mean l2 v1";

  public OnnxEmbedder {
    Objects.requireNonNull(model, "model");
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "model must not be blank; give " + ALL_MINI_LM_L6_V2 + " or a folder");
    }
    // One token between the two special ones that BERT and its kin put around a text.
    if (maxTokens < 3) {
      throw new IllegalArgumentException(
          "maxTokens must be at least 3, got "
              + maxTokens
              + "; give what the model was trained for, such as "
              + DEFAULT_MAX_TOKENS);
    }
    if (tokensPerBatch < 1) {
      throw new IllegalArgumentException(
          "tokensPerBatch must be positive, got "
              + tokensPerBatch
              + "; leave it at "
              + DEFAULT_TOKENS_PER_BATCH);
    }
  }

  /** BERTopic's default, from the class path. */
  public static OnnxEmbedder allMiniLmL6V2() {
    return of(ALL_MINI_LM_L6_V2);
  }

  /** A model by name or folder, with the other parameters at their defaults. */
  public static OnnxEmbedder of(String model) {
    return new OnnxEmbedder(model, DEFAULT_MAX_TOKENS, DEFAULT_TOKENS_PER_BATCH);
  }

  public OnnxEmbedder withMaxTokens(int value) {
    return new OnnxEmbedder(model, value, tokensPerBatch);
  }

  public OnnxEmbedder withTokensPerBatch(int value) {
    return new OnnxEmbedder(model, maxTokens, value);
  }

  /** The model's name, or the last part of its folder. */
  @Override
  public String name() {
    String path = model.replace('\\', '/');
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }

  /**
   * Reads the model's files on the first call in a JVM. Covers the version of ONNX Runtime: two of
   * them give vectors that differ in their last bits.
   */
  @Override
  public String fingerprint() {
    return METHOD
        + ", onnxruntime "
        + OnnxModel.runtimeVersion()
        + ", at most "
        + maxTokens
        + " tokens, "
        + ContentHash.of(files());
  }

  /** Opens the model on the first call in a JVM. */
  @Override
  public int dimension() {
    return OnnxModel.shared(files()).dimension();
  }

  @Override
  public EmbeddedTexts embed(List<String> texts) {
    OnnxModel open = OnnxModel.shared(files());
    int count = texts.size();
    int[][] ids = new int[count][];
    int[] lengths = new int[count];
    boolean[] truncated = new boolean[count];
    for (int i = 0; i < count; i++) {
      TextTokenizer.Tokens tokens = open.tokenizer().tokenize(texts.get(i), maxTokens);
      ids[i] = tokens.ids();
      lengths[i] = ids[i].length;
      truncated[i] = tokens.truncated();
    }
    float[][] vectors = new float[count][];
    for (int[] batch : TokenBatches.plan(lengths, tokensPerBatch)) {
      stopIfTaskIsKilled();
      embedBatch(open, batch, ids, vectors);
    }
    return new EmbeddedTexts(vectors, truncated);
  }

  private static void embedBatch(OnnxModel open, int[] batch, int[][] ids, float[][] vectors) {
    int[][] batchIds = new int[batch.length][];
    for (int i = 0; i < batch.length; i++) {
      batchIds[i] = ids[batch[i]];
    }
    float[][] batchVectors = open.embed(batchIds);
    for (int i = 0; i < batch.length; i++) {
      vectors[batch[i]] = batchVectors[i];
    }
  }

  /** Spark looks only between rows, and rows come out a chunk at a time. */
  private static void stopIfTaskIsKilled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new IllegalStateException("the task was killed while it embedded");
    }
  }

  private ModelFiles files() {
    return ModelFiles.locate(model);
  }
}
