package org.sparkbertopic.job.report;

import java.util.concurrent.Callable;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.ReportSettings;
import org.sparkbertopic.job.run.ReportSettings.Texts;
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
      "has ids and places, and the beginnings of up to 20,000 texts, which its search reads."
    })
public final class ReportCommand implements Callable<Integer> {

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "title of the page; default: ${DEFAULT-VALUE}")
  private String title = ReportSettings.DEFAULT_TITLE;

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "most documents on the map; 0: no map; default: ${DEFAULT-VALUE}")
  private int documents = ReportSettings.DEFAULT_DOCUMENTS;

  @Option(
      names = "--embed-texts",
      paramLabel = "CHARACTERS",
      description = {
        "characters of each text on the page; 0: no texts at all, neither of the map nor of",
        "representative documents; default: ${DEFAULT-VALUE}"
      })
  private int characters = ReportSettings.DEFAULT_TEXT_CHARACTERS;

  @Override
  public Integer call() {
    ReportSettings settings =
        new ReportSettings(
            title,
            documents != 0,
            characters == 0 ? Texts.NONE : Texts.BEGINNING,
            documents == 0 ? 1 : documents,
            characters == 0 ? 1 : characters);
    FinishedRun finished = run.open();
    Sessions.run(
        "spark-bertopic report",
        spark -> new ReportJob(spark, new Console(RunOption.out())).run(finished, settings));
    return ExitStatus.DONE;
  }
}
