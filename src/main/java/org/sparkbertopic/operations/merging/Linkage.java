package org.sparkbertopic.operations.merging;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Agglomerative clustering of points whose distances are given, by the nearest-neighbour chain
 * (Murtagh 1983, A survey of recent advances in hierarchical clustering algorithms; Müllner 2011,
 * Modern hierarchical, agglomerative clustering algorithms). Exact for both methods, in O(n²) time
 * on the n² distances. The numbers are those of SciPy's {@code linkage} on the same distances.
 *
 * <p>Ties go to the smaller number, so that equal distances give equal merges.
 */
final class Linkage {

  /** How the distance between two clusters follows from the distances between their parts. */
  enum Method {
    /** Mean of the distances between members. */
    AVERAGE {
      @Override
      double distance(double ac, double bc, double ab, int a, int b, int c) {
        return (a * ac + b * bc) / (a + b);
      }
    },
    /** Growth of the variance (Ward 1963), as if the distances were Euclidean. */
    WARD {
      @Override
      double distance(double ac, double bc, double ab, int a, int b, int c) {
        double all = a + b + c;
        return Math.sqrt(
            ((a + c) / all) * ac * ac + ((b + c) / all) * bc * bc - (c / all) * ab * ab);
      }
    };

    /** From c to a and b as one, with the three distances and the sizes. */
    abstract double distance(double ac, double bc, double ab, int a, int b, int c);
  }

  /**
   * One merge. Points are nodes 0 to n-1, the merge at place i is node n+i.
   *
   * @param left the smaller node
   * @param right the larger node
   * @param height distance of the two
   */
  record Merge(int left, int right, double height) {}

  private Linkage() {}

  /**
   * Merges until all is one.
   *
   * @param distances {@code [n][n]}, symmetric; used up
   * @return n - 1 merges by rising height
   */
  static Merge[] of(double[][] distances, Method method) {
    int n = distances.length;
    if (n < 2) {
      return new Merge[0];
    }
    int[] sizes = new int[n];
    Arrays.fill(sizes, 1);
    int[] first = new int[n - 1];
    int[] second = new int[n - 1];
    double[] heights = new double[n - 1];
    int[] chain = new int[n];
    int length = 0;
    for (int done = 0; done < n - 1; ) {
      if (length == 0) {
        chain[length++] = firstAlive(sizes);
      }
      int x = chain[length - 1];
      int before = length > 1 ? chain[length - 2] : -1;
      int nearest = nearest(x, before, distances[x], sizes);
      if (nearest != before) {
        chain[length++] = nearest;
        continue;
      }
      length -= 2;
      first[done] = Math.min(x, before);
      second[done] = Math.max(x, before);
      heights[done] = distances[x][before];
      merge(first[done], second[done], distances, sizes, method);
      done++;
    }
    return numbered(first, second, heights);
  }

  private static int firstAlive(int[] sizes) {
    int i = 0;
    while (sizes[i] == 0) {
      i++;
    }
    return i;
  }

  /** The one before in the chain wins a tie, or the chain would never end. */
  private static int nearest(int x, int before, double[] row, int[] sizes) {
    int nearest = before;
    double smallest = before < 0 ? Double.POSITIVE_INFINITY : row[before];
    for (int i = 0; i < sizes.length; i++) {
      if (i != x && sizes[i] > 0 && (row[i] < smallest || nearest < 0)) {
        smallest = row[i];
        nearest = i;
      }
    }
    return nearest;
  }

  /** The larger index lives on, as SciPy's does. */
  private static void merge(int gone, int kept, double[][] distances, int[] sizes, Method method) {
    double between = distances[gone][kept];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > 0 && i != gone && i != kept) {
        double merged =
            method.distance(
                distances[gone][i],
                distances[kept][i],
                between,
                sizes[gone],
                sizes[kept],
                sizes[i]);
        distances[kept][i] = merged;
        distances[i][kept] = merged;
      }
    }
    sizes[kept] += sizes[gone];
    sizes[gone] = 0;
  }

  /** By rising height; the chain finds merges in another order. */
  private static Merge[] numbered(int[] first, int[] second, double[] heights) {
    int merges = heights.length;
    Integer[] order = new Integer[merges];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> heights[i]));
    int[] root = new int[2 * merges + 1];
    Arrays.setAll(root, i -> i);
    Merge[] numbered = new Merge[merges];
    for (int place = 0; place < merges; place++) {
      int a = find(root, first[order[place]]);
      int b = find(root, second[order[place]]);
      int node = merges + 1 + place;
      root[a] = node;
      root[b] = node;
      numbered[place] = new Merge(Math.min(a, b), Math.max(a, b), heights[order[place]]);
    }
    return numbered;
  }

  private static int find(int[] root, int node) {
    int top = node;
    while (root[top] != top) {
      top = root[top];
    }
    for (int next = node; root[next] != top && next != top; ) {
      int parent = root[next];
      root[next] = top;
      next = parent;
    }
    return top;
  }

  /**
   * Clusters after all merges but the last few.
   *
   * @param clusters how many are left, 1 to n
   * @return for each of the n points a number that its cluster shares
   */
  static int[] cut(Merge[] merges, int clusters) {
    int n = merges.length + 1;
    int[] root = new int[2 * n - 1];
    Arrays.setAll(root, i -> i);
    for (int place = 0; place < n - clusters; place++) {
      root[merges[place].left()] = n + place;
      root[merges[place].right()] = n + place;
    }
    int[] labels = new int[n];
    for (int point = 0; point < n; point++) {
      labels[point] = find(root, point);
    }
    return labels;
  }
}
