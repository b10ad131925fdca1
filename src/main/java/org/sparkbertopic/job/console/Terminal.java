package org.sparkbertopic.job.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.PrimitiveIterator;

/**
 * Makes text safe to print. Words, labels, ids and texts come from documents, models and servers,
 * and may contain characters that control a terminal (escape sequences, the controls of ISO 6429)
 * or reverse the order of a line (Unicode's bidirectional controls). They are shown as {@code
 * \\u001b}, which JSON reads as the original character.
 */
public final class Terminal {

  private static final String BIDIRECTIONAL =
      "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

  private static final String SEPARATORS = "\u2028\u2029";

  private Terminal() {}

  /** Standard output in UTF-8 that makes all text safe; line breaks and tabs are kept. */
  public static PrintStream out() {
    return over(System.out);
  }

  static PrintStream over(OutputStream out) {
    return new PrintStream(new SafeStream(out), true, StandardCharsets.UTF_8);
  }

  /** Safe text of several lines. */
  public static String text(String text) {
    return shown(text, true);
  }

  /** Safe text on one line, such as a word or a label. */
  public static String line(String text) {
    return shown(text, false);
  }

  private static String shown(String text, boolean lines) {
    StringBuilder shown = new StringBuilder(text.length());
    PrimitiveIterator.OfInt characters = text.codePoints().iterator();
    while (characters.hasNext()) {
      int character = characters.nextInt();
      boolean stays = lines && (character == '\n' || character == '\t');
      if (stays || !acts(character)) {
        shown.appendCodePoint(character);
      } else {
        shown.append(escaped(character));
      }
    }
    return shown.toString();
  }

  private static boolean acts(int character) {
    return Character.getType(character) == Character.CONTROL
        || Character.getType(character) == Character.SURROGATE
        || BIDIRECTIONAL.indexOf(character) >= 0
        || SEPARATORS.indexOf(character) >= 0;
  }

  private static String escaped(int character) {
    return String.format(Locale.ROOT, "\\u%04x", character);
  }

  /**
   * Filters UTF-8. All characters with a control function have one to three bytes. A carriage
   * return is kept only before a line feed, as some systems write it.
   */
  private static final class SafeStream extends FilterOutputStream {

    private static final int MOST_BYTES = 3;

    /** The first bytes of a character, or a pending carriage return. */
    private final byte[] begun = new byte[MOST_BYTES];

    private int length;
    private int wanted;

    SafeStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      byte next = (byte) value;
      if (length > 0 && begun[0] == '\r') {
        length = 0;
        put(next == '\n' ? "\r" : escaped('\r'));
      }
      if (length == 0) {
        begin(next);
        return;
      }
      begun[length++] = next;
      if (length == wanted) {
        put(text(new String(begun, 0, length, StandardCharsets.UTF_8)));
        length = 0;
      }
    }

    private void begin(byte next) throws IOException {
      int bits = next & 0xFF;
      wanted = bits >= 0xC0 && bits < 0xE0 ? 2 : bits >= 0xE0 && bits < 0xF0 ? MOST_BYTES : 1;
      if (next == '\r' || wanted > 1) {
        begun[length++] = next;
      } else if (bits < ' ' || bits == 0x7F) {
        put(text(Character.toString(bits)));
      } else {
        out.write(next);
      }
    }

    private void put(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
