package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * The rules that assign outliers to topics. {@code outlier_rules.json} has the rules in order, each
 * with its vocabulary. {@code outlier_rules.safetensors} has the topic vectors that documents are
 * compared with, named by the rule's index.
 */
final class OutlierRuleFiles {

  private static final String RULES = "rules";
  private static final String STEPS = "steps";
  private static final String CLUSTER_TOPICS = "clusterTopics";
  private static final String TOPIC_IDS = "topicIds";
  private static final String VECTORIZER = "vectorizer";
  private static final String CTFIDF = "ctfidf";
  private static final String VOCABULARY = "vocabulary";
  private static final String EMBEDDINGS = ".topic_embeddings";
  private static final String ROW_POINTERS = ".indptr";
  private static final String COLUMNS = ".indices";
  private static final String VALUES = ".data";
  private static final String IDF = ".idf";

  private OutlierRuleFiles() {}

  static void write(List<OutlierRule> rules, OutputStream out) throws IOException {
    JsonGenerator json = Json.MAPPER.createGenerator(out).setPrettyPrinter(Json.lines());
    json.writeStartObject();
    json.writeArrayFieldStart(RULES);
    for (OutlierRule rule : rules) {
      json.writeStartObject();
      json.writeArrayFieldStart(STEPS);
      for (OutlierStep step : rule.steps()) {
        json.writeStartObject();
        json.writeStringField("strategy", step.strategy().title());
        json.writeNumberField("threshold", step.threshold());
        json.writeNumberField("window", step.windows().window());
        json.writeNumberField("stride", step.windows().stride());
        json.writeBooleanField("padding", step.windows().padding());
        json.writeEndObject();
      }
      json.writeEndArray();
      writeInts(CLUSTER_TOPICS, rule.clusterTopics(), json);
      writeInts(TOPIC_IDS, rule.topicIds(), json);
      json.writeObjectField(VECTORIZER, Json.MAPPER.valueToTree(rule.vectorizer()));
      if (rule.ctfidf().isPresent()) {
        ClassTfidfModel model = rule.ctfidf().get();
        json.writeObjectField(CTFIDF, Json.MAPPER.valueToTree(model.parameters()));
        json.writeFieldName(VOCABULARY);
        String[] vocabulary = model.weights().vocabulary().toArray(new String[0]);
        json.writeArray(vocabulary, 0, vocabulary.length);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
  }

  private static void writeInts(String name, int[] values, JsonGenerator json) throws IOException {
    json.writeFieldName(name);
    json.writeArray(values, 0, values.length);
  }

  static SafeTensors tensors(List<OutlierRule> rules) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (int place = 0; place < rules.size(); place++) {
      String prefix = Integer.toString(place);
      OutlierRule rule = rules.get(place);
      rule.embeddings().ifPresent(rows -> tensors.put(prefix + EMBEDDINGS, Tensor.of(rows)));
      if (rule.ctfidf().isPresent()) {
        ClassTfidfModel model = rule.ctfidf().get();
        tensors.put(prefix + ROW_POINTERS, Tensor.of(model.weights().rowPointers()));
        tensors.put(prefix + COLUMNS, Tensor.of(model.weights().columns()));
        tensors.put(prefix + VALUES, Tensor.of(model.weights().values()));
        tensors.put(prefix + IDF, Tensor.of(model.idf()));
      }
    }
    return SafeTensors.of(tensors);
  }

  /** The rules, if the model has any. */
  static List<OutlierRule> read(ModelFiles files, Manifest manifest) throws IOException {
    if (!manifest.files().containsKey(ModelFiles.OUTLIER_RULES)) {
      return List.of();
    }
    SafeTensors tensors = files.read(ModelFiles.OUTLIER_TENSORS, SafeTensors::read);
    return files.read(
        ModelFiles.OUTLIER_RULES,
        (in, length, file) -> {
          List<OutlierRule> rules = new ArrayList<>();
          for (JsonNode node : Json.need(Json.object(in, file), RULES, file)) {
            rules.add(
                rule(
                    node,
                    Integer.toString(rules.size()),
                    tensors,
                    file,
                    files.nameOf(ModelFiles.OUTLIER_TENSORS)));
          }
          return rules;
        });
  }

  private static OutlierRule rule(
      JsonNode node, String prefix, SafeTensors tensors, String file, String tensorFile)
      throws IOException {
    List<OutlierStep> steps = new ArrayList<>();
    for (JsonNode step : Json.need(node, STEPS, file)) {
      steps.add(step(step, file));
    }
    int[] topicIds = Json.ints(node, TOPIC_IDS, file);
    Optional<float[][]> embeddings = Optional.empty();
    if (tensors.tensors().containsKey(prefix + EMBEDDINGS)) {
      embeddings =
          Optional.of(PythonCtfidf.tensor(tensors, prefix + EMBEDDINGS, tensorFile).toFloatRows());
    }
    Optional<ClassTfidfModel> ctfidf = Optional.empty();
    if (node.has(VOCABULARY)) {
      ctfidf = Optional.of(weights(node, topicIds, prefix, tensors, file, tensorFile));
    }
    return new OutlierRule(
        steps,
        Json.ints(node, CLUSTER_TOPICS, file),
        topicIds,
        embeddings,
        ctfidf,
        Json.MAPPER.convertValue(Json.need(node, VECTORIZER, file), CountVectorizer.class));
  }

  private static OutlierStep step(JsonNode node, String file) throws IOException {
    JsonNode padding = Json.need(node, "padding", file);
    if (!padding.isBoolean()) {
      throw Json.unexpected(file, "padding", "true or false", padding);
    }
    JsonNode threshold = Json.need(node, "threshold", file);
    if (!threshold.isNumber()) {
      throw Json.unexpected(file, "threshold", "a number", threshold);
    }
    DistributionSettings windows =
        DistributionSettings.create()
            .withWindow(Math.toIntExact(Json.whole(node, "window", file)))
            .withStride(Math.toIntExact(Json.whole(node, "stride", file)))
            .withPadding(padding.booleanValue());
    return new OutlierStep(
        OutlierStrategy.of(Json.text(node, "strategy", file)), threshold.doubleValue(), windows);
  }

  private static ClassTfidfModel weights(
      JsonNode node,
      int[] topicIds,
      String prefix,
      SafeTensors tensors,
      String file,
      String tensorFile)
      throws IOException {
    List<String> vocabulary = Json.texts(node, VOCABULARY, file);
    TermMatrix weights =
        new TermMatrix(
            topicIds,
            vocabulary,
            PythonCtfidf.tensor(tensors, prefix + ROW_POINTERS, tensorFile).toInts(),
            PythonCtfidf.tensor(tensors, prefix + COLUMNS, tensorFile).toInts(),
            PythonCtfidf.tensor(tensors, prefix + VALUES, tensorFile).toDoubles());
    return new ClassTfidfModel(
        Json.MAPPER.convertValue(Json.need(node, CTFIDF, file), ClassTfidf.class),
        weights,
        PythonCtfidf.tensor(tensors, prefix + IDF, tensorFile).toDoubles());
  }
}
