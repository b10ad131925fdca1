package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.job.config.ConfigKeys;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.OnlineConfig;
import org.sparkbertopic.job.config.TopicModelConfig;

/**
 * Every key, with a value other than its default, given by the file and on the command line: it
 * arrives in the record that holds it.
 */
class EveryKeyTest {

  /** Keys that say which record there is, or set two components of it. */
  private static final Set<String> MAKES_A_RECORD =
      Set.of(
          "embedding.backend",
          "embedding.words.weighting",
          "reduction.method",
          "umap.defaults",
          "clustering.method",
          "guided.seed-topics",
          "guided.seed-topics-file",
          "zero-shot.topics",
          "zero-shot.topics-file",
          "vectorizer.ngram-range",
          "representation.models",
          "representation.aspects",
          "representation.llm.url",
          "representation.llm.model",
          "topics.nr-topics",
          "topics.min-size");

  @TempDir Path folder;

  /**
   * A setting: the key, a value, what must be set beside it ({@code key = value; ...}), where it
   * arrives (a record's component, a parameter of the estimator, or {@code config} for what the job
   * itself reads), and as what.
   */
  private record Row(String key, String value, String beside, String place, String arrives) {}

  private static Stream<Row> rows(String resource) throws IOException {
    String table =
        new String(
            EveryKeyTest.class.getResourceAsStream(resource).readAllBytes(),
            StandardCharsets.UTF_8);
    return table
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\|", -1))
        .map(
            cells ->
                new Row(
                    cells[0].strip(),
                    cells[1].strip(),
                    cells[2].strip(),
                    cells[3].strip(),
                    cells.length > 4 ? cells[4].strip() : cells[1].strip()));
  }

  static Stream<Row> fit() throws IOException {
    return rows("keys-of-fit.txt");
  }

  static Stream<Row> transform() throws IOException {
    return rows("keys-of-transform.txt");
  }

  static Stream<Row> stream() throws IOException {
    return rows("keys-of-stream.txt");
  }

  @ParameterizedTest
  @MethodSource
  void fit(Row row) throws IOException {
    check("fit", row);
  }

  @ParameterizedTest
  @MethodSource
  void transform(Row row) throws IOException {
    check("transform", row);
  }

  static Stream<Row> update() throws IOException {
    return rows("keys-of-update.txt");
  }

  @ParameterizedTest
  @MethodSource
  void update(Row row) throws IOException {
    check("update", row);
  }

  @ParameterizedTest
  @MethodSource
  void stream(Row row) throws IOException {
    check("stream", row);
  }

  @Test
  void no_key_is_left_out() throws IOException {
    assertEquals(keys("fit"), new TreeSet<>(fit().map(Row::key).toList()));
    assertEquals(keys("transform"), new TreeSet<>(transform().map(Row::key).toList()));
    assertEquals(keys("update"), new TreeSet<>(update().map(Row::key).toList()));
    assertEquals(keys("stream"), new TreeSet<>(stream().map(Row::key).toList()));
  }

  private static Set<String> keys(String command) {
    return new TreeSet<>(
        ConfigKeys.of(ConfigFactory.parseString(JobConfig.documentation(command))).names());
  }

  private void check(String command, Row row) throws IOException {
    Map<String, String> beside = beside(row);
    String value = inFolder(row.value());
    Map<String, String> all = new TreeMap<>(beside);
    all.put(row.key(), value);
    assertEquals(inFolder(row.arrives()), arrived(JobConfig.load(command, null, all), row));
    String hocon = value.matches("(?s)[\\[{].*") ? value : ConfigUtil.quoteString(value);
    if (value.matches("-?[0-9.]+|true|false")) {
      hocon = value;
    }
    Path file = Files.writeString(folder.resolve("job.conf"), row.key() + " = " + hocon + "\n");
    assertEquals(
        inFolder(row.arrives()), arrived(JobConfig.load(command, file.toString(), beside), row));
    JobConfig usual = JobConfig.load(command, null, beside);
    if (row.place().equals("config")) {
      assertFalse(inFolder(row.arrives()).equals(arrived(usual, row)), "it is the default");
    }
  }

