package org.sparkbertopic.scorer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.assign.documents.TopicAssignment;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.params.PartJson;

/**
 * The JVM without Spark: scores the texts of a file by models, and embeds them by embedders.
 *
 * <p>Arguments: the file of texts, then {@code model=DIRECTORY} or {@code embedder=JSON}; prints a
 * line for each text.
 */
final class ScorerProbe {

  private ScorerProbe() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String name :
        List.of("org.apache.spark.SparkContext", "scala.Option", "org.apache.hadoop.fs.Path")) {
      try {
        Class.forName(name);
        out.println("class path has " + name);
      } catch (ClassNotFoundException e) {
        // as it is to be
      }
    }
    List<String> texts = texts(Path.of(args[0]));
    for (int i = 1; i < args.length; i++) {
      String value = args[i].substring(args[i].indexOf('=') + 1);
      out.println(value);
      try {
        List<String> lines =
            args[i].startsWith("model=")
                ? scored(TopicScorer.load(value), texts)
                : embedded(PartJson.decode(value, Embedder.class), texts);
        lines.forEach(out::println);
      } catch (IllegalArgumentException e) {
        out.println("refused: " + e.getMessage());
      }
    }
  }

  static List<String> texts(Path file) throws IOException {
    return List.of(Files.readString(file).split("\n", -1));
  }

  /** All texts of a call together must give what each gives alone. */
  private static List<String> scored(TopicScorer scorer, List<String> texts) {
    List<String> lines = new ArrayList<>();
    List<TopicAssignment> together = scorer.score(texts);
    for (int i = 0; i < texts.size(); i++) {
      TopicAssignment alone = scorer.score(texts.get(i));
      lines.add(
          line(together.get(i).topic(), together.get(i).probability())
              + (alone.equals(together.get(i)) ? "" : " alone " + alone));
    }
    return lines;
  }

  static String line(int topic, Double probability) {
    return topic
        + " "
        + (probability == null
            ? "null"
            : Long.toHexString(Double.doubleToRawLongBits(probability)));
  }

  static List<String> embedded(Embedder embedder, List<String> texts) {
    List<String> lines = new ArrayList<>();
    for (float[] vector : embedder.embed(texts).vectors()) {
      // the hash of all bits of a vector
      lines.add(vector.length + " " + Arrays.hashCode(vector));
    }
    return lines;
  }
}
