package org.sparkbertopic.job.topics;

import static org.apache.spark.sql.functions.col;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.AssignedTopics;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.assignment.GivenTable;
import org.sparkbertopic.stage.table.InputColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics assign}: gives documents the topics of a table. */
@Command(
    name = "assign",
    description = {
      "Gives documents the topics that a table names, such as topics corrected by hand.",
      "Sizes, words, embeddings and representative documents follow, and transform gives these documents the",
      "same topics. An id that the run does not know makes a new topic; a topic without documents goes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TopicsAssignCommand implements Callable<Integer> {

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(
      names = "--assignments",
      paramLabel = "PATH",
      required = true,
      description =
          "table of ids and topics: Parquet, JSON lines, CSV or any that input.path takes")
  private String assignments;

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description = "its column of ids; default: ${DEFAULT-VALUE}")
  private String idColumn = InputColumns.ID;

  @Option(
      names = "--topic-column",
      paramLabel = "NAME",
      description = "its column of topics, -1 for outliers; default: ${DEFAULT-VALUE}")
  private String topicColumn = InputColumns.TOPIC;

  @Option(
      names = "--only-some",
      description = "documents that the table does not name keep their topics")
  private boolean onlySome;

  @Override
  public Integer call() {
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("assignments", assignments);
    parameters.put("onlySome", onlySome);
    return options.run("assign", parameters, this::assign);
  }

  private TopicsJob.Result assign(FinishedRun run, SparkSession spark) {
    Dataset<Row> given = AssignmentTable.read(spark, assignments, idColumn, topicColumn);
    Dataset<Row> documents = run.assignedDocuments(spark);
    Dataset<Row> changed = GivenTable.applied(documents, given, onlySome);
    long moved =
        run.assignments(spark)
            .select(col(InputColumns.ID), col(InputColumns.TOPIC).as("__before"))
            .join(
                changed.select(InputColumns.ID, InputColumns.TOPIC),
                new String[] {InputColumns.ID},
                "inner")
            .filter(col("__before").notEqual(col(InputColumns.TOPIC)))
            .count();
    AssignedTopics made = run.model().withAssignments(changed);
    RunOption.out()
        .printf(
            Locale.ROOT,
            "%,d of %,d documents got another topic; %,d topics, %,d outliers%n",
            moved,
            made.documents(),
            made.model().fittedTopics().liveCount(),
            made.outliers());
    return new TopicsJob.Result(made.model(), made.assignments(), Optional.empty(), made.notes());
  }
}
