package org.sparkbertopic.job.report;

import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.page.ReportSettings;
import org.sparkbertopic.job.page.RunFigures;
import org.sparkbertopic.job.page.RunMap;
import org.sparkbertopic.job.page.RunReport;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.stage.table.LiteralPaths;

/** Writes {@code report.html} of a finished run anew, with other settings or a map. */
public final class ReportJob {

  private final SparkSession spark;
  private final Console console;

  public ReportJob(SparkSession spark, Console console) {
    this.spark = spark;
    this.console = console;
  }

  public void run(FinishedRun run, ReportSettings settings) {
    RunDirectory directory = run.directory();
    directory.exclusively(
        spark.sparkContext().applicationId(),
        () -> {
          Optional<RunReport.Places> places = settings.map() ? places(run) : Optional.empty();
          ReportData page =
              new RunReport(run.record().facts(), settings)
                  .of(run.model(), new RunReport.Documents(places, slices(run, settings)));
          run.requireInputUnchanged();
          directory.replaceReport(run.record(), page);
          console.note(
              "the page has "
                  + page.topicCount()
                  + " topics and a map of "
                  + page.map().ids().size()
                  + " documents");
          console.out().println("Results: " + directory.path(RunDirectory.REPORT_FILE));
        });
  }

  private RunFigures.Slices slices(FinishedRun run, ReportSettings settings) {
    Map<String, String> columns = RunFigures.columns(settings);
    if (columns.isEmpty()) {
      return RunFigures.Slices.NONE;
    }
    if (run.isOfChunk()) {
      console.note(
          "topics over time and per class are those of the run's chunk; the section history has the others");
    }
    RunFigures.Slices slices =
        console.watched(
            "topics over time and per class",
            spark.sparkContext(),
            () -> RunFigures.slices(run.model(), run.topicDocuments(spark, columns), settings));
    slices.notes().forEach(console::warn);
    return slices;
  }

  /** The documents with the topics of the run; their places may be those of its fit. */
  private Optional<RunReport.Places> places(FinishedRun run) {
    if (run.isOfChunk() || run.isOfManyChunks()) {
      console.note(
          "the page has no map: it needs the embeddings of all documents in one table, and this run has those of single chunks");
      return Optional.empty();
    }
    return Optional.of(
        new RunReport.Places(map(run), run.assignments(spark), run.documents(spark)));
  }

  private Dataset<Row> map(FinishedRun run) {
    for (FinishedRun earlier : run.lineage()) {
      Path kept =
          new Path(earlier.directory().results().folder(earlier.record()), RunDirectory.MAP);
      if (earlier.directory().exists(kept)) {
        return LiteralPaths.reader(spark).parquet(kept.toString());
      }
    }
    Dataset<Row> embeddings = run.embeddings(spark);
    console.note("drawing the map");
    return RunMap.of(
        embeddings, embeddings.count(), run.model().savedModel(), run.configuration(), console);
  }
}
