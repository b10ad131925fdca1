package org.sparkbertopic.operations.merging;

import java.util.ArrayDeque;
import java.util.Deque;

/** A hierarchy as text: the largest merge on top, a line for each topic and each merge below it. */
final class TopicTree {

  /** BERTopic's. */
  private static final int NAME_CHARACTERS = 100;

  private final TopicHierarchy hierarchy;
  private final double maxDistance;
  private final String under;
  private final String beside;

  /** A line to be: a node below another. */
  private record Line(int node, double distance, boolean last, String indent) {}

  TopicTree(TopicHierarchy hierarchy, double maxDistance, boolean tight) {
    this.hierarchy = hierarchy;
    this.maxDistance = maxDistance;
    this.under = tight ? "  " : "     ";
    this.beside = tight ? "│ " : "│    ";
  }

  String text() {
    StringBuilder text = new StringBuilder(".\n");
    int merges = hierarchy.merges().size();
    Deque<Line> open = new ArrayDeque<>();
    if (merges > 0) {
      pushChildren(hierarchy.merges().get(merges - 1), "", open);
    } else if (hierarchy.isTopic(0)) {
      open.push(new Line(0, 0, true, ""));
    }
    while (!open.isEmpty()) {
      Line line = open.pop();
      text.append(line.indent()).append(line.last() ? "└─" : "├─");
      // A line for each, whatever the name holds.
      String name = cut(hierarchy.nameOf(line.node()).replaceAll("\\p{Cntrl}+", " "));
      if (hierarchy.isTopic(line.node())) {
        text.append(line.distance() < maxDistance ? "■──" : "O──");
        text.append(name).append(" ── Topic: ").append(line.node()).append('\n');
      } else {
        text.append(name).append('\n');
        int place = line.node() - hierarchy.merges().get(0).id();
        pushChildren(
            hierarchy.merges().get(place), line.indent() + (line.last() ? under : beside), open);
      }
    }
    return text.toString();
  }

  private static void pushChildren(TopicHierarchy.Merge merge, String indent, Deque<Line> open) {
    open.push(new Line(merge.right(), merge.distance(), true, indent));
    open.push(new Line(merge.left(), merge.distance(), false, indent));
  }

  private static String cut(String name) {
    return name.codePointCount(0, name.length()) <= NAME_CHARACTERS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, NAME_CHARACTERS));
  }
}
