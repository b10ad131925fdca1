package org.sparkbertopic.clustering.hdbscan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;

/**
 * The bytes of an {@link HdbscanModel}: version, parameters, points by row, core distances, single
 * linkage tree, condensed tree, selected clusters. The k-d tree, labels and scores follow from
 * these and are computed on reading.
 *
 * <p>Version 2 adds a metric that readers of version 1 do not know; its points are written in
 * prepared form. Version 3 adds at the end how the selection was chosen, where it was. A model
 * without these is still written as version 1.
 */
final class HdbscanFormat {

  static final int VERSION = 3;

  private static final int MOST_CANDIDATES = 100;

  private HdbscanFormat() {}

  static void write(HdbscanModel model, KdTree points, ClusterSelection selection, DataOutput out)
      throws IOException {
    boolean cosine = model.parameters().metric() == HdbscanMetric.COSINE;
    out.writeInt(model.choice().isPresent() ? 3 : cosine ? 2 : 1);
    writeParameters(model.parameters(), out);
    out.writeInt(points.size);
    out.writeInt(points.dimension);
    int[] positions = points.positions();
    double[] values = new double[points.coordinates.length];
    for (int row = 0; row < points.size; row++) {
      System.arraycopy(
          points.coordinates,
          positions[row] * points.dimension,
          values,
          row * points.dimension,
          points.dimension);
    }
    ArrayWriter.doubles(values, out);
    ArrayWriter.doubles(model.coresForPrediction(), out);
    SingleLinkageTree linkage = model.singleLinkageTree();
    ArrayWriter.ints(linkage.left(), out);
    ArrayWriter.ints(linkage.right(), out);
    ArrayWriter.doubles(linkage.distance(), out);
    ArrayWriter.ints(linkage.size(), out);
    CondensedTree condensed = model.condensedTree();
    out.writeInt(condensed.clusterCount());
    ArrayWriter.ints(condensed.parent(), out);
    ArrayWriter.ints(condensed.child(), out);
    ArrayWriter.doubles(condensed.lambda(), out);
    ArrayWriter.ints(condensed.childSize(), out);
    out.writeInt(selection.selected.length);
    ArrayWriter.ints(selection.selected, out);
    ArrayWriter.doubles(selection.stabilities, out);
    if (model.choice().isPresent()) {
      writeChoice(model.choice().get(), out);
    }
  }

  private static void writeChoice(SelectionChoice choice, DataOutput out) throws IOException {
    out.writeInt(choice.candidates().size());
    for (SelectionChoice.Candidate candidate : choice.candidates()) {
      out.writeUTF(candidate.method().name());
      out.writeInt(candidate.maxClusterSize());
      out.writeInt(candidate.outline().clusters());
      out.writeInt(candidate.outline().largest());
      out.writeInt(candidate.outline().outliers());
      out.writeInt(candidate.outline().points());
      out.writeDouble(candidate.validity());
    }
    out.writeInt(choice.chosen());
  }

  private static SelectionChoice readChoice(DataInput in, int rows) throws IOException {
    int count = ModelData.count(in, 1, MOST_CANDIDATES, "selections");
    List<SelectionChoice.Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      candidates.add(
          new SelectionChoice.Candidate(
              ModelData.readEnum(in, ClusterSelectionMethod.class),
              in.readInt(),
              new ClusterOutline(
                  ModelData.count(in, 0, rows, "clusters"),
                  ModelData.count(in, 0, rows, "rows of a cluster"),
                  ModelData.count(in, 0, rows, "outliers"),
                  ModelData.count(in, rows, rows, "rows")),
              in.readDouble()));
    }
    return new SelectionChoice(candidates, ModelData.count(in, 0, count - 1, "chosen selection"));
  }

  static HdbscanModel read(DataInput in, int version) throws IOException {
    Hdbscan parameters = readParameters(in);
    int rows = ModelData.count(in, 1, Integer.MAX_VALUE - 8, "rows");
    int dimension = ModelData.count(in, 1, (Integer.MAX_VALUE - 8) / rows, "columns");
    double[] values = ArrayReader.doubles(in, (long) rows * dimension);
    double[] cores = ArrayReader.doubles(in, rows);
    SingleLinkageTree linkage =
        new SingleLinkageTree(
            ArrayReader.ints(in, rows - 1),
            ArrayReader.ints(in, rows - 1),
            ArrayReader.doubles(in, rows - 1),
            ArrayReader.ints(in, rows - 1));
    int clusters = ModelData.count(in, 1, rows, "clusters of the condensed tree");
    int treeRows = rows + clusters - 1;
    CondensedTree condensed =
        new CondensedTree(
            rows,
            ArrayReader.ints(in, treeRows),
            ArrayReader.ints(in, treeRows),
            ArrayReader.doubles(in, treeRows),
            ArrayReader.ints(in, treeRows));
    int labels = ModelData.count(in, 0, clusters, "clusters");
    ClusterSelection selection =
        new ClusterSelection(
            condensed, ArrayReader.ints(in, labels), ArrayReader.doubles(in, labels));
    Optional<SelectionChoice> choice =
        version < 3 ? Optional.empty() : Optional.of(readChoice(in, rows));
    try (Workers workers = Workers.of(1)) {
      KdTree points = KdTree.build(values, rows, dimension, workers);
      return new HdbscanModel(parameters, points, cores, linkage, condensed, selection, choice);
    }
  }

  private static void writeParameters(Hdbscan parameters, DataOutput out) throws IOException {
    out.writeInt(parameters.minClusterSize());
    out.writeInt(parameters.minSamples());
    out.writeUTF(parameters.clusterSelectionMethod().name());
    out.writeDouble(parameters.clusterSelectionEpsilon());
    out.writeInt(parameters.maxClusterSize());
    out.writeBoolean(parameters.allowSingleCluster());
    out.writeDouble(parameters.alpha());
    out.writeUTF(parameters.metric().name());
  }

  private static Hdbscan readParameters(DataInput in) throws IOException {
    return new Hdbscan(
        in.readInt(),
        in.readInt(),
        ModelData.readEnum(in, ClusterSelectionMethod.class),
        in.readDouble(),
        in.readInt(),
        in.readBoolean(),
        in.readDouble(),
        HdbscanMetric.valueOf(in.readUTF()));
  }
}
