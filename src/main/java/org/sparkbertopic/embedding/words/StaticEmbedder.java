package org.sparkbertopic.embedding.words;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;

/**
 * Embeds with a static model: one vector per token of a transformer's tokenizer, averaged
 * (model2vec: Tulkens and van Dongen, 2024; sentence-transformers' StaticEmbedding). Hundreds of
 * times as fast as the transformer that it was distilled from.
 *
 * <p>Reads {@code model.safetensors} (the vectors, 8 to 64 bits; {@code weights} and {@code
 * mapping} of models with a quantized vocabulary), {@code tokenizer.json}, and {@code config.json}
 * or {@code modules.json}, which say whether vectors are scaled to unit length. Tokens are those of
 * model2vec, without special and unknown tokens.
 *
 * <p>A value: {@link #embed} opens the files and maps the vectors into memory. Safe for concurrent
 * use. A text without tokens has the zero vector.
 *
 * @param folder folder of the model; the required files are sent to the executors
 * @param maxTokens maximum number of tokens per text. As in model2vec, the text is first cut to
 *     this number times the median length of a token. Characters beyond 2^20 are never read
 */
@RecordBuilder
public record StaticEmbedder(String folder, int maxTokens)
    implements Embedder, StaticEmbedderBuilder.With {

  /** The default of {@code max_length} in model2vec's {@code encode}. */
  public static final int DEFAULT_MAX_TOKENS = 512;

  private static final long serialVersionUID = 1L;

  /** Increased when the same model and parameters start to give other vectors. */
  private static final String METHOD = "static mean v1";

  public StaticEmbedder {
    Objects.requireNonNull(folder, "folder");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a static model");
    }
    if (maxTokens < 1) {
      throw Checks.invalid(
          "maxTokens must be positive, got %s; leave it at %s, or give the largest int for all",
          maxTokens, DEFAULT_MAX_TOKENS);
    }
  }

  /** The model in a folder, with default parameters. */
  public static StaticEmbedder of(String folder) {
    return new StaticEmbedder(folder, DEFAULT_MAX_TOKENS);
  }

  /**
   * Whether the path is the folder of a static model. Such a folder may also contain an ONNX form
   * of the model, which gives the same vectors more slowly.
   */
  public static boolean recognizes(Path path) {
    return StaticModel.recognizes(path);
  }

  /** The last part of the folder's path. */
  @Override
  public String name() {
    Path last = Path.of(folder).normalize().getFileName();
    return last == null ? folder : last.toString();
  }

  /** Reads the model's files on the first call in a JVM. */
  @Override
  public String fingerprint() {
    return METHOD + ", at most " + maxTokens + " tokens, " + StaticModel.contentHash(here());
  }

  private Path here() {
    return ModelFolder.resolve(folder);
  }

  /** Sends the model's files to the executors, so that they do not need the folder. */
  @Override
  public StaticEmbedder forExecutors(SparkContext spark) {
    if (ModelFolder.isReference(folder)) {
      return this;
    }
    Path model = here();
    ModelFolder sent = ModelShipping.ship(spark, model, StaticModel.paths(model));
    return new StaticEmbedder(sent.reference(), maxTokens);
  }

  /** Opens the model on the first call in a JVM. */
  @Override
  public int dimension() {
    return StaticModel.shared(here()).dimension();
  }

  /**
   * @throws IllegalArgumentException if the folder is not a static model, or a file is truncated or
   *     damaged
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    StaticModel model = StaticModel.shared(here());
    VectorPool pool = new VectorPool(WordPooling.MEAN, model.dimension());
    float[] vector = new float[model.dimension()];
    float[][] vectors = new float[texts.size()][];
    boolean[] truncated = new boolean[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      SparkTask.stopIfKilled();
      StaticTokenizer.Tokens tokens = model.tokenizer().tokenize(texts.get(i), maxTokens);
      pool.clear();
      for (long token : tokens.ids()) {
        model.read((int) token, vector);
        pool.add(vector);
      }
      vectors[i] = pool.result();
      model.finish(vectors[i]);
      truncated[i] = tokens.truncated();
    }
    return new EmbeddedTexts(vectors, truncated);
  }
}
