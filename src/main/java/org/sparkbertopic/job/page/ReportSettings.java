package org.sparkbertopic.job.page;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.operations.slices.TimeBins;

/**
 * What stands on the page of a run: the keys {@code report}.
 *
 * @param title of the page
 * @param map whether documents are placed on a map
 * @param texts what the page has of the documents' texts
 * @param documents most documents on the map
 * @param textCharacters characters of each text
 * @param timestampColumn column of the input for topics over time
 * @param bins of topics over time; empty: every timestamp, or some bins where there are many
 * @param classColumn column of the input for topics per class
 */
@RecordBuilder
public record ReportSettings(
    String title,
    boolean map,
    Texts texts,
    int documents,
    int textCharacters,
    Optional<String> timestampColumn,
    Optional<TimeBins> bins,
    Optional<String> classColumn)
    implements ReportSettingsBuilder.With {

  /** What a page has of texts, named as in {@code report.texts}. */
  public enum Texts {
    /** The first characters of some. */
    BEGINNING,
    /** Nothing: neither of the map nor of representative documents. */
    NONE
  }

  public static final String DEFAULT_TITLE = "Topics";

  /** The value of {@code report.over-time} that leaves the choice of the bins to us. */
  public static final String AUTO = "auto";

  private static final String NO_TIME = "none";

  /** Ours: about 2 MB of the page. */
  public static final int DEFAULT_DOCUMENTS = 100_000;

  /** Ours: two lines beside the map. */
  public static final int DEFAULT_TEXT_CHARACTERS = 200;

  /** Most documents of the map that have a text on the page. */
  public static final int MOST_TEXTS = 20_000;

  public ReportSettings {
    require("report.documents", documents);
    require("report.text-characters", textCharacters);
  }

  private static void require(String key, int value) {
    if (value < 1) {
      throw ConfigurationException.of("%s must be at least 1, got %s; leave it out", key, value);
    }
  }

  /** The settings of a command that has the keys, or some of them; the others have defaults. */
  public static ReportSettings of(JobConfig config) {
    ReportSettings usual = withoutMap();
    if (!config.isKnown("report.texts")) {
      return usual;
    }
    ReportSettings told =
        usual
            .withTitle(config.string("report.title"))
            .withTexts(config.choice("report.texts", Texts.class));
    if (!config.isKnown("report.map")) {
      return told;
    }
    String bins = config.string("report.over-time").strip();
    boolean overTime = !bins.equalsIgnoreCase(NO_TIME);
    return told.withMap(config.flag("report.map"))
        .withDocuments(config.integer("report.documents"))
        .withTextCharacters(config.integer("report.text-characters"))
        .withBins(overTime ? bins("report.over-time", bins) : Optional.empty())
        .withTimestampColumn(
            overTime ? config.optional("input.timestamp-column") : Optional.empty())
        .withClassColumn(
            config.flag("report.per-class")
                ? config.optional("input.class-column")
                : Optional.empty());
  }

  /**
   * Bins as a user writes them.
   *
   * @param key of the setting or name of the option, for messages
   * @return empty for {@value #AUTO}
   * @throws ConfigurationException if they are none
   */
  public static Optional<TimeBins> bins(String key, String text) {
    if (text.strip().equalsIgnoreCase(AUTO)) {
      return Optional.empty();
    }
    try {
      return Optional.of(TimeBins.parse(text));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(key + " must be " + AUTO + " or bins: " + e.getMessage(), e);
    }
  }

  /** A page of topics alone. */
  public static ReportSettings withoutMap() {
    return new ReportSettings(
        DEFAULT_TITLE,
        false,
        Texts.BEGINNING,
        DEFAULT_DOCUMENTS,
        DEFAULT_TEXT_CHARACTERS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public boolean hasTexts() {
    return texts == Texts.BEGINNING;
  }
}
