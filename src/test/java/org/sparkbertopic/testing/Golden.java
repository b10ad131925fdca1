package org.sparkbertopic.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.ctfidf.TermScore;

/** Reference results of BERTopic on 1,500 passages of State of the Union addresses. */
public final class Golden {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Golden() {}

  /** A JSON file below {@code golden/}. */
  public static JsonNode json(String name) {
    try (InputStream in = open(name)) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of the passages, in order of their ids 0, 1, ... */
  public static List<String> passages() {
    return passages("text");
  }

  /** Of each passage, in order of their ids: year, president, party or text. */
  public static List<String> passages(String field) {
    List<String> values = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(open("corpus/passages.jsonl"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        values.add(MAPPER.readTree(line).get(field).asText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  /** The topics of the passages. */
  public static int[] topics() {
    JsonNode json = json("topics/model_topics.json");
    int[] topics = new int[json.size()];
    for (int i = 0; i < topics.length; i++) {
      topics[i] = json.get(i).asInt();
    }
    return topics;
  }

  /** An object of lists of [word, score] by topic. */
  public static Map<Integer, List<TermScore>> words(JsonNode byTopic) {
    Map<Integer, List<TermScore>> words = new TreeMap<>();
    byTopic
        .fields()
        .forEachRemaining(
            topic -> {
              List<TermScore> terms = new ArrayList<>();
              topic
                  .getValue()
                  .forEach(
                      pair ->
                          terms.add(new TermScore(pair.get(0).asText(), pair.get(1).asDouble())));
              words.put(Integer.valueOf(topic.getKey()), terms);
            });
    return words;
  }

  /** The bytes of a file, by its name below {@code golden}. */
  public static byte[] bytes(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String name) {
    InputStream in = Golden.class.getResourceAsStream("/golden/" + name);
    if (in == null) {
      throw new IllegalArgumentException("no such resource: /golden/" + name);
    }
    return in;
  }
}
