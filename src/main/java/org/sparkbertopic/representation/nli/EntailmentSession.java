package org.sparkbertopic.representation.nli;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.onnx.NativeCalls;
import org.sparkbertopic.embedding.onnx.NativeLibraries;
import org.sparkbertopic.embedding.onnx.NativeTokenizers;
import org.sparkbertopic.embedding.onnx.folder.OnnxStructure;

/** An inference model that is open in this JVM. Thread-safe. */
final class EntailmentSession {

  private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");
  private static final String OUTPUT = "logits";

  /** The share of a too long text to try next. */
  private static final double KEPT_SHARE = 0.75;

  private final EntailmentFiles files;
  private final HuggingFaceTokenizer tokenizer;
  private final OrtSession session;

  private EntailmentSession(
      EntailmentFiles files, HuggingFaceTokenizer tokenizer, OrtSession session)
      throws OrtException {
    this.files = files;
    this.tokenizer = tokenizer;
    this.session = session;
    checkSignature();
  }

  /**
   * @throws IllegalArgumentException if a file is not as expected; the message names it
   */
  static EntailmentSession open(EntailmentFiles files) {
    HuggingFaceTokenizer tokenizer;
    try {
      tokenizer =
          NativeTokenizers.openChecked(
              Files.readAllBytes(files.tokenizer()), files.tokenizer().toString());
    } catch (EngineException e) {
      throw NativeTokenizers.notLoaded(e);
    } catch (IOException | RuntimeException e) {
      throw unusable(files.tokenizer().toString(), "a Hugging Face tokenizer.json", e);
    }
    OrtSession session = null;
    try {
      OnnxStructure.read(files.graph());
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        // Pairs run in parallel, each on its caller's thread.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        session = environment.createSession(files.graph().toString(), options);
      }
      return new EntailmentSession(files, tokenizer, session);
    } catch (OrtException | RuntimeException e) {
      tokenizer.close();
      NativeCalls.close(session, e);
      throw unusable(files.graph().toString(), "an ONNX model of natural language inference", e);
    } catch (LinkageError e) {
      tokenizer.close();
      throw NativeLibraries.withoutOnnxRuntime(e);
    }
  }

  private static IllegalArgumentException unusable(String file, String what, Exception e) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "model must be %s, got %s (%s); copy the file again, or export the model with:"
                + " optimum-cli export onnx --task text-classification",
            what,
            file,
            e.getMessage()),
        e);
  }

  private void checkSignature() throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    boolean known =
        inputs.containsKey("input_ids")
            && INPUTS.containsAll(inputs.keySet())
            && inputs.values().stream().allMatch(EntailmentSession::isPair);
    if (!known) {
      throw Checks.invalid(
          "its inputs must be input_ids and none but %s, whole numbers of shape"
              + " [pairs][tokens], and it has %s",
          INPUTS.stream().sorted().toList(), inputs.values());
    }
    NodeInfo output = session.getOutputInfo().get(OUTPUT);
    boolean logits =
        output != null
            && output.getInfo() instanceof TensorInfo info
            && info.type == OnnxJavaType.FLOAT
            && info.getShape().length == 2
            && (info.getShape()[1] < 0 || info.getShape()[1] == files.labels());
    if (!logits) {
      throw Checks.invalid(
          "it must have an output logits of shape [pairs][%s], and it has %s",
          files.labels(), session.getOutputInfo().values());
    }
  }

  private static boolean isPair(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo info
        && info.getShape().length == 2
        && (info.type == OnnxJavaType.INT64 || info.type == OnnxJavaType.INT32);
  }

  /** The logits of entailment and contradiction. */
  double[] logits(String text, String hypothesis) {
    Encoding encoding = encode(text, hypothesis);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    NativeCalls.Call call = NativeCalls.begin();
    try {
      for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
        long[] values =
            switch (input.getKey()) {
              case "input_ids" -> encoding.getIds();
              case "attention_mask" -> encoding.getAttentionMask();
              default -> encoding.getTypeIds();
            };
        inputs.put(input.getKey(), tensor(values, (TensorInfo) input.getValue().getInfo()));
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(OUTPUT))) {
        OnnxValue output = result.get(OUTPUT).orElseThrow();
        return chosen(((OnnxTensor) output).getFloatBuffer());
      }
    } catch (OrtException e) {
      throw new IllegalStateException(
          files.graph()
              + " refused a pair of "
              + encoding.getIds().length
              + " tokens ("
              + e.getMessage()
              + "); export the model with dynamic axes",
          e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
      call.close();
    }
  }

  private double[] chosen(FloatBuffer logits) {
    if (logits.remaining() != files.labels()) {
      throw new IllegalStateException(
          files.graph()
              + " must give a number for each of "
              + files.labels()
              + " labels, got "
              + logits.remaining());
    }
    double[] chosen = {logits.get(files.entailment()), logits.get(files.contradiction())};
    if (!Double.isFinite(chosen[0]) || !Double.isFinite(chosen[1])) {
      throw new IllegalStateException(
          files.graph() + " gives numbers that are not finite; its weights are damaged");
    }
    return chosen;
  }

  /** The text is truncated if the pair is too long for the model; the hypothesis never is. */
  private Encoding encode(String text, String hypothesis) {
    String second = NativeTokenizers.wellFormed(hypothesis, hypothesis.length());
    String first = NativeTokenizers.wellFormed(text, text.length());
    while (true) {
      Encoding encoding = tokenizer.encode(first, second, true, false);
      if (encoding.getIds().length <= files.maxTokens() || first.isEmpty()) {
        return encoding;
      }
      int end = (int) (KEPT_SHARE * first.length());
      first = NativeTokenizers.wellFormed(first, end);
    }
  }

  private OnnxTensor tensor(long[] values, TensorInfo info) throws OrtException {
    long[] shape = {1, values.length};
    if (info.type == OnnxJavaType.INT64) {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), shape);
    }
    int[] narrow = new int[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (int) values[i];
    }
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), IntBuffer.wrap(narrow), shape);
  }
}
