package org.sparkbertopic.embedding.words;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;

/**
 * Embeds with a static model: one vector for each token of a transformer's tokenizer, averaged
 * (model2vec: Tulkens and van Dongen, 2024; sentence-transformers' StaticEmbedding). Hundreds of
 * times as fast as the transformer it was distilled from.
 *
 * <p>Read are {@code model.safetensors} (the vectors, 8 to 64 bits; {@code weights} and {@code
 * mapping} of models with a quantized vocabulary), {@code tokenizer.json}, and from {@code
 * config.json} or {@code modules.json} whether vectors are scaled to length one. The tokens are
 * model2vec's: no special ones, unknown ones left out.
 *
 * <p>A value: the files are opened where {@link #embed} is called, the vectors mapped into memory.
 * Safe for concurrent use. A text without tokens gets the zero vector.
 *
 * @param folder the model's folder; executors are sent what they need of it
 * @param maxTokens of a longer text, the tokens used; the text is cut before at so many times the
 *     median length of a token, as model2vec does. Of more than 2^20 characters nothing is seen
 */
@RecordBuilder
public record StaticEmbedder(String folder, int maxTokens)
    implements Embedder, StaticEmbedderBuilder.With {

  /** {@code max_length} of model2vec's {@code encode}. */
  public static final int DEFAULT_MAX_TOKENS = 512;

  private static final long serialVersionUID = 1L;

  /** Raised when the same model and parameters begin to give other vectors. */
  private static final String METHOD = "static mean v1";

  public StaticEmbedder {
    Objects.requireNonNull(folder, "folder");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a static model");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "maxTokens must be positive, got "
              + maxTokens
              + "; leave it at "
              + DEFAULT_MAX_TOKENS
              + ", or give the largest int for all");
    }
  }

  /** The model in a folder, with the other parameters at their defaults. */
  public static StaticEmbedder of(String folder) {
    return new StaticEmbedder(folder, DEFAULT_MAX_TOKENS);
  }

  /**
   * Whether the path is the folder of a static model. Such a folder may hold an ONNX form of the
   * model too, which gives the same vectors more slowly.
   */
  public static boolean recognizes(Path path) {
    return StaticModel.recognizes(path);
  }

  /** The last part of the folder. */
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

  /** Sends the model's files along, so that its folder need not lie on the executors. */
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
   * @throws IllegalArgumentException if the folder is no static model, or a file is cut short or
   *     damaged
   * @throws java.io.UncheckedIOException if one cannot be read
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    StaticModel model = StaticModel.shared(here());
    VectorPool pool = new VectorPool(WordPooling.MEAN, model.dimension());
    float[] vector = new float[model.dimension()];
    float[][] vectors = new float[texts.size()][];
    boolean[] truncated = new boolean[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      KilledTask.stopIfSo();
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
