package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sparkbertopic.io.ByteReader;

/**
 * Reads word vectors as lines "word number number ...", with a first line "words dimension"
 * (word2vec, fastText's .vec) or without one (GloVe). Also reads word2vec's binary form, which has
 * the same first line.
 *
 * <p>A word may contain spaces (some of GloVe's do): the last numbers of a line are its vector.
 * Every row must have the dimension of the first line, and every line must end with a line feed.
 */
final class TextVectors {

  private static final int FLORET_FIELDS = 8;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Path file;
  private final ByteReader in;
  private long line;
  private float[] row;

  private TextVectors(Path file, ByteReader in) {
    this.file = file;
    this.in = in;
  }

  /** Whether the next line starts a file that {@link #copy} can read. */
  static boolean looksLikeVectors(ByteReader in) throws IOException {
    int length = in.distanceTo((byte) '\n', ByteReader.LONGEST_LINE);
    if (length < 0) {
      return false;
    }
    return header(in, length) != null || numbersAtEnd(in, length) >= 2;
  }

  static void copy(Path file, ByteReader in, WordFile.Opener opener) throws IOException {
    new TextVectors(file, in).copy(opener);
  }

  private void copy(WordFile.Opener opener) throws IOException {
    if (in.startsWith(BYTE_ORDER_MARK)) {
      in.skip(BYTE_ORDER_MARK.length);
    }
    int length = nextLine();
    if (length < 0) {
      throw unusable("it is empty", VectorFiles.COPY_AGAIN);
    }
    long[] header = header(in, length);
    if (header == null) {
      refuseFloret(length);
      copyGlove(opener, numbersAtEnd(in, length), length);
      return;
    }
    in.skip(length + 1);
    if (header[0] < 1
        || header[1] < 1
        || header[1] > WordStore.MOST_DIMENSIONS
        || header[0] > WordStore.MOST_WORDS) {
      throw unusable(
          "its first line promises " + header[0] + " vectors of " + header[1] + " numbers",
          VectorFiles.COPY_AGAIN);
    }
    int dimension = (int) header[1];
    row = new float[dimension];
    if (isText(dimension)) {
      copyText(opener, header[0], dimension);
    } else {
      copyBinary(opener, header[0], dimension);
    }
  }

