package org.sparkbertopic.embedding.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.tensorflow.SavedModelFile.Graph;
import org.sparkbertopic.embedding.tensorflow.SavedModelFile.Signature;
import org.sparkbertopic.embedding.tensorflow.SavedModelFile.TensorInfo;

/**
 * The input and output tensors of a SavedModel that embeds texts: strings {@code [n]} in, floats
 * {@code [n][dimension]} out.
 *
 * @param tags of the graph
 * @param name of the signature
 * @param input tensor of the graph, {@code OPERATION:INDEX}
 * @param output tensor of the graph
 * @param dimension -1 if the model does not declare it
 */
record SavedModelSignature(
    List<String> tags, String name, String input, String output, int dimension) {

  private static final String SERVE = "serve";

  /** The names of a model's main signature in TensorFlow 2 and in TF Hub's first format. */
  private static final List<String> MAIN = List.of("serving_default", "default");

  /** Names of the output with the text's vector in hub models. */
  private static final List<String> OUTPUTS =
      List.of("outputs", "default", "embeddings", "embedding", "sentence_embedding");

  /** Signatures of TensorFlow's own, such as the one that initialises tables. */
  private static final String INTERNAL = "__";

  private static final String LOOKED_FOR =
      "one input of strings [n] and an output of floats [n][dimension]";

  /**
   * Finds the signature.
   *
   * @param wanted its name; empty: the main one, else the only one that fits
   * @throws IllegalArgumentException if there is none; the message lists the model's signatures
   */
  static SavedModelSignature choose(SavedModelFile file, String model, String wanted) {
    Graph graph = graph(file, model);
    Map<String, Signature> all = graph.signatures();
    if (!wanted.isEmpty()) {
      return Optional.ofNullable(all.get(wanted))
          .flatMap(signature -> fit(graph, wanted, signature))
          .orElseThrow(
              () -> unfit(graph, model, "signature must be the name of one with " + LOOKED_FOR));
    }
    for (String name : MAIN) {
      if (all.containsKey(name)) {
        Optional<SavedModelSignature> main = fit(graph, name, all.get(name));
        if (main.isPresent()) {
          return main.get();
        }
      }
    }
    List<SavedModelSignature> fitting = new ArrayList<>();
    all.forEach((name, signature) -> fit(graph, name, signature).ifPresent(fitting::add));
    if (fitting.size() > 1) {
      throw unfit(
          graph,
          model,
          "signature must be given where the main one does not fit and several others do ("
              + String.join(", ", fitting.stream().map(SavedModelSignature::name).toList())
              + ")");
    }
    if (fitting.isEmpty()) {
      throw unfit(graph, model, "model must have a signature with " + LOOKED_FOR);
    }
    return fitting.get(0);
  }

  private static Graph graph(SavedModelFile file, String model) {
    return file.graphs().stream()
        .filter(graph -> graph.tags().contains(SERVE) && !graph.tags().contains("gpu"))
        .min((a, b) -> Integer.compare(a.tags().size(), b.tags().size()))
        .or(() -> file.graphs().size() == 1 ? Optional.of(file.graphs().get(0)) : Optional.empty())
        .orElseThrow(
            () ->
                Checks.invalid(
                    "model must have a graph with the tag serve, or only one, got %s with the tags %s;"
                        + " export it for serving",
                    model, file.graphs().stream().map(Graph::tags).toList()));
  }

  private static Optional<SavedModelSignature> fit(Graph graph, String name, Signature signature) {
    if (name.startsWith(INTERNAL) || signature.inputs().size() != 1) {
      return Optional.empty();
    }
    TensorInfo input = signature.inputs().values().iterator().next();
    if (input.tensor().isEmpty()
        || input.type() != TensorInfo.STRING
        || !isOf(input.shape(), 1)
        || isFixed(input.shape())) {
      return Optional.empty();
    }
    return output(signature)
        .map(
            output ->
                new SavedModelSignature(
                    graph.tags(), name, input.tensor(), output.tensor(), dimension(output)));
  }

  /**
   * The output with a name that hub models use, else the only one of known rank, else the only one.
   */
  private static Optional<TensorInfo> output(Signature signature) {
    Map<String, TensorInfo> fitting = new TreeMap<>(signature.outputs());
    fitting
        .values()
        .removeIf(
            output ->
                output.tensor().isEmpty()
                    || output.type() != TensorInfo.FLOAT
                    || !isOf(output.shape(), 2)
                    || isFixed(output.shape()));
    for (String name : OUTPUTS) {
      if (fitting.containsKey(name)) {
        return Optional.of(fitting.get(name));
      }
    }
    List<TensorInfo> known =
        fitting.values().stream().filter(output -> output.shape() != null).toList();
    if (known.size() == 1) {
      return Optional.of(known.get(0));
    }
    return fitting.size() == 1 ? Optional.of(fitting.values().iterator().next()) : Optional.empty();
  }

  private static boolean isOf(List<Long> shape, int rank) {
    return shape == null || shape.size() == rank;
  }

  /** Whether it requires a fixed number of texts. */
  private static boolean isFixed(List<Long> shape) {
    return shape != null && shape.get(0) > 1;
  }

  private static int dimension(TensorInfo output) {
    return output.shape() == null ? -1 : (int) Math.max(-1, output.shape().get(1));
  }

  private static IllegalArgumentException unfit(Graph graph, String model, String rule) {
    StringBuilder has = new StringBuilder();
    graph
        .signatures()
        .forEach(
            (name, signature) -> {
              if (!name.startsWith(INTERNAL)) {
                has.append(has.isEmpty() ? "" : "; ").append(name).append(": ").append(signature);
              }
            });
    return Checks.invalid(
        "%s, got %s, which has %s; give a model that embeds raw texts, or export one",
        rule, model, has.isEmpty() ? "none" : has);
  }
}
