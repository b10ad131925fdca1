package org.sparkbertopic.job.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The byte order mark of a text file, which may reveal the encoding. */
final class ByteOrderMark {

  private static final int LOOKED_AT = 256;

  private ByteOrderMark() {}

  /** Skips the mark, if there is one, and returns its encoding. */
  static Optional<Charset> skip(InputStream content) throws IOException {
    content.mark(4);
    byte[] first = content.readNBytes(3);
    content.reset();
    if (starts(first, 0xEF, 0xBB, 0xBF)) {
      content.skipNBytes(3);
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (starts(first, 0xFE, 0xFF)) {
      content.skipNBytes(2);
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    if (starts(first, 0xFF, 0xFE)) {
      content.skipNBytes(2);
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return Optional.empty();
  }

  private static boolean starts(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Detects UTF-16 from the first bytes, with or without a mark. */
  static Optional<Charset> utf16(InputStream content) throws IOException {
    content.mark(LOOKED_AT);
    byte[] first = content.readNBytes(LOOKED_AT);
    content.reset();
    if (starts(first, 0xFE, 0xFF)) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    if (starts(first, 0xFF, 0xFE)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    int[] zeros = new int[2];
    for (int i = 0; i < first.length; i++) {
      if (first[i] == 0) {
        zeros[i % 2]++;
      }
    }
    int most = first.length / 4;
    if (first.length >= 4 && zeros[1] > most && zeros[0] == 0) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    if (first.length >= 4 && zeros[0] > most && zeros[1] == 0) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return Optional.empty();
  }
}
