package org.sparkbertopic.job.push;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.sparkbertopic.http.DownloadProgress;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.StoredModel;
import org.sparkbertopic.persistence.hub.ModelPush;
import org.sparkbertopic.persistence.hub.ModelPush.Preview;
import org.sparkbertopic.persistence.hub.PushOptions;
import org.sparkbertopic.persistence.hub.PushedModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code spark-bertopic push}: sends a model to the Hugging Face hub. Needs no Spark session.
 *
 * <p>The token is that of {@code HF_TOKEN}, or of the file that {@code hf auth login} writes: an
 * option would show it to every user of the machine.
 */
@Command(
    name = "push",
    description = "Sends a model to the Hugging Face hub, with a model card.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The token is that of the environment variable HF_TOKEN, or of the file that hf auth login writes.",
      "Other commands take the model as --model hf://owner/name. Who may read it there sees the texts of the",
      "documents that the model keeps."
    })
public final class PushCommand implements Callable<Integer> {

  private static final int MOST_NAMED = 5;

  /** The model: of a run, or a folder. */
  static final class Source {

    @Option(
        names = "--run",
        paramLabel = "DIR",
        required = true,
        description = "folder of a finished run, whose model is sent")
    private String run;

    @Option(
        names = "--model",
        paramLabel = "DIR",
        required = true,
        description = "model folder, of this library or of Python's BERTopic")
    private String model;
  }

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      required = true,
      description =
          "hf://owner/name, or hf://owner/name@branch; repository and branch are made if needed")
  private String to;

  @Option(
      names = "--private",
      description = "the repository is made private, and one that is there has to be")
  private boolean isPrivate;

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "message of the commit; default: ${DEFAULT-VALUE}")
  private String message = PushOptions.DEFAULT_MESSAGE;

  @Option(names = "--create-pr", description = "opens a pull request instead of a commit")
  private boolean pullRequest;

  @Option(names = "--no-card", description = "writes no model card (README.md)")
  private boolean noCard;

  @Option(
      names = "--dry-run",
      description = "prints the card, the files, and what would be deleted; sends nothing")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    PushOptions options =
        ErrorMessages.usersFault(() -> new PushOptions(isPrivate, message, pullRequest, !noCard));
    if (dryRun) {
      StoredModel model = read();
      Preview preview = ErrorMessages.usersFault(() -> ModelPush.preview(model, to, options));
      show(preview);
      Terminal.out().println(deletions(preview) + "\nNothing was sent.");
      return ExitStatus.DONE;
    }
    // A wrong address or a missing token is told before a large model is read.
    ModelPush push = ErrorMessages.usersFault(() -> ModelPush.to(to));
    StoredModel model = read();
    Console console = new Console(Terminal.out());
    ModelPush.disclosure(model.model()).ifPresent(console::warn);
    PushedModel pushed = ErrorMessages.usersFault(() -> push.push(model, options));
    if (pushed.cardKept()) {
      console.warn(
          "README.md of the repository was not written by this command and stays as it is; delete it"
              + " there to get a model card");
    }
    console.note(
        String.format(
            Locale.ROOT,
            "%,d %s sent, %,d unchanged, %,d deleted",
            pushed.sent(),
            pushed.sent() == 1 ? "file" : "files",
            pushed.unchanged(),
            pushed.deleted()));
    if (pushed.deleted() > 0) {
      console.note("deleted, of earlier models: " + named(pushed.deletedFiles()));
    }
    console.note(pushed.pullRequest().map(page -> "pull request: " + page).orElse(pushed.page()));
    console.out().println("Model: " + pushed.address());
    return ExitStatus.DONE;
  }

  private StoredModel read() throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    String place =
        source.run == null
            ? ModelPlace.folder(source.model)
            : FinishedRun.open(source.run, hadoop).modelPath();
    return ModelDirectory.at(place, hadoop).readStored();
  }

  private static void show(Preview preview) {
    PrintStream out = Terminal.out();
    preview.card().ifPresent(card -> out.println("README.md:\n\n" + card));
    preview
        .files()
        .forEach(file -> out.println(file.path() + ", " + DownloadProgress.bytes(file.bytes())));
  }

  /** What the repository would lose; without a token, or a connection, that is not known. */
  private String deletions(Preview preview) {
    try {
      List<String> deleted = ModelPush.deletions(preview, to);
      return deleted.isEmpty()
          ? "A push would delete nothing."
          : "A push would delete, of earlier models: " + String.join(", ", deleted);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return "What a push would delete is not known here: " + ErrorMessages.describe(e);
    }
  }

  private static String named(List<String> paths) {
    return String.join(", ", paths.subList(0, Math.min(MOST_NAMED, paths.size())))
        + (paths.size() > MOST_NAMED
            ? String.format(Locale.ROOT, " and %,d others", paths.size() - MOST_NAMED)
            : "");
  }
}
