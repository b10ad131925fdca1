package org.sparkbertopic.representation.nli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.hub.HubFiles;
import org.sparkbertopic.embedding.hub.HubModels;
import org.sparkbertopic.embedding.hub.HubName;

/**
 * The files of an inference model, and the settings in them.
 *
 * @param entailment index of the label
 * @param contradiction index of the label {@code contradiction}
 * @param maxTokens most tokens of a pair of texts
 */
record EntailmentFiles(
    Path graph, Path tokenizer, int labels, int entailment, int contradiction, int maxTokens) {

  /** BERT's limit, if the files have none. */
  private static final int DEFAULT_MAX_TOKENS = 512;

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> GRAPHS = List.of("onnx/model.onnx", "model.onnx");

  static EntailmentFiles of(OnnxEntailment model) {
    Path folder = folder(model.model());
    JsonNode config = json(folder, "config.json");
    List<String> labels = labels(config, folder);
    int entailment = indexOf(labels, "entail");
    if (entailment < 0 || labels.size() < 2) {
      throw Checks.invalid(
          "id2label in %s must name two or more labels, one of them entailment, got %s; take a"
              + " model of natural language inference (NLI, MNLI, XNLI)",
          folder.resolve("config.json"), labels);
    }
    int against = indexOf(labels, "contra");
    if (against < 0) {
      against = indexOf(labels, "not_entail");
    }
    if (against < 0) {
      // As in Hugging Face's pipeline: the first label, or the last.
      against = entailment == 0 ? labels.size() - 1 : 0;
    }
    return new EntailmentFiles(
        graph(folder, model.file()),
        file(folder, "tokenizer.json"),
        labels.size(),
        entailment,
        against,
        maxTokens(folder, config));
  }

  private static Path folder(String model) {
    Path folder =
        HubName.recognizes(model)
            ? HubModels.shared(HubName.parse(model), HubFiles.onnx()).folder()
            : Path.of(model);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "model must be a folder on the driver, got " + folder + "; copy the model there");
    }
    return folder;
  }

  private static Path graph(Path folder, String file) {
    if (!file.isEmpty()) {
      return file(folder, file);
    }
    return GRAPHS.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                Checks.invalid(
                    "model must be a folder with one of %s, got %s, which has none; export it with:"
                        + " optimum-cli export onnx --task text-classification",
                    GRAPHS, folder));
  }

  private static Path file(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "the model must have the file " + file + ", which is not there; copy the whole folder");
    }
    return file;
  }

  private static JsonNode json(Path folder, String name) {
    Path file = file(folder, name);
    try {
      JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException(
          file + " must be JSON, got (" + e.getOriginalMessage() + "); copy the file again", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy the file again", e);
    }
    throw new IllegalArgumentException(
        file + " must hold a JSON object, got another value; copy the file again");
  }

  private static List<String> labels(JsonNode config, Path folder) {
    String[] labels = new String[config.path("id2label").size()];
    for (Map.Entry<String, JsonNode> label : config.path("id2label").properties()) {
      int index = label.getKey().matches("[0-9]{1,4}") ? Integer.parseInt(label.getKey()) : -1;
      if (index < 0 || index >= labels.length || labels[index] != null) {
        throw Checks.invalid(
            "id2label in %s must number its labels from 0, got %s; copy the file again",
            folder.resolve("config.json"), config.get("id2label"));
      }
      labels[index] = label.getValue().asText().toLowerCase(Locale.ROOT);
    }
    return new ArrayList<>(List.of(labels));
  }

  private static int indexOf(List<String> labels, String start) {
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i).startsWith(start)) {
        return i;
      }
    }
    return -1;
  }

  /** The tokenizer's limit, if it is a plausible number; Python writes 1e30 for no limit. */
  private static int maxTokens(Path folder, JsonNode config) {
    int positions = config.path("max_position_embeddings").asInt(DEFAULT_MAX_TOKENS);
    int most = positions > 0 ? Math.min(positions, DEFAULT_MAX_TOKENS) : DEFAULT_MAX_TOKENS;
    if (!Files.isRegularFile(folder.resolve("tokenizer_config.json"))) {
      return most;
    }
    double told = json(folder, "tokenizer_config.json").path("model_max_length").asDouble(0);
    return told >= 1 && told < most ? (int) told : most;
  }
}
