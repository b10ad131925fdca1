package org.sparkbertopic.job.report;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.page.ReportSettings;
import org.sparkbertopic.job.page.ReportSettings.Texts;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic report}: writes the page of a finished run anew. */
@Command(
    name = "report",
    description = "Writes the page of a finished run anew: report.html, which needs no network.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The map shows a sample of the documents, the one that the fit has laid out. Of these the page",
      "has ids and places, and the beginnings of up to 20,000 texts, which its search reads. What no",
      "option says is as the keys report of the fit."
    })
public final class ReportCommand implements Callable<Integer> {

  @Mixin private RunOption run = new RunOption();

  @Option(names = "--title", paramLabel = "TEXT", description = "title of the page")
  private Optional<String> title = Optional.empty();

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "most documents on the map; 0: no map")
  private Optional<Integer> documents = Optional.empty();

  @Option(
      names = "--embed-texts",
      paramLabel = "CHARACTERS",
      description = {
        "characters of each text on the page; 0: no texts at all, neither of the map nor of",
        "representative documents"
      })
  private Optional<Integer> characters = Optional.empty();

  @Option(
      names = "--timestamp-column",
      paramLabel = "COLUMN",
      description = "input column for topics over time; default: the run's input.timestamp-column")
  private Optional<String> timestampColumn = Optional.empty();

  @Option(
      names = "--bins",
      paramLabel = "BINS",
      description =
          "of topics over time: auto, each, day to decade, or a number; default: as at the fit")
  private Optional<String> bins = Optional.empty();

  @Option(
      names = "--class-column",
      paramLabel = "COLUMN",
      description = "input column for topics per class; default: the run's input.class-column")
  private Optional<String> classColumn = Optional.empty();

  @Override
  public Integer call() {
    FinishedRun finished = run.open();
    ReportSettings settings = settings(ReportSettings.of(finished.configuration()));
    Sessions.run(
        "spark-bertopic report",
        spark -> new ReportJob(spark, new Console(RunOption.out())).run(finished, settings));
    return ExitStatus.DONE;
  }

  /** What the options say; the rest is as at the fit, so that private texts stay private. */
  private ReportSettings settings(ReportSettings ofFit) {
    boolean map = documents.filter(most -> most == 0).isEmpty();
    Texts texts =
        characters.map(most -> most == 0 ? Texts.NONE : Texts.BEGINNING).orElse(ofFit.texts());
    return ofFit
        .withTitle(title.orElse(ofFit.title()))
        .withMap(map)
        .withTexts(texts)
        .withDocuments(documents.filter(most -> most != 0).orElse(ofFit.documents()))
        .withTextCharacters(characters.filter(most -> most != 0).orElse(ofFit.textCharacters()))
        .withTimestampColumn(timestampColumn.or(ofFit::timestampColumn))
        .withBins(bins.isPresent() ? ReportSettings.bins("--bins", bins.get()) : ofFit.bins())
        .withClassColumn(classColumn.or(ofFit::classColumn));
  }
}
