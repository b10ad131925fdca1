package org.sparkbertopic.job.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.topics.HistoryFolder;
import org.sparkbertopic.job.topics.HistoryJson;
import org.sparkbertopic.job.topics.HistoryOverview;
import org.sparkbertopic.job.topics.TopicIds;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.topics.history.SignalSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code spark-bertopic history}: shows how a model grew. Reads no document, and needs a Spark
 * session only to write tables.
 */
@Command(
    name = "history",
    description = "Shows the chunks that a model has grown by, and its topics in each.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A topic's popularity grows by its documents and decays without. Below the 10th percentile of",
      "all topics over the window it is noise, above the 50th a strong signal, and between them a weak",
      "signal if it rises, else noise (as in BERTrend, Boutaleb et al. 2024)."
    })
public final class HistoryCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "folder of an update's run, a model folder, or hf://owner/name")
  private String model;

  @Option(
      names = {"--topic", "--topics"},
      paramLabel = "IDS",
      description = "comma-separated topic ids; default: prints the five largest, writes all")
  private Optional<String> topics = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "CHUNKS",
      description = "chunks over which a signal is judged; default: ${DEFAULT-VALUE}")
  private int window = SignalSettings.DEFAULT_WINDOW;

  @Option(names = "--json", description = "prints JSON")
  private boolean json;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = {
        "new folder for the tables chunks, topics and topics-over-time; the last has the columns of",
        "topics over-time"
      })
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "format of the tables: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.JSON;

  @Override
  public Integer call() throws IOException {
    PrintStream out = Terminal.out();
    BERTopicModel opened = open();
    SignalSettings settings =
        ErrorMessages.usersFault(() -> SignalSettings.create().withWindow(window));
    List<Integer> ids = topics.map(TopicIds::parse).orElse(List.of());
    ids.forEach(id -> ErrorMessages.usersFault(() -> opened.topic(id)));
    if (json) {
      HistoryJson.write(opened.history(), ids, settings, out);
    } else {
      new HistoryOverview(opened.history(), opened.topics(), settings).print(ids, out);
    }
    output.ifPresent(
        folder ->
            Sessions.run(
                "spark-bertopic history",
                spark ->
                    new HistoryFolder(spark, folder, model)
                        .write(
                            opened,
                            ids,
                            settings,
                            format,
                            json ? Optional.empty() : Optional.of(out))));
    return ExitStatus.DONE;
  }

  private BERTopicModel open() throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    String place = ModelPlace.folder(model);
    RunDirectory folder = RunDirectory.at(place, hadoop);
    return folder.exists(folder.path(RunDirectory.RUN_FILE))
        ? FinishedRun.open(model, hadoop).model()
        : BERTopicModel.of(ModelDirectory.at(place, hadoop).read());
  }
}
