package org.sparkbertopic.job.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Scans a CSV file for problems that a lenient parser hides: bytes outside the encoding, a quote
 * that is never closed (the rest of the file becomes one value), and quotes within quotes that are
 * not doubled. Follows RFC 4180, with other special characters if given.
 */
final class CsvStructure implements FileScan.Look<CsvStructure.Found> {

  private static final long serialVersionUID = 1L;

  private static final int BUFFER = 1 << 16;
  private static final int MOST_OF_HEADER = 100_000;

  /** The findings in a file; lines count from 1, and 0 means none. */
  static final class Found implements Serializable {

    private static final long serialVersionUID = 1L;

    final String path;
    long invalid;
    long firstInvalidLine;
    long openQuoteLine;
    long strayQuotes;
    long firstStrayLine;
    boolean escapedByBackslash;
    String header = "";

    Found(String path) {
      this.path = path;
    }
  }

  private final String encoding;
  private final char delimiter;
  private final char quote;
  private final char escape;

  /**
   * The first row that is not empty, including line breaks in quotes.
   *
   * @param encoding encoding of a file without a byte order mark
   */
  static String firstRow(
      InputStream content, String encoding, char delimiter, char quote, char escape)
      throws IOException {
    return new CsvStructure(encoding, delimiter, quote, escape).read("", content, true).header;
  }

  /**
   * @param encoding encoding of files without a byte order mark
   */
  CsvStructure(String encoding, char delimiter, char quote, char escape) {
    this.encoding = encoding;
    this.delimiter = delimiter;
    this.quote = quote;
    this.escape = escape;
  }

  @Override
  public Found at(String path, InputStream content) throws IOException {
    return read(path, content, false);
  }

  private Found read(String path, InputStream content, boolean headerAlone) throws IOException {
    Scan scan = new Scan(new Found(path));
    Charset charset = ByteOrderMark.skip(content).orElse(Charset.forName(encoding));
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.allocate(BUFFER).limit(0);
    CharBuffer out = CharBuffer.allocate(BUFFER);
    boolean end = false;
    while (true) {
      CoderResult result = decoder.decode(in, out, end);
      out.flip();
      while (out.hasRemaining()) {
        scan.accept(out.get());
      }
      out.clear();
      if (headerAlone && !scan.inHeader) {
        return scan.end();
      }
      if (result.isError()) {
        scan.invalid();
        in.position(in.position() + result.length());
      } else if (result.isUnderflow()) {
        if (end) {
          return scan.end();
        }
        in.compact();
        int read = content.read(in.array(), in.position(), in.remaining());
        end = read < 0;
        in.position(in.position() + Math.max(0, read)).flip();
      }
    }
  }

  private enum State {
    START_OF_VALUE,
    PLAIN,
    QUOTED,
    AFTER_QUOTE,
    AFTER_ESCAPE
  }

  /** State machine over the characters of a file. */
  private final class Scan {

    private final Found found;
    private final StringBuilder header = new StringBuilder();
    private State state = State.START_OF_VALUE;
    private long line = 1;
    private long quoteLine;
    private boolean inHeader = true;
    private char previous;
    private boolean backslashBeforeQuote;

    Scan(Found found) {
      this.found = found;
    }

    void invalid() {
      if (found.invalid++ == 0) {
        found.firstInvalidLine = line;
      }
      accept('\uFFFD');
    }

    void accept(char c) {
      boolean newLine = c == '\n' || c == '\r';
      if (c == '\n') {
        line++;
      }
      state = next(c, newLine);
      if (inHeader) {
        inHeader = !(newLine && state == State.START_OF_VALUE) || header.length() == 0;
        if (inHeader && (!newLine || state == State.QUOTED) && header.length() < MOST_OF_HEADER) {
          header.append(c);
        }
      }
      previous = c;
    }

    private State next(char c, boolean newLine) {
      return switch (state) {
        case QUOTED -> quoted(c);
        case AFTER_ESCAPE -> State.QUOTED;
        case AFTER_QUOTE -> afterQuote(c, newLine);
        case START_OF_VALUE -> startOfValue(c, newLine);
        default -> plain(c, newLine);
      };
    }

    private State quoted(char c) {
      if (c == quote) {
        backslashBeforeQuote = previous == '\\';
        return State.AFTER_QUOTE;
      }
      return c == escape ? State.AFTER_ESCAPE : State.QUOTED;
    }

    private State afterQuote(char c, boolean newLine) {
      if (c == quote && escape == quote) {
        return State.QUOTED;
      }
      if (c != delimiter && !newLine) {
        stray();
        return State.PLAIN;
      }
      return State.START_OF_VALUE;
    }

    private State startOfValue(char c, boolean newLine) {
      if (c == quote) {
        quoteLine = line;
        return State.QUOTED;
      }
      return plain(c, newLine);
    }

    private State plain(char c, boolean newLine) {
      return c == delimiter || newLine ? State.START_OF_VALUE : State.PLAIN;
    }

    private void stray() {
      if (found.strayQuotes++ == 0) {
        found.firstStrayLine = line;
        found.escapedByBackslash = backslashBeforeQuote;
      }
    }

    Found end() {
      if (state == State.QUOTED || state == State.AFTER_ESCAPE) {
        found.openQuoteLine = quoteLine;
      }
      found.header = header.toString();
      return found;
    }
  }
}
