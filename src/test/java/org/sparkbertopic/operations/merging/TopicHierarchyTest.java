package org.sparkbertopic.operations.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.GoldenTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

class TopicHierarchyTest {

  private static TopicHierarchy of(FittedTopics topics) {
    try (Workers workers = Workers.of(2)) {
      return TopicHierarchy.of(topics, TopicSpace.CTFIDF, workers);
    }
  }

  @Test
  void has_bertopics_merges_distances_and_names() {
    TopicHierarchy hierarchy = of(GoldenTopics.fitted());
    JsonNode golden = Golden.json("topics/hierarchy.json");
    assertEquals(golden.size(), hierarchy.merges().size());
    for (JsonNode parent : golden) {
      int id = parent.get("Parent_ID").asInt();
      TopicHierarchy.Merge merge = hierarchy.merges().get(id - 32);
      assertEquals(id, merge.id());
      assertEquals(parent.get("Distance").asDouble(), merge.distance(), 1e-6);
      assertArrayEquals(
          GoldenTopics.ints(parent.get("Topics")),
          hierarchy.topicsOf(id).stream().mapToInt(Integer::intValue).toArray());
      assertEquals(
          Set.of(parent.get("Child_Left_ID").asInt(), parent.get("Child_Right_ID").asInt()),
          Set.of(merge.left(), merge.right()));
      // words of equal weight may change places
      assertEquals(
          new TreeSet<>(Arrays.asList(parent.get("Parent_Name").asText().split("_"))),
          new TreeSet<>(Arrays.asList(merge.name().split("_"))));
    }
  }

  @Test
  void is_written_as_bertopics_tree() throws IOException {
    String golden;
    try (InputStream in = getClass().getResourceAsStream("/golden/topics/topic_tree.txt")) {
      golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String tree = of(GoldenTopics.fitted()).tree();
    assertEquals(".", tree.lines().findFirst().orElseThrow());
    assertEquals(canonical(golden), canonical(tree));
  }

  /** Each line with its depth and, for a topic, its number; siblings may change places. */
  private static List<String> canonical(String tree) {
    return tree.lines()
        .filter(line -> !line.equals("."))
        .map(
            line -> {
              int start = Math.max(line.indexOf("├─"), line.indexOf("└─"));
              String name = line.substring(start + 2);
              List<String> parts = new ArrayList<>(List.of(name.split("[_ ]+")));
              parts.sort(null);
              return start + " " + parts;
            })
        .sorted()
        .toList();
  }

  @Test
  void marks_what_is_merged_late_and_indents_less_on_demand() {
    TopicHierarchy hierarchy = of(GoldenTopics.fitted());
    String tight = hierarchy.tree(0.9, true);
    assertEquals(hierarchy.tree().lines().count(), tight.lines().count());
    assertTrue(tight.length() < hierarchy.tree().length());
    for (TopicHierarchy.Merge merge : hierarchy.merges()) {
      for (int child : List.of(merge.left(), merge.right())) {
        if (hierarchy.isTopic(child)) {
          String line =
              tight.lines().filter(l -> l.endsWith("Topic: " + child)).findFirst().orElseThrow();
          assertTrue(line.contains(merge.distance() < 0.9 ? "■──" : "O──"), line);
        }
      }
    }
  }

  @Test
  void is_cut_at_a_distance_or_into_a_number() {
    FittedTopics topics = GoldenTopics.fitted();
    TopicHierarchy hierarchy = of(topics);
    for (int number : new int[] {1, 2, 10, 31}) {
      TopicMapping mapping = hierarchy.cutInto(number);
      assertEquals(number + 1, mapping.newIds().length);
      assertEquals(-1, mapping.apply(-1));
      double below = hierarchy.merges().get(31 - number).distance();
      double reached = number == 32 ? 0 : hierarchy.merges().get(32 - number - 1).distance();
      assertEquals(below, reached);
      assertArrayEquals(mapping.newIds(), hierarchy.cutAt(reached).newIds());
    }
    TopicHierarchy.Merge first = hierarchy.merges().get(0);
    TopicMapping once = hierarchy.cutInto(31);
    assertEquals(once.apply(first.left()), once.apply(first.right()));
    assertTrue(hierarchy.cutInto(32).isIdentity());
    assertTrue(hierarchy.cutInto(1000).isIdentity());
    assertTrue(hierarchy.cutAt(0).isIdentity());
    assertThrows(IllegalArgumentException.class, () -> hierarchy.cutInto(0));
    assertThrows(IllegalArgumentException.class, () -> hierarchy.cutAt(Double.NaN));
  }

  @Test
  void of_one_topic_or_outliers_alone_has_no_merges() {
    FittedTopics one = small(-1, 0);
    assertEquals(List.of(), of(one).merges());
    assertEquals(".\n└─■──a ── Topic: 0\n", of(one).tree());
    assertTrue(of(one).cutInto(1).isIdentity());
    FittedTopics none = small(-1);
    assertEquals(".\n", of(none).tree());
    assertTrue(of(none).cutInto(5).isIdentity());
  }

  @Test
  void leaves_have_their_labels_and_given_names_and_merges_their_words() {
    FittedTopics plain = small(-1, 0, 1, 2);
    List<Topic> topics = new ArrayList<>(plain.topics());
    topics.set(1, topics.get(1).withName("zero-shot name").withCustomLabel(Optional.of("mine")));
    topics.set(2, topics.get(2).withName("zero-shot name"));
    TopicHierarchy hierarchy = of(plain.withTopics(topics));
    assertEquals("mine", hierarchy.nameOf(0));
    assertEquals("zero-shot name", hierarchy.nameOf(1));
    assertEquals("a", hierarchy.nameOf(2));
    assertEquals("a", hierarchy.nameOf(3));
    assertTrue(hierarchy.tree().contains("■──zero-shot name ── Topic: 1\n"), hierarchy.tree());
  }

  private static FittedTopics small(int... ids) {
    int[] pointers = new int[ids.length + 1];
    Arrays.setAll(pointers, i -> i);
    double[] counts = new double[ids.length];
    Arrays.fill(counts, 3);
    TermMatrix matrix = new TermMatrix(ids, List.of("a"), pointers, new int[ids.length], counts);
    List<Topic> topics = new ArrayList<>();
    var ctfidf = ClassTfidf.create().fit(matrix);
    for (int id : ids) {
      List<TermScore> words = ctfidf.topTerms(id, 3);
      topics.add(new Topic(id, 2, Topic.defaultName(id, words), words, List.of()));
    }
    float[][] embeddings = new float[ids.length][2];
    return new FittedTopics(topics, embeddings, ctfidf).withCounts(matrix);
  }
}
