package org.sparkbertopic.reduction;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.ServiceLoader;

/**
 * Writes and reads fitted reductions of any kind: the format's name, then what the model writes.
 */
public final class ReductionModels {

  /**
   * Reads one format; found by {@link ServiceLoader}, so that a user's own reducer can be saved
   * too.
   */
  public interface Reader {

    /** The name that {@link ReductionModel#format()} gives. */
    String format();

    /** Reads what {@link ReductionModel#write} wrote. */
    ReductionModel read(DataInput in) throws IOException;
  }

  private ReductionModels() {}

  /** Writes the model's format name and the model. */
  public static void write(ReductionModel model, DataOutput out) throws IOException {
    out.writeUTF(model.format());
    model.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are damaged or no {@link Reader} knows the format
   */
  public static ReductionModel read(DataInput in) throws IOException {
    String format = readFormat(in);
    for (Reader reader : ServiceLoader.load(Reader.class, ReductionModels.class.getClassLoader())) {
      if (reader.format().equals(format)) {
        return reader.read(in);
      }
    }
    throw new IOException(
        "no reader for a reduction model of format '"
            + format
            + "'; put the jar that wrote it on the class path");
  }

  private static String readFormat(DataInput in) throws IOException {
    try {
      return in.readUTF();
    } catch (EOFException e) {
      throw ModelData.damaged("it ends before its time");
    } catch (UTFDataFormatException e) {
      throw ModelData.damaged("its format's name is no text");
    }
  }
}
