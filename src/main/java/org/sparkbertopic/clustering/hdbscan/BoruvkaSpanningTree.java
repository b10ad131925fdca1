package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

/**
 * Minimum spanning tree of mutual reachability by Boruvka's algorithm on a k-d tree (McInnes and
 * Healy 2017, section 3; March, Ram and Gray 2010). In each round every component finds its
 * lightest outgoing edge, and all these edges are added.
 *
 * <p>Two bounds keep a round cheap. Each point keeps a lower bound of its outgoing edges, at first
 * its core distance. The bound never falls, because components only grow. A point searches only if
 * its bound is below the lightest edge that its component knows. The neighbours found with the core
 * distances give the first such edge, which mostly is the final one.
 *
 * <p>Deterministic on any number of threads: a range of a parallel loop reads the state before the
 * loop and writes only its own points. If edges tie, the positions of the points in the k-d tree
 * decide which of them enter the tree; the weights of the tree do not depend on that.
 */
final class BoruvkaSpanningTree {

  /** Leaves per range, so that a range takes far longer than its start. */
  private static final int LEAVES_PER_RANGE = 16;

  private static final int NONE = -1;

  private final KdTree tree;
  private final Distance metric;
  private final CoreDistances neighborhood;
  private final double[] cores;
  private final double scale;
  private final Workers workers;

  private final UnionFind sets;

  /** Component of each position. */
  private final int[] components;

  /** Component of all points of a node, or {@link #NONE}. */
  private final int[] nodeComponents;

  /** Smallest core distance in each node: no edge to the node is lighter. */
  private final double[] nodeCores;

  /** No edge from this position out of its component is lighter. */
  private final double[] floors;

  /** The lightest outgoing edge known for each position. */
  private final int[] targets;

  private final double[] weights;

  /** By component: weight and start of the lightest outgoing edge known. */
  private final double[] lightest;

  private final int[] lightestFrom;

  /** The components of this round: the first {@link #componentCount} entries. */
  private final int[] componentList;

  private int componentCount;

  private BoruvkaSpanningTree(
      KdTree tree, Distance metric, CoreDistances neighborhood, double scale, Workers workers) {
    int size = tree.size;
    this.tree = tree;
    this.metric = metric;
    this.neighborhood = neighborhood;
    this.cores = neighborhood.fit;
    this.scale = scale;
    this.workers = workers;
    this.sets = new UnionFind(size);
    this.components = new int[size];
    this.nodeComponents = new int[tree.nodes];
    this.nodeCores = new double[tree.nodes];
    this.floors = cores.clone();
    this.targets = new int[size];
    this.weights = new double[size];
    this.lightest = new double[size];
    this.lightestFrom = new int[size];
    this.componentList = new int[size];
    this.componentCount = size;
    Arrays.setAll(components, i -> i);
    Arrays.setAll(componentList, i -> i);
    Arrays.fill(targets, NONE);
    Arrays.fill(weights, Double.POSITIVE_INFINITY);
  }

  /**
   * @param scale factor on reduced distances (not on core distances), for {@code alpha}
   */
  static SpanningTree of(
      KdTree tree,
      Distance metric,
      CoreDistances neighborhood,
      double scale,
      Workers workers,
      Progress progress) {
    return new BoruvkaSpanningTree(tree, metric, neighborhood, scale, workers).grow(progress);
  }

  private SpanningTree grow(Progress progress) {
    SpanningTree edges = new SpanningTree(tree.size);
    fillNodeCores();
    while (componentCount > 1) {
      labelNodes();
      workers.forEachRange(tree.size, LEAVES_PER_RANGE * KdTree.LEAF_SIZE, this::recallNeighbors);
      collectLightest();
      workers.forEachRange(
          tree.leaves(), LEAVES_PER_RANGE, (from, to) -> new Search().ofLeaves(from, to));
      collectLightest();
      addLightest(edges);
      progress.report(Hdbscan.SPANNING_TREE_STEP, (double) edges.size() / (tree.size - 1));
    }
    return edges;
  }

