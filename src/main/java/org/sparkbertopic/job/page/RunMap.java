package org.sparkbertopic.job.page;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.MapStage;

/** The map of a run's documents, by the settings of its fit. */
public final class RunMap {

  private RunMap() {}

  /**
   * Places the sample of the fit on a plane.
   *
   * @param embeddings id, embedding
   * @param documents rows of {@code embeddings}
   * @param config of the fit
   * @return a table of {@link MapStage#SCHEMA}
   */
  public static Dataset<Row> of(
      Dataset<Row> embeddings,
      long documents,
      SavedModel model,
      JobConfig config,
      Progress progress) {
    int threads = config.integer("driver.threads");
    try (Workers workers = threads == 0 ? Workers.ofAllCores() : Workers.of(threads)) {
      return new MapStage(config.integer("sample.size"))
          .map(
              embeddings,
              documents,
              model.layout().map(LayoutModel::reduction),
              new FitContext(config.longInteger("seed"), workers, progress));
    }
  }
}
