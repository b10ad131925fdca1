package org.sparkbertopic.embedding.spacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.lucene.util.UnicodeUtil;
import org.sparkbertopic.embedding.words.VectorFiles;
import org.sparkbertopic.embedding.words.VectorTable;

/**
 * Vectors of floret (explosion's form of fastText with a compact table). The vector of a token is
 * the mean of the rows for the whole token and its n-grams; one to four hashes select the rows of
 * each.
 *
 * @param table table of the rows
 * @param shortest number of characters (Unicode code points) in the shortest n-gram
 * @param longest number of characters in the longest n-gram
 * @param hashes number of rows for each n-gram, one to four
 * @param seed seed of the hash
 * @param begin mark before the token
 * @param end mark after the token
 * @param lowerCase whether tokens are lower-cased
 */
record FloretVectors(
    VectorTable table,
    int shortest,
    int longest,
    int hashes,
    int seed,
    String begin,
    String end,
    boolean lowerCase)
    implements SpacyVectors {

  /** Number of characters in both marks, {@code <} and {@code >}. */
  static final int LONGEST_MARKS = 64;

  private static final int MOST_HASHES = 4;
  private static final int LONGEST = 1000;

  private static final long ORTH = 65;
  private static final long LOWER = 66;

  static FloretVectors of(Path file, JsonNode settings, VectorTable table) {
    int hashes = settings.path("hash_count").asInt();
    int shortest = settings.path("minn").asInt();
    int longest = settings.path("maxn").asInt();
    String begin = settings.path("bow").asText("<");
    String end = settings.path("eow").asText(">");
    long attribute = settings.path("attr").asLong(ORTH);
    if (hashes < 1
        || hashes > MOST_HASHES
        || shortest < 0
        || longest < shortest
        || longest > LONGEST
        || begin.length() + end.length() > LONGEST_MARKS) {
      throw VectorFiles.unusable(
          file, "the settings of floret", "they are " + settings, VectorFiles.COPY_AGAIN);
    }
    if (attribute != ORTH && attribute != LOWER) {
      throw VectorFiles.unusable(
          file,
          "the settings of floret",
          "its vectors are of the attribute " + attribute,
          "give a pipeline with vectors of ORTH or LOWER");
    }
    return new FloretVectors(
        table,
        shortest,
        longest,
        hashes,
        (int) settings.path("hash_seed").asLong(),
        begin,
        end,
        attribute == LOWER);
  }

  @Override
  public int dimension() {
    return table.dimension();
  }

  @Override
  public boolean read(String token, byte[] scratch, float[] into) {
    if (token.isEmpty()) {
      return false;
    }
    String marked = begin + (lowerCase ? token.toLowerCase(Locale.ROOT) : token) + end;
    if (UnicodeUtil.MAX_UTF8_BYTES_PER_CHAR * marked.length() > scratch.length) {
      return false;
    }
    int length = UnicodeUtil.UTF16toUTF8(marked, 0, marked.length(), scratch, 0);
    double[] sum = new double[table.dimension()];
    int terms = add(scratch, 0, length, sum, into);
    for (int size = Math.max(1, shortest); size <= longest; size++) {
      terms += addNgrams(scratch, length, size, sum, into);
    }
    for (int i = 0; i < sum.length; i++) {
      into[i] = (float) (sum[i] / terms);
    }
    return true;
  }

  private int addNgrams(byte[] utf8, int length, int size, double[] sum, float[] row) {
    int terms = 0;
    int to = 0;
    for (int characters = 0; characters < size; characters++) {
      if (to == length) {
        return 0;
      }
      to = next(utf8, to, length);
    }
    for (int from = 0; ; from = next(utf8, from, length), to = next(utf8, to, length)) {
      terms += add(utf8, from, to, sum, row);
      if (to == length) {
        return terms;
      }
    }
  }

  private static int next(byte[] utf8, int at, int length) {
    int next = at + 1;
    while (next < length && (utf8[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }

  private int add(byte[] utf8, int from, int to, double[] sum, float[] row) {
    long[] hash = MurmurHash3.hash128x64(utf8, from, to - from, seed);
    for (int i = 0; i < hashes; i++) {
      long half = hash[i >> 1];
      long bits = (i & 1) == 0 ? half & 0xFFFFFFFFL : half >>> 32;
      table.read(bits % table.rows(), row);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += row[k];
      }
    }
    return hashes;
  }
}