  private void fillNodeCores() {
    for (int node = tree.nodes - 1; node >= 0; node--) {
      if (node < tree.firstLeaf) {
        nodeCores[node] = Math.min(nodeCores[2 * node + 1], nodeCores[2 * node + 2]);
        continue;
      }
      double least = Double.POSITIVE_INFINITY;
      for (int position = tree.starts[node]; position < tree.ends[node]; position++) {
        least = Math.min(least, cores[position]);
      }
      nodeCores[node] = least;
    }
  }

  private void labelNodes() {
    for (int node = tree.nodes - 1; node >= tree.firstLeaf; node--) {
      int component = components[tree.starts[node]];
      for (int position = tree.starts[node] + 1; position < tree.ends[node]; position++) {
        if (components[position] != component) {
          component = NONE;
          break;
        }
      }
      nodeComponents[node] = component;
    }
    for (int node = tree.firstLeaf - 1; node >= 0; node--) {
      int left = nodeComponents[2 * node + 1];
      nodeComponents[node] = left == nodeComponents[2 * node + 2] ? left : NONE;
    }
  }

  /** Drops edges that have become internal, and replaces them from the neighbours kept. */
  private void recallNeighbors(int from, int to) {
    int kept = neighborhood.kept;
    for (int position = from; position < to; position++) {
      int component = components[position];
      if (targets[position] != NONE && components[targets[position]] != component) {
        continue;
      }
      int target = NONE;
      double weight = Double.POSITIVE_INFINITY;
      for (int i = position * kept; i < (position + 1) * kept; i++) {
        int neighbor = neighborhood.neighbors[i];
        if (components[neighbor] != component) {
          double candidate = mutualReachability(position, neighbor);
          if (candidate < weight) {
            weight = candidate;
            target = neighbor;
            if (weight <= floors[position]) {
              break;
            }
          }
        }
      }
      targets[position] = target;
      weights[position] = weight;
    }
  }

  private double mutualReachability(int a, int b) {
    double distance =
        scale
            * metric.reduced(
                tree.coordinates,
                a * tree.dimension,
                tree.coordinates,
                b * tree.dimension,
                tree.dimension);
    return Math.max(distance, Math.max(cores[a], cores[b]));
  }

  private void collectLightest() {
    for (int i = 0; i < componentCount; i++) {
      lightest[componentList[i]] = Double.POSITIVE_INFINITY;
      lightestFrom[componentList[i]] = NONE;
    }
    for (int position = 0; position < tree.size; position++) {
      offerLightest(position);
    }
  }

  private void offerLightest(int position) {
    int component = components[position];
    if (weights[position] < lightest[component]) {
      lightest[component] = weights[position];
      lightestFrom[component] = position;
    }
  }

  private void addLightest(SpanningTree edges) {
    for (int i = 0; i < componentCount; i++) {
      int from = lightestFrom[componentList[i]];
      // In a cycle of edges that are each the lightest of a component all weights are equal, so the
      // last of them can be left out.
      if (sets.union(from, targets[from])) {
        edges.add(tree.rows[from], tree.rows[targets[from]], metric.toDistance(weights[from]));
      }
    }
    int count = 0;
    for (int position = 0; position < tree.size; position++) {
      components[position] = sets.find(position);
      if (components[position] == position) {
        componentList[count++] = position;
      }
    }
    componentCount = count;
  }

  /**
   * Searches of one range, with their scratch space. The points of a leaf search together, by their
   * bounding box, if they belong to one component; other points search one by one.
   */
  private final class Search {

    private final int[] stack = new int[tree.depth() + 2];
    private final double[] stackDistances = new double[tree.depth() + 2];
    private final double[] pointBox = new double[2 * tree.dimension];

    /**
     * The searching points: positions {@code [from, to)} of one component, and their bounding box.
     */
    private int from;

    private int to;
    private int component;
    private double[] box;
    private int boxFrom;

