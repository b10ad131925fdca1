package org.sparkbertopic.vectorizer.language;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The one rule for files with a word (a term, a name, the words of a topic) on each line: UTF-8,
 * with or without a byte order mark; blanks around a word and empty lines are ignored; a line that
 * begins with {@code #} is a comment, and one that begins with {@code \#} a word that begins with
 * {@code #}.
 */
public final class WordList {

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String COMMENT = "#";
  private static final String ESCAPED = "\\#";

  private WordList() {}

  /**
   * The words of a file, in its order.
   *
   * @throws CharacterCodingException if the file is not UTF-8; the message has the line number
   */
  public static List<String> of(byte[] file) throws CharacterCodingException {
    return of(decoded(file));
  }

  /** The words of a text, in its order. */
  public static List<String> of(String text) {
    String words = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return words
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith(COMMENT))
        .map(line -> line.startsWith(ESCAPED) ? line.substring(1) : line)
        .toList();
  }

  private static String decoded(byte[] file) throws CharacterCodingException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    CharBuffer chars = CharBuffer.allocate(file.length);
    CoderResult result = decoder.decode(bytes, chars, true);
    if (result.isError()) {
      long line = 1 + chars.flip().chars().filter(c -> c == '\n').count();
      throw new NotUtf8Exception(line);
    }
    decoder.flush(chars);
    return chars.flip().toString();
  }

  private static final class NotUtf8Exception extends CharacterCodingException {

    private static final long serialVersionUID = 1L;

    private final long line;

    NotUtf8Exception(long line) {
      this.line = line;
    }

    @Override
    public String getMessage() {
      return String.format(Locale.ROOT, "line %,d is not UTF-8", line);
    }
  }
}