  /**
   * A key sets its component and nothing else: the record with the key is the record without it,
   * changed by the method that Java has for the component.
   */
  @ParameterizedTest
  @MethodSource("componentsOfRecords")
  void a_key_does_what_the_method_of_its_component_does(Row row) throws Exception {
    Map<String, String> beside = beside(row);
    Record usual = record(JobConfig.load("fit", null, beside), row);
    Map<String, String> all = new TreeMap<>(beside);
    all.put(row.key(), inFolder(row.value()));
    Record given = record(JobConfig.load("fit", null, all), row);
    String component = row.place().substring(row.place().indexOf('.') + 1);
    for (RecordComponent part : given.getClass().getRecordComponents()) {
      if (part.getName().equals(component)) {
        String setter = "with" + component.substring(0, 1).toUpperCase(Locale.ROOT);
        Method with = given.getClass().getMethod(setter + component.substring(1), part.getType());
        assertEquals(given, with.invoke(usual, read(part, given)));
        assertNotEquals(usual, given);
      }
    }
  }

  static Stream<Row> componentsOfRecords() throws IOException {
    return fit()
        .filter(row -> !row.place().equals("config") && !row.place().startsWith("BERTopic."))
        .filter(row -> !MAKES_A_RECORD.contains(row.key()));
  }

  private static Record record(JobConfig config, Row row) {
    String type = row.place().substring(0, row.place().indexOf('.'));
    List<Object> found = new ArrayList<>();
    BERTopic estimator = TopicModelConfig.estimator(config);
    for (Param<?> param : estimator.params()) {
      if (estimator.isDefined(param)) {
        collect(estimator.getOrDefault(param), type, "", found);
      }
    }
    return (Record) found.get(0);
  }

  private Map<String, String> beside(Row row) throws IOException {
    Map<String, String> beside = new TreeMap<>();
    for (String setting : row.beside().split(";", -1)) {
      String[] pair = setting.split("=", 2);
      if (pair.length == 2) {
        beside.put(pair[0].strip(), inFolder(pair[1].strip()));
      }
    }
    return beside;
  }

  private String inFolder(String text) throws IOException {
    Files.writeString(folder.resolve("list.txt"), "tax\n");
    Files.writeString(folder.resolve("vectors.txt"), "tax 1 0\nwar 0 1\n");
    return text.replace("$LIST", folder.resolve("list.txt").toString())
        .replace("$VECTORS", folder.resolve("vectors.txt").toString())
        .replace("$FOLDER", folder.toString());
  }

  private static String arrived(JobConfig config, Row row) {
    if (row.place().equals("config")) {
      return row.value().startsWith("{")
          ? config.map(row.key()).toString()
          : config.isList(row.key())
              ? config.words(row.key()).toString()
              : config.string(row.key());
    }
    String[] place = row.place().split("\\.", -1);
    if (place[0].equals("OnlineSettings")) {
      List<Object> settings = new ArrayList<>();
      collect(OnlineConfig.settings(config), place[0], place[1], settings);
      return text(settings.get(0));
    }
    BERTopic estimator = TopicModelConfig.estimator(config);
    if (place[0].equals("BERTopic")) {
      Param<?> param = estimator.getParam(place[1]);
      return text(estimator.getOrDefault(param));
    }
    List<Object> found = new ArrayList<>();
    for (Param<?> param : estimator.params()) {
      if (estimator.isDefined(param)) {
        collect(estimator.getOrDefault(param), place[0], place[1], found);
      }
    }
    return found.isEmpty() ? "no " + row.place() : text(found.get(0));
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name()
        : value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
  }

  private static void collect(Object value, String type, String component, List<Object> found) {
    if (value instanceof Collection<?> values) {
      values.forEach(each -> collect(each, type, component, found));
    } else if (value instanceof Map<?, ?> map) {
      collect(map.values(), type, component, found);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(each -> collect(each, type, component, found));
    } else if (value instanceof Record) {
      if (component.isEmpty() && value.getClass().getSimpleName().equals(type)) {
        found.add(value);
      }
      for (RecordComponent part : value.getClass().getRecordComponents()) {
        Object inside = read(part, value);
        if (value.getClass().getSimpleName().equals(type) && part.getName().equals(component)) {
          found.add(inside);
        }
        collect(inside, type, component, found);
      }
    }
  }

  private static Object read(RecordComponent part, Object value) {
    try {
      part.getAccessor().setAccessible(true);
      return part.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
