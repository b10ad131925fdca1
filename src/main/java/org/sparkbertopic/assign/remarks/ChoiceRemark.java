package org.sparkbertopic.assign.remarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.clustering.hdbscan.SelectionChoice;
import org.sparkbertopic.clustering.hdbscan.SelectionChoice.Candidate;

/** Says which selection of clusters HDBSCAN chose by itself, and why. */
public final class ChoiceRemark {

  private ChoiceRemark() {}

  /** The chosen selection and the others, with the values that decided. */
  public static String of(SelectionChoice choice) {
    Candidate best = choice.best();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < choice.candidates().size(); i++) {
      if (i != choice.chosen()) {
        Candidate other = choice.candidates().get(i);
        others.add(name(other) + " " + values(other) + (other.isDegenerate() ? ", refused" : ""));
      }
    }
    return String.format(
        Locale.ROOT,
        "Hdbscan.withClusterSelectionMethod(AUTO) chose %s: %s, %s; the others: %s",
        name(best),
        best.isDegenerate()
            ? "every selection has one topic with most documents or hardly any topics"
            : "the highest validity of those that are not refused",
        values(best),
        String.join("; ", others));
  }

  /** The chosen selection of a clustering, if it was chosen by itself. */
  public static Optional<String> chosenOf(ClusterModel clustering) {
    return clustering instanceof HdbscanModel hdbscan
        ? hdbscan.choice().map(choice -> name(choice.best()) + " (auto)")
        : Optional.empty();
  }

  private static String name(Candidate candidate) {
    String name = candidate.method() == ClusterSelectionMethod.LEAF ? "leaf" : "eom";
    return candidate.maxClusterSize() == 0 || candidate.method() == ClusterSelectionMethod.LEAF
        ? name
        : String.format(
            Locale.ROOT,
            "%s with at most %,d documents in a topic",
            name,
            candidate.maxClusterSize());
  }

  private static String values(Candidate candidate) {
    return String.format(
        Locale.ROOT,
        "validity %.3f with %,d topics, %.1f %% in the largest, %.1f %% outliers",
        candidate.validity(),
        candidate.outline().clusters(),
        100 * candidate.outline().shareOfLargest(),
        100 * candidate.outline().shareOfOutliers());
  }
}
