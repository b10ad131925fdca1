package org.sparkbertopic.job.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.operations.info.ModelFigures;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TimeBins;
import org.sparkbertopic.operations.slices.TopicSlices;
import org.sparkbertopic.report.PageFigure;
import org.sparkbertopic.report.Timeline;
import org.sparkbertopic.report.figures.Figure;
import org.sparkbertopic.report.figures.TopicFigures;
import org.sparkbertopic.report.figures.input.HeatmapSettings;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.QualityData;
import org.sparkbertopic.report.figures.input.QualitySettings;
import org.sparkbertopic.report.figures.input.SliceFigureSettings;
import org.sparkbertopic.report.figures.input.SliceRow;
import org.sparkbertopic.stage.table.InputColumns;

/** The figures of the page of a run. */
public final class RunFigures {

  private static final Logger LOG = LoggerFactory.getLogger(RunFigures.class);

  /** Ours: a tree of more topics is longer than anyone scrolls. */
  private static final int MOST_IN_TREE = 300;

  /** Ours: 10,000 cosines, each of which a pointer can still hit. */
  private static final int MOST_IN_MATRIX = 100;

  /** Ours: bars that are still wider than the space between them. */
  private static final int MOST_SIZES = 100;

  /** Ours: more timestamps are put into bins, as points of a line can no longer be told apart. */
  private static final int MOST_TIMESTAMPS = 100;

  /** BERTopic's advice for many timestamps. */
  private static final int BINS = 20;

  private static final int MATRIX_FRAME = 260;
  private static final int MATRIX_CELL = 14;
  private static final int CLUSTER = 5;

  private RunFigures() {}

  /**
   * Topics over time and per class.
   *
   * @param overTime rows of all topics; empty where documents have no times
   * @param perClass rows of all topics; empty where documents have no classes
   * @param notes why something is missing, or which documents are
   */
  public record Slices(
      List<SliceRow> overTime, List<SliceRow> perClass, Timeline timeline, List<String> notes) {

    public static final Slices NONE = new Slices(List.of(), List.of(), Timeline.NONE, List.of());

    public Slices {
      overTime = List.copyOf(overTime);
      perClass = List.copyOf(perClass);
      notes = List.copyOf(notes);
    }
  }

  /** The columns of the input that documents are sliced by, with their names in a table. */
  public static Map<String, String> columns(ReportSettings settings) {
    Map<String, String> columns = new TreeMap<>();
    settings.timestampColumn().ifPresent(name -> columns.put(InputColumns.TIMESTAMP, name));
    settings.classColumn().ifPresent(name -> columns.put(InputColumns.CLASS, name));
    return columns;
  }

  /**
   * Counts the words of the topics at each time and in each class. What cannot be counted is left
   * out and noted: it must not fail a run that is otherwise finished.
   *
   * @param documents id, text, topic, and the {@link #columns}
   */
  public static Slices slices(
      BERTopicModel model, Dataset<Row> documents, ReportSettings settings) {
    List<String> notes = new ArrayList<>();
    Optional<Times> overTime =
        settings
            .timestampColumn()
            .flatMap(
                name ->
                    attempt("over time", notes, () -> overTime(model, documents, settings, notes)));
    Optional<List<SliceRow>> perClass =
        settings
            .classColumn()
            .flatMap(name -> attempt("per class", notes, () -> perClass(model, documents, notes)));
    return new Slices(
        overTime.map(Times::rows).orElse(List.of()),
        perClass.orElse(List.of()),
        overTime.map(Times::timeline).orElse(Timeline.NONE),
        notes);
  }

  private record Times(List<SliceRow> rows, Timeline timeline) {}

  private static Times overTime(
      BERTopicModel model, Dataset<Row> documents, ReportSettings report, List<String> notes) {
    TopicSlices slices = sliced(model, documents, report.bins().orElse(TimeBins.each()));
    if (report.bins().isEmpty() && slices.timestamps().size() > MOST_TIMESTAMPS) {
      slices = sliced(model, documents, TimeBins.equalWidth(BINS));
    }
    List<SliceRow> rows = values(slices, "over time", notes);
    return new Times(rows, Timeline.of(slices.timestamps(), rows));
  }

