package org.sparkbertopic.job.run;

import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;

/**
 * What stands on the page of a run: the keys {@code report}.
 *
 * @param title of the page
 * @param map whether documents are placed on a map
 * @param texts what the page has of the documents' texts
 * @param documents most documents on the map
 * @param textCharacters characters of each text
 */
public record ReportSettings(
    String title, boolean map, Texts texts, int documents, int textCharacters) {

  /** What a page has of texts, named as in {@code report.texts}. */
  public enum Texts {
    /** The first characters of some. */
    BEGINNING,
    /** Nothing: neither of the map nor of representative documents. */
    NONE
  }

  public static final String DEFAULT_TITLE = "Topics";

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
    boolean mapped = config.isKnown("report.map");
    return new ReportSettings(
        config.string("report.title"),
        mapped && config.flag("report.map"),
        config.choice("report.texts", Texts.class),
        mapped ? config.integer("report.documents") : usual.documents(),
        mapped ? config.integer("report.text-characters") : usual.textCharacters());
  }

  static ReportSettings withoutMap() {
    return new ReportSettings(
        DEFAULT_TITLE, false, Texts.BEGINNING, DEFAULT_DOCUMENTS, DEFAULT_TEXT_CHARACTERS);
  }

  public boolean hasTexts() {
    return texts == Texts.BEGINNING;
  }
}
