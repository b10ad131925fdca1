package org.sparkbertopic.embedding.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbertopic.compute.Checks;

/**
 * The inputs and the output of a graph.
 *
 * @param inputs the element type of each input
 * @param output the output that is read
 * @param ready whether it has one vector for each text; otherwise one for each token
 * @param oneTextOnly whether the graph was exported for batches of one text
 */
record OnnxSignature(
    Map<String, OnnxJavaType> inputs, String output, boolean ready, boolean oneTextOnly) {

  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String TYPES = "token_type_ids";
  static final String POSITIONS = "position_ids";

  private static final List<String> KNOWN_INPUTS = List.of(IDS, MASK, TYPES, POSITIONS);
  private static final List<String> TOKEN_OUTPUTS =
      List.of("last_hidden_state", "token_embeddings");
  private static final String READY_OUTPUT = "sentence_embedding";

  /**
   * @param poolingKnown whether the way to pool the tokens' vectors is known
   * @throws IllegalArgumentException if the graph is not that of a sentence transformer; the
   *     message names its tensors and the expected ones
   */
  static OnnxSignature of(OrtSession session, boolean poolingKnown) throws OrtException {
    Map<String, OnnxJavaType> inputs = new LinkedHashMap<>();
    boolean oneTextOnly = false;
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      TensorInfo info = checkedInput(input, session);
      inputs.put(input.getKey(), info.type);
      oneTextOnly |= info.getShape()[0] == 1;
    }
    if (!inputs.containsKey(IDS)) {
      throw wrongInputs(session);
    }
    String tokens = tokenOutput(session);
    boolean hasReady = rank(session, READY_OUTPUT) == 2;
    if (tokens == null && !hasReady) {
      throw Checks.invalid(
          "it must have an output %s or another of shape [texts][tokens][dimension], or %s of"
              + " shape [texts][dimension], and it has %s",
          String.join(" or ", TOKEN_OUTPUTS), READY_OUTPUT, session.getOutputInfo().values());
    }
    boolean ready = tokens == null || (hasReady && !poolingKnown);
    return new OnnxSignature(inputs, ready ? READY_OUTPUT : tokens, ready, oneTextOnly);
  }

  private static TensorInfo checkedInput(Map.Entry<String, NodeInfo> input, OrtSession session)
      throws OrtException {
    if (!KNOWN_INPUTS.contains(input.getKey())
        || !(input.getValue().getInfo() instanceof TensorInfo info)
        || info.getShape().length != 2
        || (info.type != OnnxJavaType.INT64 && info.type != OnnxJavaType.INT32)) {
      throw wrongInputs(session);
    }
    long[] shape = info.getShape();
    if (shape[0] > 1 || shape[1] > 0) {
      throw Checks.invalid(
          "its inputs must be of any length, and %s is not; export it with dynamic axes",
          input.getValue());
    }
    return info;
  }

  private static IllegalArgumentException wrongInputs(OrtSession session) throws OrtException {
    return Checks.invalid(
        "its inputs must be %s and none but %s, whole numbers of shape [texts][tokens], and"
            + " it has %s",
        IDS, KNOWN_INPUTS, session.getInputInfo().values());
  }

  private static String tokenOutput(OrtSession session) throws OrtException {
    for (String name : TOKEN_OUTPUTS) {
      if (rank(session, name) == 3) {
        return name;
      }
    }
    for (String name : session.getOutputInfo().keySet()) {
      if (rank(session, name) == 3) {
        return name;
      }
    }
    return null;
  }

  /** The number of axes of a floating-point output; 0 if there is no such output. */
  private static int rank(OrtSession session, String output) throws OrtException {
    NodeInfo node = session.getOutputInfo().get(output);
    boolean fractions =
        node != null
            && node.getInfo() instanceof TensorInfo info
            && (info.type == OnnxJavaType.FLOAT
                || info.type == OnnxJavaType.FLOAT16
                || info.type == OnnxJavaType.BFLOAT16);
    return fractions ? ((TensorInfo) node.getInfo()).getShape().length : 0;
  }
}
