package org.sparkbertopic.reduction;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ServiceLoader;
import org.sparkbertopic.io.ModelFormat;

/**
 * Writes and reads fitted reductions of any kind: the name of the format, then the model's bytes.
 */
public final class ReductionModels {

  /**
   * Reads one format; found by {@link ServiceLoader}, so that a user's own reducer can be saved
   * too.
   */
  public interface Reader extends ModelFormat<ReductionModel> {}

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
    return ModelFormat.read(Reader.class, "reduction", in);
  }
}
