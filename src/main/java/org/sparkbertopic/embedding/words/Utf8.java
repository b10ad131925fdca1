package org.sparkbertopic.embedding.words;

/** UTF-8 into arrays that are used again; half a surrogate pair becomes U+FFFD. */
public final class Utf8 {

  /** Most bytes for one {@code char}. */
  public static final int BYTES_PER_CHAR = 3;

  private Utf8() {}

  /**
   * Writes characters as UTF-8.
   *
   * @return where the bytes end
   */
  public static int encode(CharSequence text, int from, int to, byte[] into, int at) {
    int out = at;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        into[out++] = (byte) c;
      } else if (c < 0x800) {
        into[out++] = (byte) (0xC0 | (c >> 6));
        into[out++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < to
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        into[out++] = (byte) (0xF0 | (point >> 18));
        into[out++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        into[out++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        into[out++] = (byte) (0x80 | (point & 0x3F));
      } else {
        int point = Character.isSurrogate(c) ? 0xFFFD : c;
        into[out++] = (byte) (0xE0 | (point >> 12));
        into[out++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        into[out++] = (byte) (0x80 | (point & 0x3F));
      }
    }
    return out;
  }
}
