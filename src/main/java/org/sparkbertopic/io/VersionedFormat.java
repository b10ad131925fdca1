package org.sparkbertopic.io;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Locale;

/**
 * A format whose models begin with their version. Reads models of this and earlier versions, and
 * refuses later ones.
 */
public abstract class VersionedFormat<M> implements ModelFormat<M> {

  private final String format;
  private final int newest;
  private final Body<? extends M> body;

  /** Reads the content after the version. */
  @FunctionalInterface
  public interface Body<M> {

    /**
     * @throws IllegalArgumentException if the values cannot belong to a model
     */
    M read(DataInput in, int version) throws IOException;
  }

  /**
   * @param newest the version that is written
   */
  protected VersionedFormat(String format, int newest, Body<? extends M> body) {
    this.format = format;
    this.newest = newest;
    this.body = body;
  }

  @Override
  public final String format() {
    return format;
  }

  @Override
  public final M read(DataInput in) throws IOException {
    try {
      int version = in.readInt();
      if (version < 1 || version > newest) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "unknown version %d, this class supports at most %d of the format '%s'; read the"
                    + " model with the release that wrote it, or a later one",
                version,
                newest,
                format));
      }
      return body.read(in, version);
    } catch (EOFException e) {
      throw ModelData.cutShort();
    } catch (UTFDataFormatException e) {
      throw ModelData.damaged("a name is not text");
    } catch (IllegalArgumentException e) {
      throw ModelData.damaged(e.getMessage() + " in the format '" + format + "'");
    }
  }
}
