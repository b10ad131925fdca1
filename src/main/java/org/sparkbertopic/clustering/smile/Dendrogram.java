package org.sparkbertopic.clustering.smile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import smile.clustering.HierarchicalClustering;

/**
 * The tree of an agglomerative clustering: from single points upwards, the two nearest clusters are
 * merged until one is left. Immutable.
 */
public final class Dendrogram {

  /**
   * Most points of a tree that Smile builds: it addresses its n (n + 1) / 2 distances by an int. So
   * many take 4.3 GB, 20,000 take 0.8 GB.
   */
  public static final int MAX_POINTS = 46_340;

  private final int points;
  private final List<Merge> merges;

  /**
   * One merge. Points are nodes 0 to n - 1, the merge at place i is node n + i.
   *
   * @param left the smaller node
   * @param right the larger node
   * @param height distance of the two
   */
  public record Merge(int left, int right, double height) {}

  private Dendrogram(int points, List<Merge> merges) {
    this.points = points;
    this.merges = merges;
  }

  /**
   * The tree of points whose distances are given. Smile computes in floats: heights are right to
   * about seven digits, and distances that differ by less are equal.
   *
   * @param distances {@code [n][n]}, symmetric; the upper triangle is not read
   * @throws IllegalArgumentException if there are more than {@link #MAX_POINTS}
   */
  public static Dendrogram of(double[][] distances, Linkage linkage) {
    return of(distances.length, (a, b) -> distances[b][a], linkage);
  }

  /** The distance of two rows, the first of which is the smaller. */
  interface Distances {
    double between(int smaller, int larger);
  }

  static Dendrogram of(int points, Distances distances, Linkage linkage) {
    if (points > MAX_POINTS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "linkage must be WARD for more than %,d points, got %s for %,d; cluster a sample",
              MAX_POINTS,
              linkage,
              points));
    }
    if (points < 2) {
      return new Dendrogram(points, List.of());
    }
    // Column by column of the lower triangle with its diagonal, as Smile reads them.
    float[] proximity = new float[points * (points + 1) / 2];
    int next = 0;
    for (int a = 0; a < points; a++) {
      next++;
      for (int b = a + 1; b < points; b++) {
        proximity[next++] = (float) distances.between(a, b);
      }
    }
    HierarchicalClustering tree = HierarchicalClustering.fit(linkage.of(points, proximity));
    int[] first = new int[points - 1];
    int[] second = new int[points - 1];
    double[] heights = tree.getHeight();
    for (int i = 0; i < first.length; i++) {
      first[i] = member(tree.getTree()[i][0], points, first);
      second[i] = member(tree.getTree()[i][1], points, first);
      // Rounding must not make a later merge lower.
      heights[i] = i == 0 ? heights[i] : Math.max(heights[i], heights[i - 1]);
    }
    return ofMerges(first, second, heights);
  }

  private static int member(int node, int points, int[] first) {
    return node < points ? node : first[node - points];
  }

  /**
   * The tree of merges in any order in which no cluster is merged before it is made.
   *
   * @param first a point of one cluster
   * @param second a point of the other
   */
  static Dendrogram ofMerges(int[] first, int[] second, double[] heights) {
    int points = heights.length + 1;
    int[] order =
        IntStream.range(0, heights.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> heights[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] parents = new int[2 * points - 1];
    Arrays.setAll(parents, node -> node);
    Merge[] merges = new Merge[heights.length];
    for (int place = 0; place < merges.length; place++) {
      int a = root(parents, first[order[place]]);
      int b = root(parents, second[order[place]]);
      parents[a] = points + place;
      parents[b] = points + place;
      merges[place] = new Merge(Math.min(a, b), Math.max(a, b), heights[order[place]]);
    }
    return new Dendrogram(points, List.of(merges));
  }

  private static int root(int[] parents, int node) {
    int root = node;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** All merges by rising height; one less than there are points. */
  public List<Merge> merges() {
    return merges;
  }

  /**
   * Cluster of each point when some clusters are left, numbered by their first points.
   *
   * @param clusters 1 or more; where there are fewer points, each is a cluster
   */
  public int[] cut(int clusters) {
    int[] parents = new int[points + merges.size()];
    Arrays.setAll(parents, node -> node);
    for (int place = 0; place < points - clusters; place++) {
      parents[merges.get(place).left()] = points + place;
      parents[merges.get(place).right()] = points + place;
    }
    int[] numbers = new int[parents.length];
    Arrays.fill(numbers, -1);
    int[] labels = new int[points];
    int found = 0;
    for (int point = 0; point < points; point++) {
      int root = root(parents, point);
      if (numbers[root] < 0) {
        numbers[root] = found++;
      }
      labels[point] = numbers[root];
    }
    return labels;
  }
}
