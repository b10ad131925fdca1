package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.neighbors.KnnGraph;

/**
 * Nearest neighbours of points, computed once and shared by layouts that use as many of them or
 * fewer. A search over parameters then computes the neighbours once, which take most of the time of
 * a layout.
 *
 * <p>A layout with all the neighbours that were searched is bit for bit the result of {@link
 * Umap#fit}. A layout with fewer takes the nearest of them. Up to 4,096 rows these are the ones it
 * would find itself; above, they are at least as near, because the approximate search has a higher
 * recall the more neighbours it looks for.
 *
 * <p>Immutable; keeps the points, 4 bytes for each number, and 8 bytes for each neighbour.
 */
public final class SharedNeighbors {

  private final Umap searched;
  private final long seed;
  private final float[][] points;
  private final UmapRows rows;
  private final KnnGraph knn;

  private SharedNeighbors(Umap searched, long seed, float[][] points, UmapRows rows, KnnGraph knn) {
    this.searched = searched;
    this.seed = seed;
    this.points = points;
    this.rows = rows;
    this.knn = knn;
  }

  /**
   * Finds neighbours.
   *
   * @param points {@code [rows][dimension]}, finite; must not be changed afterwards
   * @param umap its number of neighbours and metric
   * @throws IllegalArgumentException as {@link Umap#fit}
   */
  public static SharedNeighbors find(float[][] points, Umap umap, FitContext context) {
    UmapRows rows = umap.rows(points, context.workers());
    KnnGraph knn = rows.count() == 1 ? null : umap.neighbors(UmapInput.of(points), rows, context);
    return new SharedNeighbors(umap, context.seed(), points, rows, knn);
  }

  /**
   * Lays the points out.
   *
   * @param umap with the metric of the search, and at most its neighbours
   * @param context with the seed of the search
   * @throws IllegalArgumentException if metric or seed differ, or more neighbours are needed
   */
  public UmapModel fit(Umap umap, FitContext context) {
    require(umap.metric() == searched.metric(), "metric", searched.metric(), umap.metric());
    require(context.seed() == seed, "seed", seed, context.seed());
    require(
        umap.nNeighbors() <= searched.nNeighbors(),
        "nNeighbors",
        "at most " + searched.nNeighbors(),
        umap.nNeighbors());
    if (knn == null) {
      return UmapModel.ofOnePoint(umap, seed, rows);
    }
    return umap.layOut(
        UmapInput.of(points), rows, knn.nearest(umap.neighborsAmong(rows.count())), context);
  }

  private static void require(boolean holds, String parameter, Object rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          parameter + " must be " + rule + " as in the search, got " + value + "; search again");
    }
  }
}
