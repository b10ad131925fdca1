package org.sparkbertopic.clustering.hdbscan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How {@link ClusterSelectionMethod#AUTO} chose among selections from one tree. Of the candidates
 * that are not degenerate, the one with the highest relative validity ({@link
 * SpanningTreeValidity}) is chosen; among equals the earliest. If all are degenerate, the first one
 * is chosen: excess of mass.
 *
 * <p>Validity alone does not do: it is highest for one cluster of nearly all points and a small one
 * far away. So a candidate is degenerate if it has fewer than two clusters, if one cluster has more
 * than {@value #MOST_OF_LARGEST} of the points that belong to a cluster, or if more than {@value
 * #MOST_OUTLIERS} of all points belong to none.
 *
 * @param candidates excess of mass, leaves, and excess of mass with a cap on the size of a cluster
 *     of 30 % and of 10 % of the points; a cap above the limit that the parameters have is left out
 * @param chosen position of the chosen one
 */
public record SelectionChoice(List<Candidate> candidates, int chosen) {

  /** Two of three topics that hold nearly everything pass, one does not. */
  public static final double MOST_OF_LARGEST = 0.5;

  /** Leaves of layouts without structure have 0.8 to 0.9. */
  public static final double MOST_OUTLIERS = 0.9;

  private static final double[] CAPS = {0.3, 0.1};

  /**
   * @param method EOM or LEAF
   * @param maxClusterSize largest cluster that excess of mass may select, 0 for no limit
   * @param outline sizes of the clusters
   * @param validity relative validity in [-1, 1]; NaN without clusters
   */
  public record Candidate(
      ClusterSelectionMethod method, int maxClusterSize, ClusterOutline outline, double validity) {

    public Candidate {
      Objects.requireNonNull(outline, "outline");
      if (method == ClusterSelectionMethod.AUTO) {
        throw new IllegalArgumentException("a candidate must be EOM or LEAF, got AUTO");
      }
    }

    /** Whether it is not to be chosen while there is another one. */
    public boolean isDegenerate() {
      return outline.clusters() < 2
          || outline.shareOfLargest() > MOST_OF_LARGEST
          || outline.shareOfOutliers() > MOST_OUTLIERS;
    }
  }

  public SelectionChoice {
    candidates = List.copyOf(candidates);
    Objects.checkIndex(chosen, candidates.size());
  }

  /** The chosen one. */
  public Candidate best() {
    return candidates.get(chosen);
  }

  /** The parameters of each candidate, the unlimited excess of mass first. */
  static List<Hdbscan> parameters(Hdbscan asked, int points) {
    Hdbscan mass = asked.withClusterSelectionMethod(ClusterSelectionMethod.EOM);
    List<Hdbscan> candidates = new ArrayList<>();
    candidates.add(mass);
    candidates.add(asked.withClusterSelectionMethod(ClusterSelectionMethod.LEAF));
    for (double share : CAPS) {
      int cap = Math.max(asked.minClusterSize(), (int) (share * points));
      if (asked.maxClusterSize() == 0 || cap < asked.maxClusterSize()) {
        candidates.add(mass.withMaxClusterSize(cap));
      }
    }
    return candidates;
  }

  /** Measures the candidates on the tree that they select from. */
  static SelectionChoice of(CondensedTree condensed, SpanningTree tree, List<Hdbscan> candidates) {
    List<Candidate> measured = new ArrayList<>();
    int chosen = -1;
    for (Hdbscan parameters : candidates) {
      ClusterSelection selection = ClusterSelection.of(condensed, parameters);
      int[] labels = new FlatClusters(condensed, parameters, selection).labels;
      Candidate candidate =
          new Candidate(
              parameters.clusterSelectionMethod(),
              parameters.maxClusterSize(),
              ClusterOutline.of(labels, selection.selected.length),
              SpanningTreeValidity.of(tree, labels));
      if (!candidate.isDegenerate()
          && (chosen < 0 || candidate.validity() > measured.get(chosen).validity())) {
        chosen = measured.size();
      }
      measured.add(candidate);
    }
    return new SelectionChoice(measured, Math.max(0, chosen));
  }
}
