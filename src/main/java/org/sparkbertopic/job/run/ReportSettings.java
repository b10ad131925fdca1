package org.sparkbertopic.job.run;

import java.util.Locale;
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

  /** The settings of a command that has the keys; otherwise a page without a map. */
  public static ReportSettings of(JobConfig config) {
    if (!config.isKnown("report.map")) {
      return withoutMap();
    }
    return new ReportSettings(
        config.string("report.title"),
        config.flag("report.map"),
        config.choice("report.texts", Texts.class),
        config.integer("report.documents"),
        config.integer("report.text-characters"));
  }

  static ReportSettings withoutMap() {
    return new ReportSettings(
        DEFAULT_TITLE, false, Texts.BEGINNING, DEFAULT_DOCUMENTS, DEFAULT_TEXT_CHARACTERS);
  }

  boolean hasTexts() {
    return texts == Texts.BEGINNING;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "map %s, texts %s, %,d documents", map, texts, documents);
  }
}
