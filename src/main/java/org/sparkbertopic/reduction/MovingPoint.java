package org.sparkbertopic.reduction;

/**
 * A place that pulls and pushes from other places move; the scratch of one thread. No coordinate
 * moves by more than {@link #LARGEST_MOVE} times the rate at once.
 */
final class MovingPoint {

  private static final float LARGEST_MOVE = 4;

  private final LayoutForces forces;
  private final int dimension;
  private final float[] place;
  private final float[] difference;

  MovingPoint(LayoutForces forces, int dimension) {
    this.forces = forces;
    this.dimension = dimension;
    this.place = new float[dimension];
    this.difference = new float[dimension];
  }

  /** Where it is, {@code [dimension]}. */
  float[] place() {
    return place;
  }

  /** Moves towards another place. */
  void pull(float[] places, int other, float rate) {
    float squared = subtract(places, other);
    if (squared > 0) {
      add(forces.pull(squared), squared, rate);
    }
  }

  /** Moves towards another place twice, the second time as if the other had moved likewise. */
  void pullTwice(float[] places, int other, float rate) {
    float squared = subtract(places, other);
    if (squared == 0) {
      return;
    }
    add(forces.pull(squared), squared, rate);
    int start = other * dimension;
    float left = 0;
    for (int d = 0; d < dimension; d++) {
      float afterBothMoved = 2 * (place[d] - places[start + d]) - difference[d];
      difference[d] = afterBothMoved;
      left += afterBothMoved * afterBothMoved;
    }
    if (left > 0) {
      add(forces.pull(left), left, rate);
    }
  }

  /**
   * Moves away from another place.
   *
   * @param lot decides the direction where both places are the same
   */
  void push(float[] places, int other, long lot, float rate) {
    float squared = subtract(places, other);
    if (squared > 0) {
      add(forces.push(squared), squared, rate);
      return;
    }
    for (int d = 0; d < dimension; d++) {
      boolean up = ((lot >>> (32 + d % 16)) & 1) == 0;
      place[d] += up ? rate * LARGEST_MOVE : -rate * LARGEST_MOVE;
    }
  }

  private float subtract(float[] places, int other) {
    int start = other * dimension;
    float squared = 0;
    for (int d = 0; d < dimension; d++) {
      float along = place[d] - places[start + d];
      difference[d] = along;
      squared += along * along;
    }
    return squared;
  }

  private void add(float factor, float squared, float rate) {
    if (factor * factor * squared <= LARGEST_MOVE * LARGEST_MOVE) {
      // No coordinate can exceed the limit.
      float scaled = rate * factor;
      for (int d = 0; d < dimension; d++) {
        place[d] += scaled * difference[d];
      }
    } else {
      for (int d = 0; d < dimension; d++) {
        float move = factor * difference[d];
        place[d] += rate * Math.max(-LARGEST_MOVE, Math.min(LARGEST_MOVE, move));
      }
    }
  }
}
