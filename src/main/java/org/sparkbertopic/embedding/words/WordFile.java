package org.sparkbertopic.embedding.words;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.sparkbertopic.io.ByteReader;

/**
 * Reads a file of word vectors and detects its format from the first bytes: word2vec's text and
 * binary formats, GloVe's text, fastText's {@code .vec} and {@code .bin}, each optionally gzipped.
 */
final class WordFile {

  static final String WHAT = "word vectors";

  private static final byte[] GZIP = {0x1F, (byte) 0x8B};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte PICKLE = (byte) 0x80;
  private static final int NEWEST_PICKLE = 8;
  private static final int GZIP_BUFFER_BYTES = 1 << 16;

  private static final String FROM_GENSIM =
      "convert it in Python: gensim.models.KeyedVectors.load(FILE)"
          + ".save_word2vec_format('vectors.bin', binary=True), with .wv before .save_word2vec_format"
          + " if it is a whole model";

  private WordFile() {}

  /** Opens the receiver of the words and vectors. */
  interface Opener {
    /** Called once, before any word, when the dimension is known. */
    WordStoreWriter open(int dimension) throws IOException;
  }

  /** Whether the first bytes are those of a readable format. */
  static boolean recognizes(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (ByteReader in = open(file)) {
      refuseOthers(file, in);
      return FastTextModel.begins(in) || TextVectors.looksLikeVectors(in);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Copies the words and vectors of a file.
   *
   * @throws IllegalArgumentException if the file has another format, or is truncated or damaged
   */
  static void copy(Path file, Opener opener) throws IOException {
    try (ByteReader in = open(file)) {
      refuseOthers(file, in);
      if (FastTextModel.begins(in)) {
        FastTextModel.copy(file, in, opener);
      } else {
        TextVectors.copy(file, in, opener);
      }
    } catch (EOFException | ZipException e) {
      throw VectorFiles.unusable(
          file, WHAT, "it is cut short or damaged: " + e.getMessage(), VectorFiles.COPY_AGAIN, e);
    }
  }

  private static ByteReader open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      ByteReader plain = new ByteReader(raw);
      if (!plain.startsWith(GZIP)) {
        return plain;
      }
      raw.close();
      raw = Files.newInputStream(file);
      return new ByteReader(new GZIPInputStream(raw, GZIP_BUFFER_BYTES));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Rejects formats that are often mistaken for word vectors, and says how to convert them. */
  private static void refuseOthers(Path file, ByteReader in) throws IOException {
    if (!in.lookAhead(1)) {
      throw VectorFiles.unusable(file, WHAT, "it is empty", VectorFiles.COPY_AGAIN);
    }
    if (in.startsWith(ZIP)) {
      throw VectorFiles.unusable(
          file,
          WHAT,
          "it is a zip archive",
          "unzip it and give the text file within (GloVe's come like this); if it is PyTorch's (.pt,"
              + " .bin), convert it in Python: vectors = gensim.models.KeyedVectors(DIMENSION);"
              + " vectors.add_vectors(WORDS, MATRIX); vectors.save_word2vec_format('vectors.bin',"
              + " binary=True)");
    }
    if (in.startsWith(NUMPY)) {
      throw VectorFiles.unusable(
          file, WHAT, "it is the matrix of a Gensim model without its words", FROM_GENSIM);
    }
    if (in.buffer()[in.from()] == PICKLE
        && in.lookAhead(2)
        && in.buffer()[in.from() + 1] <= NEWEST_PICKLE
        && in.buffer()[in.from() + 1] > 0) {
      throw VectorFiles.unusable(
          file,
          WHAT,
          "it is a Python pickle (Gensim's .model and .kv, PyTorch's .bin and .pt), which would run"
              + " code when read",
          FROM_GENSIM);
    }
  }

  /** A word, shortened for messages. */
  static String show(byte[] utf8, int from, int to) {
    String word = new String(utf8, from, Math.min(to - from, 60), StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder("\"");
    word.codePoints()
        .map(c -> Character.isISOControl(c) || c == '"' ? '?' : c)
        .forEach(shown::appendCodePoint);
    return shown.append(to - from > 60 ? "...\"" : "\"").toString();
  }
}
