package org.sparkbertopic.operations.info;

import java.util.List;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.operations.slices.TopicSlice;
import org.sparkbertopic.report.figures.TopicFigures;
import org.sparkbertopic.report.figures.input.MergeTree;
import org.sparkbertopic.report.figures.input.SliceRow;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.history.ModelHistory;

/** What operations give, as figures take it. */
public final class ModelFigures {

  private ModelFigures() {}

  /** The figures of a model; the hierarchy is computed when a figure needs it. */
  public static TopicFigures of(FittedTopics topics, ModelHistory history) {
    return new TopicFigures(topics, byCtfidf -> tree(topics, byCtfidf), history);
  }

  private static MergeTree tree(FittedTopics topics, boolean byCtfidf) {
    TopicSpace space = byCtfidf ? TopicSpace.CTFIDF : TopicSpace.EMBEDDINGS;
    try (Workers workers = Workers.ofAllCores()) {
      return tree(topics, TopicHierarchy.of(topics, space, workers));
    }
  }

  private static MergeTree tree(FittedTopics topics, TopicHierarchy hierarchy) {
    List<Integer> ids = topics.topics().stream().map(t -> t.id()).filter(id -> id >= 0).toList();
    return new MergeTree(
        ids,
        hierarchy.merges().stream()
            .map(
                merge ->
                    new MergeTree.Merge(
                        merge.left(),
                        merge.right(),
                        merge.distance(),
                        merge.words().stream().map(TermScore::term).toList()))
            .toList());
  }

  /** Rows of topics over time and per class, such as {@code TopicSlices.values()}. */
  public static List<SliceRow> rows(List<TopicSlice> slices) {
    return slices.stream()
        .map(
            slice ->
                new SliceRow(
                    slice.topic(),
                    slice.timestamp(),
                    slice.category(),
                    slice.frequency(),
                    slice.words().stream().map(TermScore::term).toList()))
        .toList();
  }
}
