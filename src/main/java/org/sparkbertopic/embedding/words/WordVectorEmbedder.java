package org.sparkbertopic.embedding.words;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;

/**
 * Embeds a text as the pooled vectors of its words, from one or several files of word vectors
 * (word2vec: Mikolov et al. 2013; GloVe: Pennington et al. 2014; fastText: Bojanowski et al. 2017).
 * With several files, the vectors of a word are concatenated. Presets for BERTopic's Gensim and
 * Flair backends: {@link #gensim} and {@link #flair}.
 *
 * <p>The format is detected from the content: word2vec's text and binary formats, GloVe's text (no
 * first line), fastText's {@code .vec}, and its {@code .bin} with n-grams that give unknown words a
 * vector; each optionally gzipped. Pickles, zip archives and quantized models are rejected with a
 * remedy.
 *
 * <p>A value: {@link #embed} opens the files. On its first use on a machine, a file is converted to
 * one with memory-mapped vectors. For two million words of 300 numbers this takes 7 s (binary) to
 * half a minute (text) and 2.5 GB of disk; later JVMs open it in two seconds. The heap holds the
 * words, at about 30 bytes each. Safe for concurrent use.
 *
 * <p>A text without known words has the zero vector. Texts are never truncated; words of more than
 * 1,024 characters are not looked up.
 *
 * @param files paths of the files, or names of {@link GensimData}, in the order in which vectors
 *     are concatenated. Files of up to 2 GiB are sent to the executors; larger ones must exist
 *     there
 * @param splitting how texts are split into words
 * @param forms spellings in which a word is looked up
 * @param pooling how the vectors of words are combined into the vector of a text
 * @param unknownAsZeros whether a word that no file contains is pooled as zeros, as Flair does, or
 *     left out
 * @param cacheFolder folder for converted files; empty for the value of {@code
 *     SPARK_BERTOPIC_CACHE} or, if it is not set, {@code spark-bertopic} in the user's cache folder
 *     or in {@code java.io.tmpdir}. Does not affect vectors
 */
