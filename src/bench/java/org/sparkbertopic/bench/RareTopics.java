package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.Topic;

/**
 * How much of the rare classes of a labelled corpus a finished {@code fit} with {@code
 * sample.rounds} finds, by the size of the class and the round. A topic stands for the class that
 * most of its documents have; documents in a topic of their class are found.
 */
public final class RareTopics {

  private static final int[] SIZES = {100, 200, 500, 1_000, 2_000, 5_000, Integer.MAX_VALUE};

  private final int[] roundOfTopic;
  private final Map<String, Map<Integer, Long>> documents = new HashMap<>();
  private final Map<Integer, String> classOfTopic = new HashMap<>();

  private RareTopics(int[] roundOfTopic, List<Row> counts) {
    this.roundOfTopic = roundOfTopic;
    Map<Integer, Long> most = new HashMap<>();
    counts.stream()
        .sorted(Comparator.comparing((Row row) -> row.getString(0)))
        .forEach(
            row -> {
              documents
                  .computeIfAbsent(row.getString(0), name -> new HashMap<>())
                  .put(row.getInt(1), row.getLong(2));
              if (row.getLong(2) > most.getOrDefault(row.getInt(1), 0L)) {
                most.put(row.getInt(1), row.getLong(2));
                classOfTopic.put(row.getInt(1), row.getString(0));
              }
            });
  }

  /**
   * @param arguments folder of the run, a Parquet or JSON Lines table with {@code id}, and its
   *     column of classes, where documents of the class -1 have none
   */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().getOrCreate();
    SavedModel model =
        ModelDirectory.at(arguments[0] + "/model", spark.sparkContext().hadoopConfiguration())
            .read();
    Dataset<Row> labels =
        (arguments[1].contains(".json")
                ? spark.read().json(arguments[1])
                : spark.read().parquet(arguments[1]))
            .select(col("id").cast("string"), col(arguments[2]).cast("string").as("label"));
    Dataset<Row> assigned =
        spark
            .read()
            .parquet(arguments[0] + "/assignments")
            .select(col("id").cast("string"), col("topic"));
    List<Row> counts =
        labels
            .join(assigned, "id")
            .filter(col("label").notEqual("-1"))
            .groupBy("label", "topic")
            .count()
            .collectAsList();
    new RareTopics(rounds(model), counts).print(1 + model.laterLayouts().models().size());
  }

  /** The round of each topic, from 0. */
  private static int[] rounds(SavedModel model) {
    List<LayoutModel> layouts = new ArrayList<>(List.of(model.layout().orElseThrow()));
    layouts.addAll(model.laterLayouts().models());
    int[] topics = model.clusterTopics();
    int[] rounds = new int[Arrays.stream(topics).max().orElse(-1) + 1];
    int cluster = 0;
    for (int round = 0; round < layouts.size(); round++) {
      for (int i = 0; i < layouts.get(round).clusterCount(); i++, cluster++) {
        if (topics[cluster] != Topic.OUTLIERS) {
          rounds[topics[cluster]] = round;
        }
      }
    }
    return rounds;
  }

  private void print(int rounds) {
    for (int round = 0; round < rounds; round++) {
      int wanted = round;
      long topics = Arrays.stream(roundOfTopic).filter(r -> r == wanted).count();
      System.out.printf(
          Locale.ROOT,
          "round %d: %,d topics, %,d labelled documents, %.1f %% of them of the topic's class%n",
          round + 1,
          topics,
          inRound(round, false),
          100.0 * inRound(round, true) / Math.max(1, inRound(round, false)));
    }
    int from = 1;
    for (int below : SIZES) {
      print(from, below, rounds);
      from = below;
    }
  }

  private long inRound(int round, boolean own) {
    long sum = 0;
    for (Map.Entry<String, Map<Integer, Long>> of : documents.entrySet()) {
      for (Map.Entry<Integer, Long> in : of.getValue().entrySet()) {
        int topic = in.getKey();
        boolean counts =
            topic >= 0
                && roundOfTopic[topic] == round
                && (!own || of.getKey().equals(classOfTopic.get(topic)));
        sum += counts ? in.getValue() : 0;
      }
    }
    return sum;
  }

  /**
   * A row of the table: classes of a size, and after each round those found and their documents.
   */
  private void print(int from, int below, int rounds) {
    int classes = 0;
    long all = 0;
    long[] found = new long[rounds];
    List<Set<String>> named = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      named.add(new HashSet<>());
    }
    for (Map.Entry<String, Map<Integer, Long>> of : documents.entrySet()) {
      long size = of.getValue().values().stream().mapToLong(Long::longValue).sum();
      if (size < from || size >= below) {
        continue;
      }
      classes++;
      all += size;
      for (Map.Entry<Integer, Long> in : of.getValue().entrySet()) {
        if (in.getKey() >= 0 && of.getKey().equals(classOfTopic.get(in.getKey()))) {
          for (int round = roundOfTopic[in.getKey()]; round < rounds; round++) {
            found[round] += in.getValue();
            named.get(round).add(of.getKey());
          }
        }
      }
    }
    if (classes > 0) {
      StringBuilder row = new StringBuilder();
      row.append(
          String.format(
              Locale.ROOT,
              "| %,d to %s | %d ",
              from,
              below == Integer.MAX_VALUE ? "" : String.format(Locale.ROOT, "%,d", below - 1),
              classes));
      for (int round = 0; round < rounds; round++) {
        row.append(
            String.format(
                Locale.ROOT,
                "| %d, %.1f %% ",
                named.get(round).size(),
                100.0 * found[round] / all));
      }
      System.out.println(row.append("|"));
    }
  }
}
