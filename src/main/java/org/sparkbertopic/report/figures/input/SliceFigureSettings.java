package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of topics over time, per class, and over time per class.
 *
 * @param topics ids in the order in which they are drawn; empty: by falling size
 * @param topN number of topics that are drawn where {@code topics} is empty, 0 for all
 * @param normalizeFrequency whether the frequencies of a topic are divided by their Euclidean
 *     length
 * @param topNClasses number of classes that are drawn, those of the most documents, 0 for all
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 * @param height in pixels; 0: by the number of classes
 */
@RecordBuilder
public record SliceFigureSettings(
    List<Integer> topics,
    int topN,
    boolean normalizeFrequency,
    int topNClasses,
    Labels labels,
    String title,
    int width,
    int height)
    implements SliceFigureSettingsBuilder.With {

  public static final String TITLE_OVER_TIME = "Topics over time";
  public static final String TITLE_PER_CLASS = "Topics per class";
  public static final String TITLE_OVER_TIME_PER_CLASS = "Topics over time per class";

  /** BERTopic. */
  public static final int DEFAULT_TOP_N = 10;

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 1250;

  /** BERTopic. */
  public static final int HEIGHT_OVER_TIME = 450;

  /** Ours: as many small charts as a page holds. */
  public static final int DEFAULT_TOP_N_CLASSES = 12;

  public SliceFigureSettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, width, Math.max(1, height));
    FigureChecks.sizeOrAuto("height", height, "classes");
    Checks.require(topNClasses >= 0, "topNClasses", "0 (all) or more", topNClasses, "give 0");
  }

  /** BERTopic's defaults over time. */
  public static SliceFigureSettings overTime() {
    return of(TITLE_OVER_TIME, HEIGHT_OVER_TIME, 0);
  }

  /** BERTopic's defaults per class, and a height at which the bars are bars. */
  public static SliceFigureSettings perClass() {
    return of(TITLE_PER_CLASS, 0, 0);
  }

  /** Ours: BERTopic has no such figure. */
  public static SliceFigureSettings overTimePerClass() {
    return of(TITLE_OVER_TIME_PER_CLASS, 0, DEFAULT_TOP_N_CLASSES);
  }

  private static SliceFigureSettings of(String title, int height, int classes) {
    return new SliceFigureSettings(
        List.of(), DEFAULT_TOP_N, false, classes, Labels.title(), title, DEFAULT_WIDTH, height);
  }
}
