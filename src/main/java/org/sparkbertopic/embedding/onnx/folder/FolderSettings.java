package org.sparkbertopic.embedding.onnx.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.compute.Checks;

/**
 * Reads the settings of a model's folder as sentence-transformers does; a folder without {@code
 * modules.json} is a plain transformer and sets less.
 */
final class FolderSettings {

  /**
   * Model families whose first position is {@code pad_token_id + 1}, so that they accept that many
   * tokens fewer than they have positions.
   */
  private static final Set<String> POSITIONS_BEHIND_PADDING =
      Set.of(
          "roberta",
          "xlm-roberta",
          "xlm-roberta-xl",
          "roberta-prelayernorm",
          "camembert",
          "longformer",
          "mpnet",
          "esm",
          "data2vec-text",
          "ibert");

  private static final String POOLING_PREFIX = "pooling_mode_";

  private final FolderLayout layout;

  private FolderSettings(FolderLayout layout) {
    this.layout = layout;
  }

  /**
   * @throws IllegalArgumentException if a file is missing, damaged, or needs something unsupported;
   *     the message names it
   */
  static TransformerSettings read(FolderLayout layout) {
    return new FolderSettings(layout).read();
  }

  private TransformerSettings read() {
    ConfigJson transformer = ConfigJson.readIfThere(layout.file("config.json"));
    ConfigJson tokenizer = ConfigJson.readIfThere(layout.file("tokenizer_config.json"));
    ConfigJson sentence = ConfigJson.readIfThere(layout.file("sentence_bert_config.json"));
    int firstPosition = firstPosition(transformer);
    int maxTokens = maxTokens(sentence, tokenizer, transformer, firstPosition);
    boolean lowerCase =
        sentence.flag("do_lower_case", false) || tokenizer.flag("do_lower_case", false);
    if (layout.modules() == null) {
      TransformerSettings plain = TransformerSettings.ofTransformer(maxTokens, firstPosition);
      return new TransformerSettings(
          plain.pooling(),
          plain.includePrompt(),
          plain.steps(),
          maxTokens,
          lowerCase,
          plain.prompts(),
          plain.defaultPrompt(),
          firstPosition);
    }
    ConfigJson model =
        ConfigJson.readIfThere(layout.folder().resolve("config_sentence_transformers.json"));
    List<Pooling> pooling = List.of();
    boolean includePrompt = true;
    List<VectorStep> steps = new ArrayList<>();
    for (FolderLayout.Module module : layout.modules()) {
      switch (module.type()) {
        case "Pooling" -> {
          ConfigJson config = ConfigJson.read(module.folder().resolve("config.json"));
          pooling = pooling(config);
          includePrompt = config.flag("include_prompt", true);
        }
        case "Dense" -> steps.add(DenseReader.read(module.folder()));
        case "Normalize" -> steps.add(VectorStep.UNIT_LENGTH);
        case "Dropout" -> {} // acts in training only
        default -> throw unknownModule(module);
      }
    }
    Map<String, String> prompts = prompts(model);
    return new TransformerSettings(
        pooling,
        includePrompt,
        List.copyOf(steps),
        maxTokens,
        lowerCase,
        prompts,
        defaultPrompt(model, prompts),
        firstPosition);
  }

  private IllegalArgumentException unknownModule(FolderLayout.Module module) {
    return Checks.invalid(
        "modules in %s must be Transformer, Pooling, Dense, Normalize or Dropout, got %s;"
            + " export the whole model to ONNX with a sentence_embedding output, without %s:"
            + " optimum-cli export onnx --library sentence_transformers",
        layout.folder().resolve(FolderLayout.MODULES), module.type(), FolderLayout.MODULES);
  }

  private static List<Pooling> pooling(ConfigJson config) {
    List<Pooling> pooling = new ArrayList<>();
    String byName = config.string("pooling_mode", "");
    for (Pooling mode : Pooling.values()) {
      if (mode == Pooling.MODEL) {
        continue;
      }
      // If the file does not mention the mean, it is on.
      boolean on = byName.isEmpty() && config.flag(mode.configKey(), mode == Pooling.MEAN);
      if (on || mode.configKey().equals(configKey(byName))) {
        pooling.add(mode);
      }
    }
    if (pooling.isEmpty()) {
      throw config.wrong(
          POOLING_PREFIX + "...",
          "one of cls_token, max_tokens, mean_tokens, mean_sqrt_len_tokens, weightedmean_tokens,"
              + " lasttoken",
          config.root());
    }
    return List.copyOf(pooling);
  }

  /** {@code mean} as well as {@code mean_tokens}. */
  private static String configKey(String mode) {
    return switch (mode) {
      case "cls" -> POOLING_PREFIX + "cls_token";
      case "max", "mean", "weightedmean" -> POOLING_PREFIX + mode + "_tokens";
      default -> POOLING_PREFIX + mode;
    };
  }

  private static int firstPosition(ConfigJson transformer) {
    return POSITIONS_BEHIND_PADDING.contains(transformer.string("model_type", ""))
        ? transformer.integer("pad_token_id", 1) + 1
        : 0;
  }

  private static int maxTokens(
      ConfigJson sentence, ConfigJson tokenizer, ConfigJson transformer, int firstPosition) {
    int own = sentence.integer("max_seq_length", 0);
    if (own > 0) {
      return own;
    }
    int positions = transformer.integer("max_position_embeddings", Integer.MAX_VALUE);
    if (positions != Integer.MAX_VALUE) {
      positions -= firstPosition;
    }
    int most = Math.min(positions, tokenizer.integer("model_max_length", Integer.MAX_VALUE));
    return most < 1 || most == Integer.MAX_VALUE ? TransformerSettings.DEFAULT_MAX_TOKENS : most;
  }

  private static Map<String, String> prompts(ConfigJson model) {
    Map<String, String> prompts = new TreeMap<>();
    JsonNode named = model.root().path("prompts");
    for (Map.Entry<String, JsonNode> prompt : named.properties()) {
      if (!prompt.getValue().isTextual()) {
        throw model.wrong("prompts." + prompt.getKey(), "a string", prompt.getValue());
      }
      prompts.put(prompt.getKey(), prompt.getValue().textValue());
    }
    return Map.copyOf(prompts);
  }

  private static String defaultPrompt(ConfigJson model, Map<String, String> prompts) {
    String name = model.string("default_prompt_name", "");
    if (!name.isEmpty() && !prompts.containsKey(name)) {
      throw model.wrong("default_prompt_name", "one of prompts " + prompts.keySet(), name);
    }
    return name;
  }
}
