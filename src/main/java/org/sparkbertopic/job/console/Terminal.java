package org.sparkbertopic.job.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.PrimitiveIterator;

/**
 * The one place that makes text safe to show: words, labels, ids and texts come from documents,
 * models and servers, and may hold what a terminal takes for commands (escape sequences, the
 * controls of ISO 6429), or what turns the order of a line around (Unicode's bidirectional
 * controls). These are shown as {@code \\u001b}, which JSON reads as the character that it was.
 */
public final class Terminal {

  private static final String BIDIRECTIONAL =
      "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

  private static final String SEPARATORS = "\u2028\u2029";

  private Terminal() {}

  /** Standard output in UTF-8, whatever is written to it made safe; lines and tabs stay. */
  public static PrintStream out() {
    return over(System.out);
  }

  static PrintStream over(OutputStream out) {
    return new PrintStream(new SafeStream(out), true, StandardCharsets.UTF_8);
  }

  /** Text of several lines. */
  public static String text(String text) {
    return shown(text, true);
  }

  /** What belongs on one line, such as a word or a label, whatever it holds. */
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
   * Takes UTF-8, of which every character that acts has one to three bytes. A carriage return stays
   * before a line feed alone, where some systems put it.
   */
  private static final class SafeStream extends FilterOutputStream {

    private static final int MOST_BYTES = 3;

    /** The beginning of a character, or a carriage return. */
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
