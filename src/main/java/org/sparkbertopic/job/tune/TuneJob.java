package org.sparkbertopic.job.tune;

import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.evaluation.RelativeValidity;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.InputJob;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.pipeline.Corpus;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.umap.SharedNeighbors;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.LayoutStage.SampledVector;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.workspace.Fingerprint;

/**
 * One run of {@code tune}: embeds the corpus, reduces the sample for each number of neighbours,
 * clusters each reduction with every clusterer, and measures the results on the sample, with words
 * by c-TF-IDF.
 *
 * <p>The driver holds the sample's vectors, as in a fit, and one label per document of the sample
 * and candidate.
 */
public final class TuneJob extends InputJob {

  static final String COMMAND = "tune";
  static final String FILE = "tune.json";

  private final BERTopic estimator;
  private final TuneGrid grid;
  private final List<TuneCandidate> candidates = new ArrayList<>();

  public TuneJob(
      SparkSession spark,
      JobConfig config,
      BERTopic estimator,
      TuneGrid grid,
      boolean overwrite,
      Console console) {
    super(spark, config, overwrite, console);
    this.estimator = estimator;
    this.grid = grid;
  }

  /** The candidates, in the order of the grid; empty before the run. */
  public List<TuneCandidate> candidates() {
    return List.copyOf(candidates);
  }

  @Override
  protected void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    previous.ifPresent(earlier -> directory.requireCommand(earlier, COMMAND, overwrite));
    InputReader input = reader(directory, previous);
    Dataset<Row> table = input.read();
    OutputPlace.requireOutsideInput(directory, input.locations());
    RunRecord record = newRecord(COMMAND, directory, input, table);
    record.seed = estimator.getSeed();
    directory
        .record()
        .during(
            record,
            () -> {
              RunWorkspace workspace = workspace(directory, record, input, table);
              Intake.check(table, input.columns());
              Dataset<Row> read = workspace.read(table);
              candidates.addAll(tune(Intake.of(read, input.columns()), input.columns(), workspace));
              write(directory, record, candidates);
              workspace.dropRead();
              TuneReport.print(candidates, console.out());
              console.out().println();
              console.out().println("Results: " + directory.path(FILE));
            });
  }

  private List<TuneCandidate> tune(Intake intake, InputColumns columns, RunWorkspace workspace) {
    Corpus corpus =
        Corpus.of(
                intake,
                Fingerprint.of(COMMAND).with("input", workspace.inputFingerprint()).digest(),
                workspace)
            .requireDocuments();
    IntakeSummary summary = corpus.summary();
    Dataset<Row> documents = IdType.keyed(corpus.documents());
    Dataset<Row> embeddings =
        (columns.embedding().isPresent()
                ? corpus.embedded(documents, Optional.empty())
                : corpus.embedded(documents, estimator.getEmbedder(), estimator.getSeed()))
            .table();
    SampledVector[] sample =
        new LayoutStage(estimator.getSampleSize(), estimator.getReducer(), estimator.getClusterer())
            .draw(embeddings, summary.documents(), estimator.getSeed());
    if (sample.length < summary.documents()) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "the figures are of the sample of %,d of %,d documents",
              sample.length,
              summary.documents()));
    }
    if (estimator.getNrTopics().isPresent()) {
      workspace.warn("the figures are of the topics found, before topics.nr-topics reduces them");
    }
    boolean whole = sample.length < estimator.getSampleSize();
    TuneGrid sized = grid.forSample(sample.length, whole ? sample.length : summary.documents());
    List<TuneCandidate> laidOut = layOut(sample, sized, workspace);
    console.note("measuring words");
    List<String> ids = Arrays.stream(sample).map(SampledVector::getId).toList();
    return new TuneWords(spark, estimator).measure(documents.select(ID, TEXT), ids, laidOut);
  }

  private List<TuneCandidate> layOut(
      SampledVector[] sample, TuneGrid sized, RunWorkspace workspace) {
    float[][] vectors =
        Arrays.stream(sample).map(SampledVector::getEmbedding).toArray(float[][]::new);
    int threads = estimator.getDriverThreads();
    List<TuneCandidate> candidates = new ArrayList<>();
    try (Workers workers = threads == 0 ? Workers.ofAllCores() : Workers.of(threads)) {
      FitContext context =
          new FitContext(
              estimator.getSeed(),
              workers,
              workspace.progress(),
              estimator.getNeighborsDevice().products());
      Optional<SharedNeighbors> neighbors =
          sized.reducers().get(sized.reducers().lastKey()) instanceof Umap most
              ? Optional.of(SharedNeighbors.find(vectors, most, context))
              : Optional.empty();
      for (Map.Entry<Integer, DimensionReducer> entry : sized.reducers().entrySet()) {
        ReductionModel reduction =
            entry.getValue() instanceof Umap umap && neighbors.isPresent()
                ? neighbors.get().fit(umap, context)
                : entry.getValue().fit(vectors, context);
        for (Hdbscan clusterer : sized.clusterers()) {
          candidates.add(cluster(vectors, entry.getKey(), reduction, clusterer, context));
        }
      }
    }
    return candidates;
  }

  /** As in a fit, documents with equal embeddings share a cluster. */
  private static TuneCandidate cluster(
      float[][] vectors,
      int nNeighbors,
      ReductionModel reduction,
      Hdbscan clusterer,
      FitContext context) {
    LayoutModel layout =
        LayoutModel.fit(vectors, (points, unused) -> reduction, clusterer, context);
    int[] labels = layout.labels();
    double validity =
        RelativeValidity.of(
            LayoutModel.toDoubles(reduction.embedding()), labels, clusterer, context);
    long outliers = Arrays.stream(labels).filter(label -> label == ClusterModel.NOISE).count();
    return TuneCandidate.of(
        nNeighbors, clusterer, labels, layout.clusterCount(), outliers, validity);
  }

  private void write(RunDirectory directory, RunRecord record, List<TuneCandidate> candidates) {
    directory.write(
        FILE,
        TuneReport.toJson(candidates, estimator.getSeed())
            .toPrettyString()
            .getBytes(StandardCharsets.UTF_8));
    record.documents = candidates.get(0).labels().length;
    directory.record().finish(record);
  }
}
