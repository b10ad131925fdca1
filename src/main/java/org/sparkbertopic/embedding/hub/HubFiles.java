package org.sparkbertopic.embedding.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sparkbertopic.compute.Checks;

/**
 * Selects the needed files of a model: its configuration, tokenizer and small modules, and the
 * weights in one of their many formats.
 *
 * @param format of the weights
 * @param variant of an ONNX file: {@code quantized} for {@code model_quantized.onnx}; empty for
 *     {@code model.onnx}
 */
public record HubFiles(Format format, String variant) {

  /** The storage format of the weights. */
  public enum Format {
    /** {@code onnx/model.onnx} or {@code model.onnx}, with its data files. */
    ONNX,
    /** {@code model.safetensors}: static embeddings. */
    SAFETENSORS,
    /** The directory of a topic model, of this library or of Python's BERTopic. */
    TOPIC_MODEL,
    /** No weights: {@code tokenizer.json} alone. */
    TOKENIZER
  }

  private static final String MANIFEST = TopicModelList.MANIFEST;

  /** A file of every topic model that was saved as safetensors. */
  private static final String TOPIC_EMBEDDINGS = "topic_embeddings.safetensors";

  private static final Pattern OF_TOPIC_MODEL =
      Pattern.compile("[^/]+\\.(json|safetensors|bin)|(metadata|versions)/.*");

  private static final Pattern TOP_LEVEL =
      Pattern.compile(
          "modules\\.json|[^/]*config[^/]*\\.json|tokenizer\\.json|special_tokens_map\\.json");

  /** Module folders of a sentence transformer: 1_Pooling, 2_Dense and so on. */
  private static final Pattern MODULE =
      Pattern.compile(
          "[0-9]+_(Pooling|Dense|Normalize|LayerNorm|StaticEmbedding)[^/]*/"
              + "(config\\.json|tokenizer\\.json|tokenizer_config\\.json|model\\.safetensors)");

  private static final Pattern STATIC_WEIGHTS =
      Pattern.compile("(0_StaticEmbedding/)?model\\.safetensors");

  public HubFiles {
    Objects.requireNonNull(format, "format");
    if (!variant.matches("[A-Za-z0-9_.-]*")) {
      throw Checks.invalid(
          "variant must be the part after model_ in the ONNX file's name, got %s; leave it out"
              + " for model.onnx",
          variant);
    }
  }

  /** A sentence transformer in ONNX format. */
  public static HubFiles onnx() {
    return new HubFiles(Format.ONNX, "");
  }

  /** The same with other ONNX weights, such as {@code quantized} or {@code qint8_avx512}. */
  public static HubFiles onnx(String variant) {
    return new HubFiles(Format.ONNX, variant);
  }

  /** Every file of a topic model's directory; its manifest comes last. */
  public static HubFiles topicModel() {
    return new HubFiles(Format.TOPIC_MODEL, "");
  }

  /** The tokenizer of any model, without its weights. */
  public static HubFiles tokenizer() {
    return new HubFiles(Format.TOKENIZER, "");
  }

  /**
   * The needed files of a model.
   *
   * @param paths the model's files, relative to its root, with slashes
   * @return sorted, with the weights last: a folder that has them has everything
   * @throws IllegalArgumentException if weights or tokenizer are missing; the message names the
   *     files that exist instead
   */
  List<String> choose(String model, Collection<String> paths) {
    String weights =
        weights(paths).orElseThrow(() -> new IllegalArgumentException(noWeights(model, paths)));
    List<String> chosen = new ArrayList<>();
    if (format == Format.TOPIC_MODEL) {
      new TreeSet<>(paths)
          .stream()
              .filter(path -> OF_TOPIC_MODEL.matcher(path).matches() && !path.equals(weights))
              .forEach(chosen::add);
      chosen.add(weights);
      return chosen;
    }
    for (String path : new TreeSet<>(paths)) {
      boolean small =
          format != Format.TOKENIZER
              && (TOP_LEVEL.matcher(path).matches() || MODULE.matcher(path).matches());
      if (!path.equals(weights) && (small || isDataOf(weights, path))) {
        chosen.add(path);
      }
    }
    if (format != Format.TOKENIZER
        && chosen.stream()
            .noneMatch(path -> path.equals("tokenizer.json") || isModuleTokenizer(path))) {
      throw new IllegalArgumentException(noTokenizer(model));
    }
    chosen.add(weights);
    return chosen;
  }

  /** A file whose absence says what kind of model it is; empty if there is none such. */
  Optional<String> telling() {
    return format == Format.TOPIC_MODEL ? Optional.of(MANIFEST) : Optional.empty();
  }

  /** The file of weights among these files; the tokenizer's if that is all that is needed. */
  Optional<String> weights(Collection<String> paths) {
    if (format == Format.TOPIC_MODEL) {
      return List.of(MANIFEST, TOPIC_EMBEDDINGS).stream().filter(paths::contains).findFirst();
    }
    if (format == Format.TOKENIZER) {
      return paths.stream().filter("tokenizer.json"::equals).findFirst();
    }
    if (format == Format.SAFETENSORS) {
      return paths.stream()
          .filter(path -> STATIC_WEIGHTS.matcher(path).matches())
          .sorted()
          .findFirst();
    }
    String file = variant.isEmpty() ? "model.onnx" : "model_" + variant + ".onnx";
    return List.of("onnx/" + file, file).stream().filter(paths::contains).findFirst();
  }

  private static boolean isDataOf(String weights, String path) {
    return path.startsWith(weights + "_data") || path.equals(weights + ".data");
  }

  private static boolean isModuleTokenizer(String path) {
    return path.endsWith("/tokenizer.json");
  }

  private static String noTokenizer(String model) {
    return model
        + " must have a tokenizer.json, got none; take another model, or save its tokenizer with"
        + " transformers' AutoTokenizer.save_pretrained";
  }

  private String noWeights(String model, Collection<String> paths) {
    if (format == Format.TOPIC_MODEL) {
      return model
          + " must be a topic model with "
          + TOPIC_EMBEDDINGS
          + (paths.contains("topic_embeddings.bin")
              ? ", got one in PyTorch's format; push it from Python with serialization=\"safetensors\""
              : ", got another repository; check the name");
    }
    if (format == Format.TOKENIZER) {
      return noTokenizer(model);
    }
    if (format == Format.SAFETENSORS) {
      return model + " must have model.safetensors, got none; take a Model2Vec or static model";
    }
    List<String> others = new TreeSet<>(paths).stream().filter(p -> p.endsWith(".onnx")).toList();
    String wanted = variant.isEmpty() ? "model.onnx" : "model_" + variant + ".onnx";
    return others.isEmpty()
        ? model
            + " must have "
            + wanted
            + " or onnx/"
            + wanted
            + ", got no ONNX file; export it with: optimum-cli export onnx --model "
            + model
            + " --task feature-extraction FOLDER"
        : model
            + " must have "
            + wanted
            + ", got "
            + String.join(", ", others)
            + "; name one of them";
  }
}
