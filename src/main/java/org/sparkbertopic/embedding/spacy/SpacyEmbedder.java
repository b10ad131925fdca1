package org.sparkbertopic.embedding.spacy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;
import org.sparkbertopic.embedding.words.VectorPool;
import org.sparkbertopic.embedding.words.WordPooling;

/**
 * Embeds a text as spaCy's {@code doc.vector} does with a pipeline that has word vectors, such as
 * en_core_web_md and _lg: the mean over all tokens, including punctuation and white space, where a
 * token without a vector counts as zeros. The pipeline's own rules define the tokens.
 *
 * <p>Reads {@code meta.json}, {@code tokenizer}, and {@code vectors}, {@code vectors.cfg} and
 * {@code key2row} in {@code vocab}, and never runs code of the pipeline. Supports the default
 * vectors and floret's. Rejects pipelines without word vectors (_sm, _trf), and those whose
 * tokenizer is a program (Chinese, Japanese, Korean, Thai, Vietnamese).
 *
 * <p>A value: {@link #embed} opens the files and maps the vectors into memory. The heap holds the
 * keys, 25 MB for half a million. Safe for concurrent use. Texts are never truncated; 1,024
 * characters without white space form one token.
 *
 * @param folder folder of the pipeline: the output of {@code nlp.to_disk}, or an installed package,
 *     which contains such a folder. The required files are sent to the executors
 */
public record SpacyEmbedder(String folder) implements Embedder {

  private static final long serialVersionUID = 1L;

  /** Increased when the same pipeline starts to give other vectors. */
  private static final String METHOD = "spacy doc.vector v1";

  public SpacyEmbedder {
    Objects.requireNonNull(folder, "folder");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a spaCy pipeline");
    }
  }

  /** The pipeline in a folder. */
  public static SpacyEmbedder of(String folder) {
    return new SpacyEmbedder(folder);
  }

  /** Whether the path is the folder of a pipeline, or of a package with one. */
  public static boolean recognizes(Path path) {
    try {
      SpacyPipeline.locate(path);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The language and name in the pipeline's {@code meta.json}. */
  @Override
  public String name() {
    return SpacyPipeline.name(here());
  }

  /** Reads the pipeline's files on the first call in a JVM. */
  @Override
  public String fingerprint() {
    return METHOD + ", " + SpacyPipeline.contentHash(here());
  }

  private Path here() {
    return ModelFolder.resolve(folder);
  }

  /** Sends the pipeline's files to the executors, so that they do not need the folder. */
  @Override
  public SpacyEmbedder forExecutors(SparkContext spark) {
    if (ModelFolder.isReference(folder)) {
      return this;
    }
    Path pipeline = SpacyPipeline.locate(here());
    ModelFolder sent = ModelShipping.ship(spark, pipeline, SpacyPipeline.paths(pipeline));
    return new SpacyEmbedder(sent.reference());
  }

  /** Opens the pipeline on the first call in a JVM. */
  @Override
  public int dimension() {
    return SpacyPipeline.shared(here()).vectors().dimension();
  }

  /**
   * @throws IllegalArgumentException if the folder is not a pipeline with word vectors, or a file
   *     is truncated or damaged
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    SpacyPipeline pipeline = SpacyPipeline.shared(here());
    SpacyVectors vectors = pipeline.vectors();
    VectorPool pool = new VectorPool(WordPooling.MEAN, vectors.dimension());
    TokenSpans tokens = new TokenSpans();
    byte[] scratch = new byte[SpacyVectors.scratchBytes(SpacyTokenizer.LONGEST_CHUNK)];
    float[] vector = new float[vectors.dimension()];
    float[] zeros = new float[vectors.dimension()];
    float[][] results = new float[texts.size()][];
    for (int i = 0; i < results.length; i++) {
      SparkTask.stopIfKilled();
      String text = texts.get(i);
      pool.clear();
      pipeline.tokenizer().tokenize(text, tokens);
      for (int t = 0; t < tokens.size(); t++) {
        boolean known =
            tokens.end(t) - tokens.start(t) <= SpacyTokenizer.LONGEST_CHUNK
                && vectors.read(text.substring(tokens.start(t), tokens.end(t)), scratch, vector);
        pool.add(known ? vector : zeros);
      }
      results[i] = pool.result();
    }
    return new EmbeddedTexts(results, new boolean[results.length]);
  }
}
