package org.sparkbertopic.embedding;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model open in this JVM: its tokenizer and its ONNX Runtime session. There is one per model and
 * JVM, opened when first needed, shared by all threads, and open until the JVM ends: a session
 * costs as much memory as the model's weights, and opening it most of a second.
 *
 * <p>Every caller computes on its own thread (one intra-op thread, no pool). Spark runs as many
 * tasks as there are cores, so the cores are busy already; with pools of their own the tasks'
 * threads would wait for each other (decision 0002).
 */
final class OnnxModel {

  private static final Map<String, OnnxModel> OPEN = new ConcurrentHashMap<>();

  private static final List<String> KNOWN_INPUTS =
      List.of("input_ids", "attention_mask", "token_type_ids");

  private final String name;
  private final TextTokenizer tokenizer;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String output;
  private final int dimension;

  private OnnxModel(
      String name, TextTokenizer tokenizer, OrtEnvironment environment, OrtSession session)
      throws OrtException {
    this.name = name;
    this.tokenizer = tokenizer;
    this.environment = environment;
    this.session = session;
    requireKnownInputs();
    Map.Entry<String, TensorInfo> tokens = tokenOutput();
    this.output = tokens.getKey();
    this.dimension = (int) tokens.getValue().getShape()[2];
  }

  /**
   * The open model of these files.
   *
   * @throws IllegalArgumentException if a file is not what it should be; the message names it
   * @throws IllegalStateException if a native library cannot be loaded
   */
  static OnnxModel shared(ModelFiles files) {
    return OPEN.computeIfAbsent(files.key(), key -> open(files));
  }

  private static OnnxModel open(ModelFiles files) {
    TextTokenizer tokenizer;
    try {
      tokenizer = TextTokenizer.open(files.readTokenizer(), files.tokenizerName());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tokenizer " + files.tokenizerName(), e);
    }
    OrtSession session = null;
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      session = openSession(environment, files);
      return new OnnxModel(files.modelName(), tokenizer, environment, session);
    } catch (OrtException | IOException | RuntimeException e) {
      closeQuietly(session, e);
      tokenizer.close();
      throw new IllegalArgumentException(
          "model must be an ONNX sentence transformer, got "
              + files.modelName()
              + " ("
              + e.getMessage()
              + "); copy the file again, or export the model with:"
              + " optimum-cli export onnx --task feature-extraction",
          e);
    } catch (LinkageError e) {
      tokenizer.close();
      throw new IllegalStateException(
          "ONNX Runtime's native library did not load ("
              + e
              + "); it needs Linux with glibc, macOS or Windows on x86-64 or ARM, and a folder"
              + " java.io.tmpdir that may hold programs",
          e);
    }
  }

  /** Of ONNX Runtime, such as 1.23.2. */
  static String runtimeVersion() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  private static OrtSession openSession(OrtEnvironment environment, ModelFiles files)
      throws OrtException, IOException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return files.modelPath() == null
          ? environment.createSession(files.readModel(), options)
          : environment.createSession(files.modelPath().toString(), options);
    }
  }

  private static void closeQuietly(OrtSession session, Exception cause) {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private void requireKnownInputs() {
    for (String input : session.getInputNames()) {
      if (!KNOWN_INPUTS.contains(input)) {
        throw new IllegalArgumentException(
            "it asks for the input " + input + ", and only " + KNOWN_INPUTS + " can be given");
      }
    }
  }

  /** The output with a vector for each token: three axes, the last one of known length. */
  private Map.Entry<String, TensorInfo> tokenOutput() throws OrtException {
    for (Map.Entry<String, NodeInfo> candidate : session.getOutputInfo().entrySet()) {
      if (candidate.getValue().getInfo() instanceof TensorInfo info
          && info.getShape().length == 3
          && info.getShape()[2] > 0) {
        return Map.entry(candidate.getKey(), info);
      }
    }
    throw new IllegalArgumentException(
        "it has no output [texts][tokens][dimension], only " + session.getOutputNames());
  }

  TextTokenizer tokenizer() {
    return tokenizer;
  }

  int dimension() {
    return dimension;
  }

  /**
   * Embeds texts of equal token length.
   *
   * @param ids {@code [texts][length]}
   * @return {@code [texts][dimension]}
   * @throws IllegalStateException if the runtime refuses the batch
   */
  float[][] embed(int[][] ids) {
    int length = ids[0].length;
    if (length == 0) {
      return new float[ids.length][dimension];
    }
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (String input : session.getInputNames()) {
        inputs.put(input, tensor(valuesOf(input, ids), ids.length, length));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer tokens = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
        return MeanPooling.pool(tokens, ids.length, length, dimension);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(
          name
              + " refused a batch of "
              + ids.length
              + " texts of "
              + length
              + " tokens ("
              + e.getMessage()
              + "); set maxTokens to what the model was trained for",
          e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(long[] values, int texts, int length) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {texts, length});
  }

  private static long[] valuesOf(String input, int[][] ids) {
    int length = ids[0].length;
    long[] values = new long[ids.length * length];
    switch (input) {
      case "input_ids" -> {
        int next = 0;
        for (int[] text : ids) {
          for (int id : text) {
            values[next++] = id;
          }
        }
      }
      case "attention_mask" -> Arrays.fill(values, 1);
      default -> {} // token_type_ids: all of the first sentence
    }
    return values;
  }
}
