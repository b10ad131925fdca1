package org.sparkbertopic.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads a stream of lines or little-endian numbers through one buffer, which allows looking ahead.
 * The buffer grows with the longest line, up to {@link #LONGEST_LINE}.
 */
public final class ByteReader implements Closeable {

  /** Longest line: the most dimensions at 32 characters a number are two MiB. */
  public static final int LONGEST_LINE = 1 << 22;

  private static final int FIRST_BUFFER_BYTES = 1 << 18;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private ByteBuffer view = viewOf(buffer);
  private int from;
  private int to;
  private boolean ended;

  public ByteReader(InputStream in) {
    this.in = in;
  }

  private static ByteBuffer viewOf(byte[] buffer) {
    return ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The buffer, which holds {@link #available()} bytes ahead, starting at {@link #from()}. */
  public byte[] buffer() {
    return buffer;
  }

  public int from() {
    return from;
  }

  public int available() {
    return to - from;
  }

  /** Reads ahead; returns false if the stream ends before there are so many bytes. */
  public boolean lookAhead(int bytes) throws IOException {
    if (available() >= bytes) {
      return true;
    }
    if (buffer.length - from < bytes) {
      makeRoom(bytes);
    }
    while (available() < bytes && !ended) {
      int read = in.read(buffer, to, buffer.length - to);
      if (read < 0) {
        ended = true;
      } else {
        to += read;
      }
    }
    return available() >= bytes;
  }

  private void makeRoom(int bytes) {
    if (buffer.length < bytes) {
      byte[] larger = new byte[Math.max(bytes, Math.min(LONGEST_LINE, 2 * buffer.length))];
      System.arraycopy(buffer, from, larger, 0, available());
      buffer = larger;
      view = viewOf(buffer);
    } else {
      System.arraycopy(buffer, from, buffer, 0, available());
    }
    to -= from;
    from = 0;
  }

  /** Skips bytes that are in the buffer. */
  public void skip(int bytes) {
    from += bytes;
  }

  /** The next byte; -1 at the end. */
  public int read() throws IOException {
    return lookAhead(1) ? buffer[from++] & 0xFF : -1;
  }

  /**
   * The distance to the next such byte. The buffer then holds it and all bytes before it.
   *
   * @return -1 if it is not within {@code most} bytes or the stream ends before it
   */
  public int distanceTo(byte wanted, int most) throws IOException {
    int seen = 0;
    while (true) {
      int limit = Math.min(available(), most);
      for (; seen < limit; seen++) {
        if (buffer[from + seen] == wanted) {
          return seen;
        }
      }
      if (seen == most || !lookAhead(seen + 1)) {
        return -1;
      }
    }
  }

  public int readInt() throws IOException {
    require(Integer.BYTES);
    from += Integer.BYTES;
    return view.getInt(from - Integer.BYTES);
  }

  public long readLong() throws IOException {
    require(Long.BYTES);
    from += Long.BYTES;
    return view.getLong(from - Long.BYTES);
  }

  public void readFloats(float[] into, int count) throws IOException {
    int bytes = count * Float.BYTES;
    require(bytes);
    for (int i = 0, at = from; i < count; i++, at += Float.BYTES) {
      into[i] = view.getFloat(at);
    }
    from += bytes;
  }

  /** Skips bytes, in the buffer or not. */
  public void skipFully(long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      int step = (int) Math.min(left, FIRST_BUFFER_BYTES);
      require(step);
      from += step;
      left -= step;
    }
  }

  private void require(int bytes) throws IOException {
    if (!lookAhead(bytes)) {
      throw new EOFException("it ends " + (bytes - available()) + " bytes too early");
    }
  }

  /** Whether the next bytes equal these. */
  public boolean startsWith(byte... bytes) throws IOException {
    return lookAhead(bytes.length)
        && Arrays.equals(buffer, from, from + bytes.length, bytes, 0, bytes.length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