@RecordBuilder
public record WordVectorEmbedder(
    List<String> files,
    WordSplitting splitting,
    WordForms forms,
    WordPooling pooling,
    boolean unknownAsZeros,
    String cacheFolder)
    implements Embedder, WordVectorEmbedderBuilder.With {

  /** Words of any script without punctuation, which has vectors but says nothing about topics. */
  public static final WordSplitting DEFAULT_SPLITTING = WordSplitting.WORDS;

  /** Flair's default, which suits both cased and lower-case files. */
  public static final WordForms DEFAULT_FORMS = WordForms.CASCADE;

  /** The default in Flair, and in BERTopic for Gensim. */
  public static final WordPooling DEFAULT_POOLING = WordPooling.MEAN;

  /** The driver sends files to all executors; larger files usually lie on shared disks. */
  private static final long MOST_BYTES_SENT = 2L << 30;

  private static final long serialVersionUID = 1L;

  /** Increased when the same files and parameters start to give other vectors. */
  private static final String METHOD = "word vectors v1";

  public WordVectorEmbedder {
    files = List.copyOf(files);
    Objects.requireNonNull(splitting, "splitting");
    Objects.requireNonNull(forms, "forms");
    Objects.requireNonNull(pooling, "pooling");
    Objects.requireNonNull(cacheFolder, "cacheFolder");
    if (files.isEmpty() || files.stream().anyMatch(String::isBlank)) {
      throw Checks.invalid(
          "files must be one or more files of word vectors, got %s; give paths such as"
              + " glove.6B.100d.txt",
          files);
    }
  }

  /** One or several files, with default parameters. */
  public static WordVectorEmbedder of(String... files) {
    return new WordVectorEmbedder(
        List.of(files), DEFAULT_SPLITTING, DEFAULT_FORMS, DEFAULT_POOLING, false, "");
  }

  /**
   * As BERTopic with Gensim's KeyedVectors: splits at white space, and averages the known words in
   * their original spelling.
   */
  public static WordVectorEmbedder gensim(String file) {
    return of(file).withSplitting(WordSplitting.WHITESPACE).withForms(WordForms.EXACT);
  }

  /**
   * As Flair's DocumentPoolEmbeddings over WordEmbeddings: all tokens count, including punctuation
   * and unknown words. Approximates Flair's tokenizer (segtok) closely, but not exactly.
   */
  public static WordVectorEmbedder flair(String... files) {
    return of(files).withSplitting(WordSplitting.WORDS_AND_PUNCTUATION).withUnknownAsZeros(true);
  }

  /** Whether the path is a file of word vectors, judged by its first bytes. */
  public static boolean recognizes(Path path) {
    return WordFile.recognizes(path);
  }

  /** Whether a model's name is one of {@link GensimData}, or the path of a file of word vectors. */
  public static boolean isNamedBy(String model) {
    return GensimData.recognizes(model)
        || (Files.isRegularFile(Path.of(model)) && recognizes(Path.of(model)));
  }

  /** The names of the files without folders, joined by a plus. */
  @Override
  public String name() {
    return files.stream()
        .map(file -> Path.of(file).getFileName().toString())
        .collect(Collectors.joining("+"));
  }

  /** Reads the files on the first call in a JVM, unless their hashes are in the cache folder. */
  @Override
  public String fingerprint() {
    return METHOD
        + ", "
        + splitting
        + ", "
        + forms
        + ", "
        + pooling
        + (unknownAsZeros ? ", unknown as zeros" : "")
        + files.stream()
            .map(file -> ", " + WordStores.contentHash(here(file), cacheFolder))
            .collect(Collectors.joining());
  }

  /** Opens the files, and converts new ones, on the first call in a JVM. */
  @Override
  public int dimension() {
    return new WordLookup(stores(), forms).dimension();
  }

  /**
   * @throws IllegalArgumentException if a file is missing, in another format, truncated or damaged
   * @throws java.io.UncheckedIOException if a file cannot be read, or the cache folder is not
   *     writable
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    TextWords words = textWords();
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      SparkTask.stopIfKilled();
      vectors[i] = words.vectorOf(texts.get(i));
    }
    return new EmbeddedTexts(vectors, new boolean[vectors.length]);
  }

  /**
   * With the files of the models that are named as in Gensim's downloader or in Flair, fetched if
   * they are not there.
   *
   * @throws IllegalArgumentException if there is no such model in a format that is read
   * @throws IllegalStateException if one is not there and cannot be fetched
   */
  @Override
  public WordVectorEmbedder settled() {
    return withFiles(
        files.stream()
            .map(
                file ->
                    GensimData.recognizes(file)
                        ? GensimData.ofEnvironment().file(file).toString()
                        : file)
            .toList());
  }

  /** For one caller. */
  TextWords textWords() {
    return new TextWords(splitting, new WordLookup(stores(), forms), pooling, unknownAsZeros);
  }

  @Override
  public WordVectorEmbedder forExecutors(SparkContext spark) {
    return new WordVectorEmbedder(
        files.stream().map(file -> sent(spark, file)).toList(),
        splitting,
        forms,
        pooling,
        unknownAsZeros,
        cacheFolder);
  }

  /** The path of the file on an executor: its folder's reference, and its name. */
  private static String sent(SparkContext spark, String file) {
    Path here = here(file).toAbsolutePath();
    WordStores.requireFile(here);
    try {
      if (ModelFolder.isReference(file) || Files.size(here) > MOST_BYTES_SENT) {
        return file;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + here + "; copy it again", e);
    }
    String name = here.getFileName().toString();
    return ModelShipping.ship(spark, here.getParent(), List.of(name)).reference() + "/" + name;
  }

  private static Path here(String file) {
    if (GensimData.recognizes(file)) {
      return GensimData.ofEnvironment().file(file);
    }
    if (!ModelFolder.isReference(file)) {
      return Path.of(file);
    }
    int slash = file.lastIndexOf('/');
    return ModelFolder.resolve(file.substring(0, slash)).resolve(file.substring(slash + 1));
  }

  private WordStore[] stores() {
    WordStore[] stores = new WordStore[files.size()];
    for (int i = 0; i < stores.length; i++) {
      stores[i] = WordStores.shared(here(files.get(i)), cacheFolder);
    }
    return stores;
  }
}
