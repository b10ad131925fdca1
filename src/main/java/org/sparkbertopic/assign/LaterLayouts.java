package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a model learnt after its fit: further layouts, and clusters that take no new documents. A
 * value.
 *
 * @param models asked in this order about documents that are noise for the first layout; their
 *     clusters are numbered behind those of the layouts before
 * @param closed clusters, of any layout, ascending: only the documents of their samples belong to
 *     them
 */
public record LaterLayouts(List<LayoutModel> models, int[] closed) {

  private static final int FORMAT_VERSION = 1;

  /** Of a model just fitted. */
  public static final LaterLayouts NONE = new LaterLayouts(List.of(), new int[0]);

  public LaterLayouts {
    models = List.copyOf(models);
  }

  /** These layouts and one more. */
  public LaterLayouts plus(LayoutModel next) {
    List<LayoutModel> all = new ArrayList<>(models);
    all.add(next);
    return new LaterLayouts(all, closed);
  }

  /** With other closed clusters. */
  public LaterLayouts closing(int[] clusters) {
    int[] sorted = clusters.clone();
    Arrays.sort(sorted);
    return new LaterLayouts(models, sorted);
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
    out.writeInt(FORMAT_VERSION);
    out.writeInt(closed.length);
    for (int cluster : closed) {
      out.writeInt(cluster);
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
    if (version != FORMAT_VERSION) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "unknown version %d of later layouts, this class supports %d",
              version,
              FORMAT_VERSION));
    }
    int[] closed = new int[in.readInt()];
    for (int i = 0; i < closed.length; i++) {
      closed[i] = in.readInt();
    }
    List<LayoutModel> models = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      models.add(LayoutModel.read(in));
    }
    return new LaterLayouts(models, closed);
  }
}
