package org.sparkbertopic.embedding.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;

/**
 * A folder with a model of a few words: a real tokenizer and a real graph, which looks up a vector
 * for every token and does no more, so that what happens around it can be computed by hand.
 */
public final class TinyModel {

  static final int DIMENSION = 3;

  /** The id of a token is its index. */
  public static final List<String> VOCABULARY =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "tax", "cut", "war", "peace", "query", ":", "school",
          "##s", "the");

  static final int CLS = 2;
  static final int SEP = 3;
  static final int TAX = 4;
  static final int CUT = 5;
  static final int WAR = 6;
  static final int PEACE = 7;
  static final int QUERY = 8;
  static final int COLON = 9;

  private final Path folder;

  private TinyModel(Path folder) {
    this.folder = folder;
  }

  /** A folder with {@code model.onnx} and {@code tokenizer.json}. */
  public static TinyModel in(Path folder) {
    TinyModel model = new TinyModel(folder);
    model.file("model.onnx", tokens("last_hidden_state").toBytes());
    return model.file("tokenizer.json", tokenizerJson());
  }

  public OnnxEmbedder embedder() {
    return OnnxEmbedder.of(folder + "/");
  }

  public Path path(String name) {
    return folder.resolve(name);
  }

  public TinyModel file(String name, byte[] content) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public TinyModel file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public TinyModel without(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * {@code modules.json} of a transformer and these, as {@code TYPE} in the folder {@code N_TYPE}.
   */
  public TinyModel modules(String... types) {
    StringBuilder json = new StringBuilder("[");
    json.append("{\"idx\": 0, \"name\": \"0\", \"path\": \"\",");
    json.append(" \"type\": \"sentence_transformers.models.Transformer\"}");
    for (int i = 0; i < types.length; i++) {
      json.append(
          String.format(
              ", {\"idx\": %1$d, \"name\": \"%1$d\", \"path\": \"%1$d_%2$s\","
                  + " \"type\": \"sentence_transformers.models.%2$s\"}",
              i + 1, types[i]));
    }
    return file("modules.json", json.append("]").toString());
  }

  /** Of the module after the transformer. */
  public TinyModel pooling(String... modes) {
    StringBuilder json = new StringBuilder("{\"word_embedding_dimension\": 3");
    for (Pooling mode : Pooling.values()) {
      if (mode != Pooling.MODEL) {
        boolean on = List.of(modes).contains(mode.configKey().replace("pooling_mode_", ""));
        json.append(", \"").append(mode.configKey()).append("\": ").append(on);
      }
    }
    return file("1_Pooling/config.json", json.append("}").toString());
  }

  TinyModel dense(String home, float[][] weights, float[] bias, String activation) {
    file(
        home + "/config.json",
        String.format(
            "{\"in_features\": %d, \"out_features\": %d, \"bias\": true, \"activation_function\":"
                + " \"torch.nn.modules.%s\"}",
            weights[0].length, weights.length, activation));
    Map<String, Tensor> tensors =
        Map.of("linear.weight", Tensor.of(weights), "linear.bias", Tensor.of(bias));
    try (var out = Files.newOutputStream(path(home + "/model.safetensors"))) {
      SafeTensors.of(tensors).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A graph without an output: input ids looked up as {@code vectors}. */
  static OnnxWriter graph(int inputType) {
    return new OnnxWriter()
        .input("input_ids", inputType, -1, -1)
        .input("attention_mask", inputType, -1, -1)
        .weights("table", table(), VOCABULARY.size(), DIMENSION);
  }

  public static OnnxWriter tokens(String output) {
    return graph(OnnxWriter.INT64)
        .node("Gather", List.of("table", "input_ids"), output)
        .output(output, OnnxWriter.FLOAT, -1, -1, DIMENSION);
  }

  /** The vector of a token: no two alike, of either sign. */
  static float[] vector(int token) {
    return new float[] {token + 0.5f, (float) Math.sin(token), 2 - 0.25f * token * token};
  }

  static float[] table() {
    float[] table = new float[VOCABULARY.size() * DIMENSION];
    for (int token = 0; token < VOCABULARY.size(); token++) {
      System.arraycopy(vector(token), 0, table, token * DIMENSION, DIMENSION);
    }
    return table;
  }

  public static String tokenizerJson() {
    List<String> added = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (int id = 0; id < VOCABULARY.size(); id++) {
      String word = VOCABULARY.get(id);
      words.add(String.format("\"%s\": %d", word, id));
      if (word.startsWith("[")) {
        added.add(
            String.format(
                "{\"id\": %d, \"content\": \"%s\", \"single_word\": false, \"lstrip\": false,"
                    + " \"rstrip\": false, \"normalized\": false, \"special\": true}",
                id, word));
      }
    }
    return """
    {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [%s],
     "normalizer": {"type": "BertNormalizer", "clean_text": true,
       "handle_chinese_chars": true, "strip_accents": null, "lowercase": false},
     "pre_tokenizer": {"type": "BertPreTokenizer"},
     "post_processor": {"type": "TemplateProcessing",
       "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
         {"Sequence": {"id": "A", "type_id": 0}},
         {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
       "pair": [{"Sequence": {"id": "A", "type_id": 0}},
         {"Sequence": {"id": "B", "type_id": 1}}],
       "special_tokens": {
         "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
         "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
     "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
     "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
       "max_input_chars_per_word": 100, "vocab": {%s}}}
    """
        .formatted(String.join(", ", added), String.join(", ", words));
  }
}
