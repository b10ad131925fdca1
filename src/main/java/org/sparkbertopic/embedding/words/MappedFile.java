package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A part of a file, mapped into memory read-only, little-endian, of any size: a single mapped
 * buffer ends at 2 GB, so there is one for every GiB. Each reaches a little into the next, so that
 * a short read never crosses a border. Safe for concurrent use; unmapped when no longer referenced.
 */
final class MappedFile {

  /** One segment for each 2^30 bytes. */
  static final int SEGMENT_BITS = 30;

  /** Longest read, in bytes. */
  static final int LONGEST_READ = 1 << 20;

  private final ByteBuffer[] segments;
  private final int segmentBits;
  private final long length;

  private MappedFile(ByteBuffer[] segments, int segmentBits, long length) {
    this.segments = segments;
    this.segmentBits = segmentBits;
    this.length = length;
  }

  static MappedFile map(Path file, long offset, long length) throws IOException {
    return map(file, offset, length, SEGMENT_BITS);
  }

  static MappedFile map(Path file, long offset, long length, int segmentBits) throws IOException {
    long segmentBytes = 1L << segmentBits;
    ByteBuffer[] segments =
        new ByteBuffer[Math.toIntExact((length + segmentBytes - 1) >>> segmentBits)];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset < 0 || length < 0 || channel.size() - offset < length) {
        throw new IOException(
            file + " has " + channel.size() + " bytes, " + (offset + length) + " were expected");
      }
      for (int i = 0; i < segments.length; i++) {
        long from = i * segmentBytes;
        long bytes = Math.min(segmentBytes + LONGEST_READ, length - from);
        segments[i] =
            channel.map(MapMode.READ_ONLY, offset + from, bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    return new MappedFile(segments, segmentBits, length);
  }

  long length() {
    return length;
  }

  long getLong(long position) {
    return segment(position).getLong(within(position));
  }

  /** Whether the bytes from {@code position} on are these. */
  boolean matches(long position, byte[] bytes, int count) {
    ByteBuffer segment = segment(position);
    int at = within(position);
    for (int i = 0; i < count; i++) {
      if (segment.get(at + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param count at most {@link #LONGEST_READ}
   */
  void read(long position, byte[] into, int count) {
    if (count > 0) {
      segment(position).get(within(position), into, 0, count);
    }
  }

  private ByteBuffer segment(long position) {
    return segments[(int) (position >>> segmentBits)];
  }

  private int within(long position) {
    return (int) (position & ((1L << segmentBits) - 1));
  }
}