    /** Lightest known edge of the component, and its ends if this search found it. */
    private double limit;

    private int source;
    private int target;

    void ofLeaves(int firstLeaf, int lastLeaf) {
      component = NONE;
      for (int leaf = tree.firstLeaf + firstLeaf; leaf < tree.firstLeaf + lastLeaf; leaf++) {
        if (nodeComponents[leaf] != NONE) {
          box = tree.boxes;
          boxFrom = leaf * 2 * tree.dimension;
          of(tree.starts[leaf], tree.ends[leaf], leaf);
          continue;
        }
        for (int position = tree.starts[leaf]; position < tree.ends[leaf]; position++) {
          for (int j = 0; j < tree.dimension; j++) {
            double coordinate = tree.coordinates[position * tree.dimension + j];
            pointBox[2 * j] = coordinate;
            pointBox[2 * j + 1] = coordinate;
          }
          box = pointBox;
          boxFrom = 0;
          of(position, position + 1, leaf);
        }
      }
    }

    private void of(int firstPosition, int endPosition, int leaf) {
      from = firstPosition;
      to = endPosition;
      if (components[from] != component) {
        component = components[from];
        limit = lightest[component];
      }
      double lowestFloor = Double.POSITIVE_INFINITY;
      for (int position = from; position < to; position++) {
        lowestFloor = Math.min(lowestFloor, floors[position]);
      }
      if (lowestFloor >= limit) {
        return;
      }
      target = NONE;
      if (nodeComponents[leaf] != component) {
        scan(leaf);
      }
      for (int node = leaf; node > 0 && limit > lowestFloor; node = (node - 1) >>> 1) {
        descend((node & 1) == 1 ? node + 1 : node - 1);
      }
      for (int position = from; position < to; position++) {
        floors[position] = Math.max(floors[position], limit);
      }
      if (target != NONE) {
        targets[source] = target;
        weights[source] = limit;
      }
    }

    private void descend(int root) {
      double toRoot = toNode(root);
      if (toRoot >= limit) {
        return;
      }
      int top = 0;
      stack[top] = root;
      stackDistances[top++] = toRoot;
      while (top > 0) {
        int node = stack[--top];
        if (stackDistances[top] >= limit) {
          continue;
        }
        boolean open = true;
        while (open && node < tree.firstLeaf) {
          int left = 2 * node + 1;
          double toLeft = toNode(left);
          double toRight = toNode(left + 1);
          boolean leftFirst = toLeft <= toRight;
          double farther = leftFirst ? toRight : toLeft;
          if (farther < limit) {
            stack[top] = leftFirst ? left + 1 : left;
            stackDistances[top++] = farther;
          }
          node = leftFirst ? left : left + 1;
          open = (leftFirst ? toLeft : toRight) < limit;
        }
        if (open) {
          scan(node);
        }
      }
    }

    /**
     * Lower bound of the edges into the node; infinite if all its points belong to the component.
     */
    private double toNode(int node) {
      if (nodeComponents[node] == component) {
        return Double.POSITIVE_INFINITY;
      }
      if (nodeCores[node] >= limit) {
        return nodeCores[node];
      }
      double toBox =
          scale
              * metric.reducedBetweenBoxes(
                  box, boxFrom, tree.boxes, node * 2 * tree.dimension, tree.dimension);
      return Math.max(toBox, nodeCores[node]);
    }

    private void scan(int leaf) {
      for (int position = tree.starts[leaf]; position < tree.ends[leaf]; position++) {
        if (components[position] == component || cores[position] >= limit) {
          continue;
        }
        double toBox =
            scale
                * metric.reducedToBox(
                    tree.coordinates, position * tree.dimension, box, boxFrom, tree.dimension);
        for (int own = from; own < to && toBox < limit; own++) {
          if (floors[own] < limit) {
            double weight = mutualReachability(own, position);
            if (weight < limit) {
              limit = weight;
              source = own;
              target = position;
            }
          }
        }
      }
    }
  }
}
