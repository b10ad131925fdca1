package org.sparkbertopic.io;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Reads the part of a model file that {@link ChecksummedOutput} wrote. Do not trust what was read
 * before {@link #verify}.
 */
public final class ChecksummedInput {

  private final DataInput in;
  private final CRC32 sum = new CRC32();
  private final DataInput data;

  public ChecksummedInput(DataInput in) {
    this.in = in;
    this.data = new DataInputStream(new CheckedInputStream(new Bytes(in), sum));
  }

  /** The stream of the bytes that the checksum covers. */
  public DataInput data() {
    return data;
  }

  /** Reads the checksum that follows, and compares it. */
  public void verify() throws IOException {
    long expected = in.readLong();
    if (expected != sum.getValue()) {
      throw new IOException(
          "the model is damaged: its checksum does not fit; restore it or fit it again");
    }
  }

  /** Reads the requested number of bytes, or fails. */
  private static final class Bytes extends InputStream {
    private final DataInput in;

    Bytes(DataInput in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.readUnsignedByte();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      in.readFully(bytes, offset, length);
      return length;
    }
  }
}
