package org.sparkbertopic.io;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes a part of a model file, followed by its checksum (CRC-32, as a long). */
public final class ChecksummedOutput {

  private final DataOutput out;
  private final CRC32 sum = new CRC32();
  private final DataOutput data;

  public ChecksummedOutput(DataOutput out) {
    this.out = out;
    this.data = new DataOutputStream(new CheckedOutputStream(new Bytes(out), sum));
  }

  /** The stream for the bytes that the checksum covers. */
  public DataOutput data() {
    return data;
  }

  /** Writes the checksum; nothing may follow. */
  public void finish() throws IOException {
    out.writeLong(sum.getValue());
  }

  private static final class Bytes extends OutputStream {
    private final DataOutput out;

    Bytes(DataOutput out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }
  }
}
