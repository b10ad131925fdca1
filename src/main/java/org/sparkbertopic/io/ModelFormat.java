package org.sparkbertopic.io;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.ServiceLoader;

/**
 * Reads one format of saved models of a kind. In a file the format's name comes before the model.
 *
 * @param <M> the kind
 */
public interface ModelFormat<M> {

  /** The name that comes before the model. */
  String format();

  /** Reads the model. */
  M read(DataInput in) throws IOException;

  /**
   * Reads the format's name, and the model by that format.
   *
   * @param service whose providers {@link ServiceLoader} finds
   * @param kind of model, for messages
   * @throws IOException if the bytes are damaged or no provider knows the format
   */
  static <M, F extends ModelFormat<M>> M read(Class<F> service, String kind, DataInput in)
      throws IOException {
    String name;
    try {
      name = in.readUTF();
    } catch (EOFException e) {
      throw ModelData.cutShort();
    } catch (UTFDataFormatException e) {
      throw ModelData.damaged("its format's name is not text");
    }
    for (F format : ServiceLoader.load(service, service.getClassLoader())) {
      if (format.format().equals(name)) {
        return format.read(in);
      }
    }
    throw new IOException(
        "no reader for a "
            + kind
            + " model of format '"
            + name
            + "'; put the jar that wrote it on the class path");
  }
}
