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
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;

/**
 * Embeds a text as the pooled vectors of its words, from one or several files of word vectors
 * (word2vec: Mikolov et al. 2013; GloVe: Pennington et al. 2014; fastText: Bojanowski et al. 2017).
 * With several files a word's vectors are put one after the other. BERTopic's Gensim and Flair
 * backends are presets: {@link #gensim} and {@link #flair}.
 *
 * <p>Formats, told by the content: word2vec's text and binary, GloVe's text (no first line),
 * fastText's {@code .vec}, and its {@code .bin} with the n-grams that give unknown words a vector;
 * each also gzipped. Pickles, zip archives and quantized models are refused, with what to do.
 *
 * <p>A value: the files are opened where {@link #embed} is called. On the first use on a machine a
 * file is converted, as a stream, to one whose vectors are memory mapped: for two million words of
 * 300 numbers 7 s (binary) to half a minute (text) and 2.5 GB of disk, then opened in two seconds a
 * JVM. The heap holds the words, about 30 bytes each. Safe for concurrent use.
 *
 * <p>A text without a known word gets the zero vector. No text is truncated; words of more than
 * 1,024 characters are not looked up.
 *
 * @param files paths of the files, in the order in which a word's vectors are put together;
 *     executors are sent those of at most 2 GiB, larger ones must be there
 * @param splitting where a text is cut into words
 * @param forms in which spelling a word is looked up
 * @param pooling how the words' vectors become the text's
 * @param unknownAsZeros whether a word that no file knows is pooled as a vector of zeros, as Flair
 *     does, or left out
 * @param cacheFolder where converted files are kept; empty for {@code SPARK_BERTOPIC_CACHE} of the
 *     environment or, without it, {@code spark-bertopic} in the user's cache folder or else in
 *     {@code java.io.tmpdir}. Changes no vector
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

  /** Words of any script, punctuation left out: punctuation has vectors, but no topic. */
  public static final WordSplitting DEFAULT_SPLITTING = WordSplitting.WORDS;

  /** Flair's, which suits cased and lower-case files alike. */
  public static final WordForms DEFAULT_FORMS = WordForms.CASCADE;

  /** Flair's, and BERTopic's for Gensim. */
  public static final WordPooling DEFAULT_POOLING = WordPooling.MEAN;

  /** One driver sends to all executors: larger files lie on shared disks already. */
  private static final long MOST_BYTES_SENT = 2L << 30;

  private static final long serialVersionUID = 1L;

  /** Raised when the same files and parameters begin to give other vectors. */
  private static final String METHOD = "word vectors v1";

  public WordVectorEmbedder {
    files = List.copyOf(files);
    Objects.requireNonNull(splitting, "splitting");
    Objects.requireNonNull(forms, "forms");
    Objects.requireNonNull(pooling, "pooling");
    Objects.requireNonNull(cacheFolder, "cacheFolder");
    if (files.isEmpty() || files.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "files must be one or more files of word vectors, got "
              + files
              + "; give paths such as glove.6B.100d.txt");
    }
  }

  /** One or several files, with the other parameters at their defaults. */
  public static WordVectorEmbedder of(String... files) {
    return new WordVectorEmbedder(
        List.of(files), DEFAULT_SPLITTING, DEFAULT_FORMS, DEFAULT_POOLING, false, "");
  }

  /**
   * What BERTopic does with Gensim's KeyedVectors: the mean of the known words among those between
   * blanks, as they stand.
   */
  public static WordVectorEmbedder gensim(String file) {
    return of(file).withSplitting(WordSplitting.WHITESPACE).withForms(WordForms.EXACT);
  }

  /**
   * Flair's DocumentPoolEmbeddings over WordEmbeddings: all tokens count, punctuation and unknown
   * ones too. Its tokenizer (segtok) is followed closely, not to the letter.
   */
  public static WordVectorEmbedder flair(String... files) {
    return of(files).withSplitting(WordSplitting.WORDS_AND_PUNCTUATION).withUnknownAsZeros(true);
  }

  /** Whether the path is a file of word vectors, by its first bytes. */
  public static boolean recognizes(Path path) {
    return WordFile.recognizes(path);
  }

  /** The files' names without their folders, joined by a plus. */
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

  /** Opens the files, and converts those that never were, on the first call in a JVM. */
  @Override
  public int dimension() {
    return new WordLookup(stores(), forms).dimension();
  }

  /**
   * @throws IllegalArgumentException if a file is missing, of another format, cut short or damaged
   * @throws java.io.UncheckedIOException if one cannot be read, or the cache folder not be written
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    TextWords words =
        new TextWords(splitting, new WordLookup(stores(), forms), pooling, unknownAsZeros);
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      KilledTask.stopIfSo();
      vectors[i] = words.vectorOf(texts.get(i));
    }
    return new EmbeddedTexts(vectors, new boolean[vectors.length]);
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

  /** The file as executors find it: its folder's reference, and its name. */
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