  /** Parses "words dimension"; null for any other line. */
  private static long[] header(ByteReader in, int length) {
    if (length > 40) {
      return null;
    }
    String text = new String(in.buffer(), in.from(), length, StandardCharsets.ISO_8859_1);
    String[] fields = text.strip().split("[ \t]+", -1);
    if (fields.length != 2 || !isWhole(fields[0]) || !isWhole(fields[1])) {
      return null;
    }
    return new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])};
  }

  private static boolean isWhole(String field) {
    return !field.isEmpty()
        && field.length() <= 18
        && field.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private void refuseFloret(int length) {
    String text = new String(in.buffer(), in.from(), Math.min(length, 200), StandardCharsets.UTF_8);
    String[] fields = text.strip().split(" ", -1);
    if (fields.length == FLORET_FIELDS && isWhole(fields[0]) && isWhole(fields[5])) {
      throw unusable(
          "it is a table of floret",
          "make a pipeline of it with: spacy init vectors LANGUAGE FILE FOLDER --mode floret");
    }
  }

  private void copyGlove(WordFile.Opener opener, int dimension, int length) throws IOException {
    if (dimension < 2) {
      throw unusable(
          "its first line is not a word with at least two numbers: "
              + WordFile.show(in.buffer(), in.from(), in.from() + length),
          "give a file of word2vec, GloVe or fastText");
    }
    if (dimension > WordStore.MOST_DIMENSIONS) {
      throw unusable("its first line has " + dimension + " numbers", VectorFiles.COPY_AGAIN);
    }
    row = new float[dimension];
    try (WordStoreWriter writer = opener.open(dimension)) {
      for (int next = length; next >= 0; next = nextLine()) {
        copyLine(writer, next);
      }
      writer.finish(SubWords.NONE);
    }
  }

  private void copyText(WordFile.Opener opener, long words, int dimension) throws IOException {
    try (WordStoreWriter writer = opener.open(dimension)) {
      for (int next = nextLine(); next >= 0; next = nextLine()) {
        copyLine(writer, next);
      }
      if (writer.words() != words) {
        throw unusable(
            "its first line promises " + words + " words and " + writer.words() + " follow",
            VectorFiles.COPY_AGAIN);
      }
      writer.finish(SubWords.NONE);
    }
  }

  /**
   * Reads the next line into the buffer.
   *
   * @return its length without the line feed; -1 at the end
   */
  private int nextLine() throws IOException {
    line++;
    int length = in.distanceTo((byte) '\n', ByteReader.LONGEST_LINE);
    if (length >= 0) {
      return length;
    }
    if (!in.lookAhead(1)) {
      return -1;
    }
    if (in.available() >= ByteReader.LONGEST_LINE) {
      throw unusable(
          "its line " + line + " is longer than " + ByteReader.LONGEST_LINE + " bytes",
          "give a file of word2vec, GloVe or fastText");
    }
    throw unusable(
        "its last line " + line + " does not end with a line feed, so it may be cut short",
        VectorFiles.COPY_AGAIN + ", or add the line feed if it is whole");
  }

  private void copyLine(WordStoreWriter writer, int length) throws IOException {
    byte[] text = in.buffer();
    int start = in.from();
    int wordEnd = readNumbers(text, start, start + length);
    if (wordEnd - start > WordStore.LONGEST_WORD_BYTES) {
      throw unusable("the word of its line " + line + " does not end", VectorFiles.COPY_AGAIN);
    }
    if (hasOnlyNumbersBehindFirstField(text, start, wordEnd)) {
      throw mixed(text, start, wordEnd, numbersAtEnd(in, length));
    }
    writer.addWord(text, start, wordEnd);
    writer.addVector(row);
    in.skip(length + 1);
  }

  /** Parses the last numbers of the line into the row, and returns the end of the word. */
  private int readNumbers(byte[] text, int start, int lineEnd) {
    int end = trim(text, start, lineEnd);
    for (int i = row.length - 1; i >= 0; i--) {
      int from = fieldStart(text, start, end);
      double value = DecimalNumber.parse(text, from, end);
      row[i] = (float) value;
      if (!Float.isFinite(row[i])) {
        if (isNotFinite(text, from, end) || !Double.isNaN(value)) {
          throw unusable(
              "its line "
                  + line
                  + " has a number that is not finite: "
                  + WordFile.show(text, from, end),
              "leave that word out");
        }
        throw mixed(text, start, end, row.length - 1 - i);
      }
      if (from == start) {
        throw mixed(text, start, start, row.length - 1 - i);
      }
      end = trim(text, start, from);
    }
    return end;
  }

  private IllegalArgumentException mixed(byte[] text, int start, int end, int numbers) {
    return unusable(
        "its line "
            + line
            + " ("
            + WordFile.show(text, start, trim(text, start, end))
            + ") has "
            + numbers
            + " numbers instead of "
            + row.length,
        VectorFiles.COPY_AGAIN);
  }

  private static boolean isNotFinite(byte[] text, int from, int to) {
    if (to - from > 9) {
      return false;
    }
    String field = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    return field.matches("(?i)[+-]?(nan|inf|infinity)");
  }

  /**
   * Distinguishes a row that is too long from a word with spaces: here all fields after the first
   * are numbers.
   */
  private static boolean hasOnlyNumbersBehindFirstField(byte[] text, int start, int end) {
    int at = end;
    int fields = 0;
    while (true) {
      int from = fieldStart(text, start, at);
      if (from == start) {
        return fields > 0;
      }
      if (Double.isNaN(DecimalNumber.parse(text, from, at))) {
        return false;
      }
      fields++;
      at = trim(text, start, from);
    }
  }

  /** Number of numeric fields at the end of the next line, without the first field. */
  private static int numbersAtEnd(ByteReader in, int length) {
    byte[] text = in.buffer();
    int start = in.from();
    int end = trim(text, start, start + length);
    int numbers = 0;
    while (true) {
      int from = fieldStart(text, start, end);
      if (from == start || Double.isNaN(DecimalNumber.parse(text, from, end))) {
        return numbers;
      }
      numbers++;
      end = trim(text, start, from);
    }
  }

  private static int fieldStart(byte[] text, int start, int end) {
    int at = end;
    while (at > start && !isBlank(text[at - 1])) {
      at--;
    }
    return at;
  }

  private static int trim(byte[] text, int start, int end) {
    int at = end;
    while (at > start && isBlank(text[at - 1])) {
      at--;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  /** Whether the row after the first line is text; otherwise the file is word2vec's binary form. */
  private boolean isText(int dimension) throws IOException {
    int length = in.distanceTo((byte) '\n', ByteReader.LONGEST_LINE);
    if (length >= 0 && numbersAtEnd(in, length) >= dimension) {
      return true;
    }
    // A damaged first row of text must still be recognized as text.
    int look = Math.min(length < 0 ? in.available() : length, 4 * dimension);
    for (int i = 0; i < look; i++) {
      byte b = in.buffer()[in.from() + i];
      if (!isBlank(b) && (b < ' ' || b == 0x7F)) {
        return false;
      }
    }
    return true;
  }

  private void copyBinary(WordFile.Opener opener, long words, int dimension) throws IOException {
    try (WordStoreWriter writer = opener.open(dimension)) {
      for (long i = 0; i < words; i++) {
        skipLineFeeds();
        int length = in.distanceTo((byte) ' ', WordStore.LONGEST_WORD_BYTES);
        if (length < 0) {
          throw unusable(
              "the word of its vector " + (i + 1) + " of " + words + " does not end",
              VectorFiles.COPY_AGAIN);
        }
        writer.addWord(in.buffer(), in.from(), in.from() + length);
        in.skip(length + 1);
        in.readFloats(row, dimension);
        if (!VectorTable.isFinite(row)) {
          throw unusable(
              "its vector " + (i + 1) + " of " + words + " has a number that is not finite",
              VectorFiles.COPY_AGAIN);
        }
        writer.addVector(row);
      }
      skipLineFeeds();
      if (in.lookAhead(1)) {
        throw unusable(
            "it has bytes after the " + words + " vectors that its first line promises",
            VectorFiles.COPY_AGAIN);
      }
      writer.finish(SubWords.NONE);
    }
  }

  private void skipLineFeeds() throws IOException {
    while (in.lookAhead(1) && in.buffer()[in.from()] == '\n') {
      in.skip(1);
    }
  }

  private IllegalArgumentException unusable(String problem, String remedy) {
    return VectorFiles.unusable(file, WordFile.WHAT, problem, remedy);
  }
}