  private static List<SliceRow> perClass(
      BERTopicModel model, Dataset<Row> documents, List<String> notes) {
    TopicSlices slices =
        model.topicsPerClass(documents, InputColumns.CLASS, SliceSettings.create());
    return values(slices, "per class", notes);
  }

  private static TopicSlices sliced(BERTopicModel model, Dataset<Row> documents, TimeBins bins) {
    return model.topicsOverTime(
        documents, InputColumns.TIMESTAMP, SliceSettings.create().withBins(bins));
  }

  private static List<SliceRow> values(TopicSlices slices, String what, List<String> notes) {
    slices.rejected().forEach((reason, count) -> notes.add(leftOut(what, count, reason)));
    return ModelFigures.rows(slices.values());
  }

  private static String leftOut(String what, long count, String reason) {
    return String.format(
        Locale.ROOT,
        "topics %s: %,d %s left out (%s)",
        what,
        count,
        count == 1 ? "document is" : "documents are",
        reason);
  }

  private static <T> Optional<T> attempt(String what, List<String> notes, Supplier<T> counted) {
    try {
      return Optional.of(counted.get());
    } catch (IllegalArgumentException e) {
      notes.add("the page has no topics " + what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The sections of the page, in order. */
  static List<PageFigure> of(BERTopicModel model, Slices slices) {
    List<PageFigure> sections = new ArrayList<>();
    int topics = model.fittedTopics().topicCount();
    if (topics == 0) {
      return sections;
    }
    TopicFigures figures = model.figures();
    add(
        sections,
        "over-time",
        "Topics over time",
        "Documents of the ten largest topics. The name of a topic hides and shows its line; a double click shows it alone. Every topic has its own line where it is opened.",
        () ->
            slices.overTime().isEmpty()
                ? Optional.empty()
                : Optional.of(
                    figures.topicsOverTime(slices.overTime(), SliceFigureSettings.overTime())));
    add(
        sections,
        "per-class",
        "Topics per class",
        "Documents of the ten largest topics; the names of the topics show and hide them.",
        () ->
            slices.perClass().isEmpty()
                ? Optional.empty()
                : Optional.of(
                    figures.topicsPerClass(slices.perClass(), SliceFigureSettings.perClass())));
    add(
        sections,
        "sizes",
        "Sizes",
        (topics > MOST_SIZES ? largest(MOST_SIZES, topics) + " " : "")
            + "The number of documents in no topic is above the bars.",
        () ->
            Optional.of(
                figures.quality(
                    QualityData.create(), QualitySettings.create().withTopN(MOST_SIZES))));
    add(
        sections,
        "hierarchy",
        "Hierarchy",
        (topics > MOST_IN_TREE ? largest(MOST_IN_TREE, topics) + " " : "")
            + "Topics and groups that join further left are more alike.",
        () ->
            topics < 2
                ? Optional.empty()
                : Optional.of(
                    figures.hierarchy(HierarchySettings.create().withTopN(MOST_IN_TREE))));
    add(
        sections,
        "similarity",
        "Similarity",
        (topics > MOST_IN_MATRIX ? largest(MOST_IN_MATRIX, topics) + " " : "")
            + "Cosines of the topics' embeddings; topics that are alike are near to each other.",
        () -> topics < 2 ? Optional.empty() : Optional.of(matrix(figures, topics)));
    return sections;
  }

  private static String largest(int shown, int topics) {
    return String.format(Locale.ROOT, "The %,d largest of %,d topics.", shown, topics);
  }

  private static Figure matrix(TopicFigures figures, int topics) {
    int shown = Math.min(topics, MOST_IN_MATRIX);
    return figures.heatmap(
        HeatmapSettings.create()
            .withTopN(shown)
            .withNClusters(shown < 2 * CLUSTER ? 0 : shown / CLUSTER)
            .withHeight(MATRIX_FRAME + MATRIX_CELL * shown));
  }

  /** Leaves out what a model holds too little for, such as topics without embeddings. */
  private static void add(
      List<PageFigure> sections,
      String id,
      String title,
      String note,
      Supplier<Optional<Figure>> figure) {
    try {
      figure.get().ifPresent(drawn -> sections.add(new PageFigure(id, title, note, drawn)));
    } catch (IllegalArgumentException | IllegalStateException e) {
      LOG.debug("no {} on the page", id, e);
    }
  }
}
