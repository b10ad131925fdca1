package org.sparkbertopic.stage;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.compute.ProductDevice;

/**
 * The layouts of a model as a broadcast: the bytes of its own format, in chunks because they may
 * exceed one array, decoded once per JVM, and the device that they are on.
 */
public final class LayoutBroadcast implements Serializable {

  private static final int CHUNK_BYTES = 4 << 20;

  private final byte[][] chunks;

  /** Null where there is none. */
  private final ProductDevice device;

  private transient volatile Layouts layouts;

  LayoutBroadcast(Layouts layouts) {
    ChunkedOutput out = new ChunkedOutput();
    try (DataOutputStream data = new DataOutputStream(out)) {
      layouts.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.chunks = out.finished();
    this.device = layouts.device().orElse(null);
    this.layouts = layouts;
  }

  /** The layout of the fit. */
  public LayoutModel model() {
    return layouts().first();
  }

  public Layouts layouts() {
    Layouts known = layouts;
    if (known == null) {
      synchronized (this) {
        known = layouts;
        if (known == null) {
          known = decode();
          layouts = known;
        }
      }
    }
    return known;
  }

  private Layouts decode() {
    List<InputStream> parts = new ArrayList<>();
    for (byte[] chunk : chunks) {
      parts.add(new ByteArrayInputStream(chunk));
    }
    try (DataInputStream in =
        new DataInputStream(new SequenceInputStream(Collections.enumeration(parts)))) {
      return Layouts.read(in).on(Optional.ofNullable(device));
    } catch (IOException e) {
      throw new UncheckedIOException("the layout model could not be read on an executor", e);
    }
  }

  private static final class ChunkedOutput extends OutputStream {

    private final List<byte[]> full = new ArrayList<>();
    private byte[] current = new byte[CHUNK_BYTES];
    private int used;

    @Override
    public void write(int value) {
      if (used == current.length) {
        full.add(current);
        current = new byte[CHUNK_BYTES];
        used = 0;
      }
      current[used++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (used == current.length) {
          full.add(current);
          current = new byte[CHUNK_BYTES];
          used = 0;
        }
        int step = Math.min(length - done, current.length - used);
        System.arraycopy(bytes, offset + done, current, used, step);
        used += step;
        done += step;
      }
    }

    byte[][] finished() {
      full.add(Arrays.copyOf(current, used));
      return full.toArray(byte[][]::new);
    }
  }
}
