package org.sparkbertopic.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Documents on a few subjects with embeddings in as many directions, and some in between. The
 * subjects are of different sizes, so that another smallest topic gives other topics.
 */
final class TinyCorpus {

  static final int DIMENSION = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String[][] WORDS = {
    {"bread", "oven", "flour", "dough", "sugar", "butter", "recipe", "kitchen", "soup", "bake"},
    {
      "orbit", "rocket", "moon", "planet", "star", "launch", "gravity", "satellite", "crew", "comet"
    },
    {"team", "goal", "league", "coach", "match", "stadium", "penalty", "referee", "season", "cup"},
    {"tax", "budget", "senate", "vote", "law", "party", "minister", "treaty", "court", "debt"},
    {"guitar", "drum", "melody", "choir", "violin", "concert", "rhythm", "song", "opera", "piano"}
  };

  /** Of ten documents, how many are of each subject; the last one is of none. */
  private static final int[] SUBJECTS = {
    0, 1, 0, 2, 1, 0, 3, 1, 2, -1, 0, 1, 2, 0, 4, 1, 3, 2, 0, 1
  };

  private TinyCorpus() {}

  /** Writes {@code id}, {@code text}, {@code subject} and {@code embedding} as JSON lines. */
  static Path write(Path file, int documents, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < documents; i++) {
      int subject = SUBJECTS[i % SUBJECTS.length];
      ObjectNode document = JSON.createObjectNode();
      document.put("id", String.format(Locale.ROOT, "d%05d", i));
      document.put("text", text(subject, random));
      document.put("subject", "s" + subject);
      embedding(document.putArray("embedding"), subject, random);
      lines.append(document).append('\n');
    }
    return Files.writeString(file, lines);
  }

  private static String text(int subject, Random random) {
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < 14; word++) {
      int from = subject < 0 ? random.nextInt(WORDS.length) : subject;
      text.append(word == 0 ? "" : " ").append(WORDS[from][random.nextInt(WORDS[from].length)]);
    }
    return text.toString();
  }

  private static void embedding(ArrayNode values, int subject, Random random) {
    double noise = subject < 0 ? 0.6 : 0.07;
    for (int axis = 0; axis < DIMENSION; axis++) {
      values.add((float) ((axis == subject ? 1 : 0) + noise * random.nextGaussian()));
    }
  }
}
