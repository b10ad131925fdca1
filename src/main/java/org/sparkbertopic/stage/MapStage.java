package org.sparkbertopic.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.reduction.umap.UmapModel;
import org.sparkbertopic.stage.LayoutStage.SampledVector;
import org.sparkbertopic.stage.table.InputColumns;

/**
 * Places a sample of the documents in two dimensions, for pictures. The sample is that of the
 * layout. Where UMAP reduced the embeddings, the neighbours that it found are laid out again;
 * otherwise UMAP finds them here. A reduction to two dimensions is the map itself.
 *
 * @param sampleSize most documents, as in {@link LayoutStage}
 */
public record MapStage(int sampleSize) {

  public static final String X = "x";
  public static final String Y = "y";

  /** {@code id} string, {@code x}, {@code y} float, in no unit. */
  public static final StructType SCHEMA =
      new StructType()
          .add(InputColumns.ID, DataTypes.StringType)
          .add(X, DataTypes.FloatType)
          .add(Y, DataTypes.FloatType);

  private static final int DIMENSIONS = 2;

  /**
   * Places the documents, in the order of the sample.
   *
   * @param embeddings id (unique), embedding ({@code array<float>})
   * @param total rows of {@code embeddings}
   * @param fitted the reduction of the sample, if the fit made one
   * @return a table of {@link #SCHEMA}, which is on the driver
   */
  public Dataset<Row> map(
      Dataset<Row> embeddings, long total, Optional<ReductionModel> fitted, FitContext context) {
    SampledVector[] sample = LayoutStage.draw(sampleSize, embeddings, total, context.seed());
    float[][] places = places(sample, fitted, context);
    List<Row> rows = new ArrayList<>(sample.length);
    for (int i = 0; i < sample.length; i++) {
      rows.add(RowFactory.create(sample[i].getId(), places[i][0], places[i][1]));
    }
    return embeddings.sparkSession().createDataFrame(rows, SCHEMA).coalesce(1);
  }

  private static float[][] places(
      SampledVector[] sample, Optional<ReductionModel> fitted, FitContext context) {
    Optional<ReductionModel> ofSample =
        fitted.filter(model -> model.embedding().length == sample.length);
    if (ofSample.filter(model -> model.outputDimension() == DIMENSIONS).isPresent()) {
      return ofSample.get().embedding();
    }
    if (ofSample.isPresent() && ofSample.get() instanceof UmapModel umap) {
      return umap.picture(context.workers(), context.progress());
    }
    float[][] vectors =
        Arrays.stream(sample).map(SampledVector::getEmbedding).toArray(float[][]::new);
    return Umap.create().forPicture().fit(vectors, context).embedding();
  }
}
