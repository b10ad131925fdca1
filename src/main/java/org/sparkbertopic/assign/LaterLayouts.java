package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.compute.ProductDevice;

/**
 * The layouts of a model behind its first one, from further rounds of its fit or learnt after it,
 * and clusters that take no new documents. A value.
 *
 * @param models asked in this order about documents that are noise for the first layout; their
 *     clusters are numbered behind those of the layouts before
 * @param closed clusters, of any layout, ascending: only the documents of their samples belong to
 *     them
 * @param rounds places in {@code models}, ascending, of layouts of a further round of a fit: they
 *     are also asked about documents that are noise in the sample of an earlier round of this fit
 */
public record LaterLayouts(List<LayoutModel> models, int[] closed, int[] rounds) {

  /** Without rounds; the only version before there were any. */
  private static final int FIRST_VERSION = 1;

  private static final int FORMAT_VERSION = 2;

  /** Of a model just fitted, in one round. */
  public static final LaterLayouts NONE = new LaterLayouts(List.of(), new int[0], new int[0]);

  public LaterLayouts {
    models = List.copyOf(models);
  }

  /** These layouts and one more. */
  public LaterLayouts plus(LayoutModel next) {
    List<LayoutModel> all = new ArrayList<>(models);
    all.add(next);
    return new LaterLayouts(all, closed, rounds);
  }

  /** These layouts and that of a further round of the fit that the last of them is of. */
  public LaterLayouts plusRound(LayoutModel next) {
    int[] more = Arrays.copyOf(rounds, rounds.length + 1);
    more[rounds.length] = models.size();
    return new LaterLayouts(plus(next).models, closed, more);
  }

  /** With other closed clusters. */
  public LaterLayouts closing(int[] clusters) {
    int[] sorted = clusters.clone();
    Arrays.sort(sorted);
    return new LaterLayouts(models, sorted, rounds);
  }

  /** The same layouts on a device, or without one. */
  public LaterLayouts on(Optional<ProductDevice> device) {
    return new LaterLayouts(
        models.stream().map(model -> model.on(device)).toList(), closed, rounds);
  }

  /** Whether a layout is of a further round of the fit that the one before it is of. */
  public boolean isRound(int place) {
    return Arrays.binarySearch(rounds, place) >= 0;
  }

  public boolean isEmpty() {
    return models.isEmpty() && closed.length == 0;
  }

  /** Clusters of these layouts. */
  public int clusterCount() {
    return models.stream().mapToInt(LayoutModel::clusterCount).sum();
  }

  /** Writes the layouts, with a format version first. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(rounds.length == 0 ? FIRST_VERSION : FORMAT_VERSION);
    writeInts(closed, out);
    if (rounds.length > 0) {
      writeInts(rounds, out);
    }
    out.writeInt(models.size());
    for (LayoutModel model : models) {
      model.write(out);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are damaged or of a later version
   */
  public static LaterLayouts read(DataInput in) throws IOException {
    int version = in.readInt();
    if (version < FIRST_VERSION || version > FORMAT_VERSION) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "unknown version %d of later layouts, this class supports at most %d",
              version,
              FORMAT_VERSION));
    }
    int[] closed = readInts(in);
    int[] rounds = version == FIRST_VERSION ? new int[0] : readInts(in);
    List<LayoutModel> models = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      models.add(LayoutModel.read(in));
    }
    return new LaterLayouts(models, closed, rounds);
  }

  private static void writeInts(int[] values, DataOutput out) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static int[] readInts(DataInput in) throws IOException {
    int[] values = new int[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }
}
