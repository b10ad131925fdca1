package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.nio.file.Path;
import org.sparkbertopic.io.ByteReader;

/**
 * Reads fastText's {@code .bin} format: settings, words, and a table of vectors for words and
 * n-grams. The table is kept as it is, and a word's vector is computed at lookup.
 */
final class FastTextModel {

  private static final int MAGIC = 793712314;
  private static final int NEWEST_VERSION = 12;
  private static final int SUPERVISED = 3;
  private static final byte LABEL = 1;

  private static final String WHAT = "a fastText model";

  private final Path file;
  private final ByteReader in;
  private int dimension;
  private int shortest;
  private int longest;
  private int buckets;
  private int words;
  private int entries;

  private FastTextModel(Path file, ByteReader in) {
    this.file = file;
    this.in = in;
  }

  static boolean begins(ByteReader in) throws IOException {
    return in.startsWith(
        (byte) MAGIC, (byte) (MAGIC >>> 8), (byte) (MAGIC >>> 16), (byte) (MAGIC >>> 24));
  }

  static void copy(Path file, ByteReader in, WordFile.Opener opener) throws IOException {
    new FastTextModel(file, in).copy(opener);
  }

  private void copy(WordFile.Opener opener) throws IOException {
    readSettings();
    try (WordStoreWriter writer = opener.open(dimension)) {
      readWords(writer);
      readTable(writer);
      skipOutput();
      writer.finish(
          longest > 0 && buckets > 0 ? new SubWords(shortest, longest, buckets) : SubWords.NONE);
    }
  }

  private void readSettings() throws IOException {
    in.readInt();
    int version = in.readInt();
    if (version < 11 || version > NEWEST_VERSION) {
      throw unusable(
          "it is of version " + version, "save it with fastText 0.9.2, which writes version 12");
    }
    dimension = in.readInt();
    // window, epochs, minimum count, negatives, word n-grams, loss
    in.skipFully(6 * Integer.BYTES);
    int model = in.readInt();
    buckets = in.readInt();
    shortest = in.readInt();
    longest = in.readInt();
    // update rate of the learning rate, and the sampling threshold as a double
    in.skipFully(Integer.BYTES + Double.BYTES);
    if (version == 11 && model == SUPERVISED) {
      // Models of that version were trained without n-grams, whatever their settings say.
      longest = 0;
    }
    if (dimension < 1
        || dimension > WordStore.MOST_DIMENSIONS
        || buckets < 0
        || shortest < 0
        || longest < 0
        || longest > SubWords.LONGEST) {
      throw damaged(
          "its settings are impossible: vectors of "
              + dimension
              + " numbers, n-grams of "
              + shortest
              + " to "
              + longest
              + " characters in "
              + buckets
              + " buckets");
    }
  }

  private void readWords(WordStoreWriter writer) throws IOException {
    entries = in.readInt();
    words = in.readInt();
    int labels = in.readInt();
    in.readLong();
    long pruned = in.readLong();
    if (words < 1 || labels < 0 || entries != (long) words + labels) {
      throw damaged(
          "its numbers of words do not fit: " + entries + " of " + words + " and " + labels);
    }
    if (pruned >= 0) {
      throw quantized();
    }
    for (int i = 0; i < entries; i++) {
      int length = in.distanceTo((byte) 0, WordStore.LONGEST_WORD_BYTES);
      if (length < 0) {
        throw damaged("its word " + (i + 1) + " does not end");
      }
      boolean isWord = i < words;
      if (isWord) {
        writer.addWord(in.buffer(), in.from(), in.from() + length);
      }
      in.skip(length + 1);
      in.readLong();
      if ((in.read() == LABEL) == isWord) {
        throw damaged("its entry " + (i + 1) + " is not a " + (isWord ? "word" : "label"));
      }
    }
  }

  private void readTable(WordStoreWriter writer) throws IOException {
    int quantized = in.read();
    if (quantized == 1) {
      throw quantized();
    }
    long rows = in.readLong();
    long columns = in.readLong();
    if (quantized != 0 || columns != dimension || rows != (long) words + buckets) {
      throw damaged(
          "its table of "
              + rows
              + " x "
              + columns
              + " does not fit "
              + words
              + " words and "
              + buckets
              + " buckets of "
              + dimension
              + " numbers");
    }
    float[] row = new float[dimension];
    for (long i = 0; i < rows; i++) {
      in.readFloats(row, dimension);
      if (!VectorTable.isFinite(row)) {
        throw damaged("its row " + (i + 1) + " of " + rows + " has a number that is not finite");
      }
      writer.addVector(row);
    }
  }

  /** The second table is not used, but a file that ends within it is incomplete. */
  private void skipOutput() throws IOException {
    int quantized = in.read();
    long rows = in.readLong();
    long columns = in.readLong();
    if (quantized != 0
        || rows < 0
        || columns != dimension
        || rows > Long.MAX_VALUE / dimension / Float.BYTES) {
      throw damaged("its second table is of " + rows + " x " + columns);
    }
    in.skipFully(rows * columns * Float.BYTES);
    if (in.read() >= 0) {
      throw damaged("it has bytes after its end");
    }
  }

  private IllegalArgumentException quantized() {
    return unusable(
        "it is a quantized one (.ftz), of which words have no exact vectors",
        "give the .bin that it was made from");
  }

  private IllegalArgumentException damaged(String problem) {
    return unusable(problem, VectorFiles.COPY_AGAIN);
  }

  private IllegalArgumentException unusable(String problem, String remedy) {
    return VectorFiles.unusable(file, WHAT, problem, remedy);
  }
}
