package org.sparkbertopic.embedding.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.onnx.folder.OnnxStructure;
import org.sparkbertopic.embedding.onnx.folder.TransformerFiles;
import org.sparkbertopic.embedding.onnx.folder.TransformerSettings;

/**
 * A model open in this JVM: its tokenizer, its settings and its ONNX Runtime session. {@link
 * OpenModels} keeps one per model and device.
 *
 * <p>On the CPU every caller computes on its own thread (one intra-op thread, no pool). Spark runs
 * as many tasks as there are cores, so all cores are busy; with a pool for each task the threads
 * would wait for each other (decision 0002).
 */
public final class OnnxModel {

  private final String name;
  private final TransformerSettings settings;
  private final TextTokenizer tokenizer;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxDevice device;
  private final boolean oneTextBatches;

  /** Keyed by whether pooling is known; see {@link OnnxSignature#of}. */
  private final OnnxSignature pooled;

  private final OnnxSignature unpooled;
  private final int pooledDimension;
  private final int unpooledDimension;

  private OnnxModel(
      String name,
      TransformerSettings settings,
      TextTokenizer tokenizer,
      OrtEnvironment environment,
      OrtSession session,
      OnnxDevice device,
      OnnxStructure structure)
      throws OrtException {
    this.name = name;
    this.settings = settings;
    this.tokenizer = tokenizer;
    this.environment = environment;
    this.session = session;
    this.device = device;
    this.pooled = OnnxSignature.of(session, true);
    this.unpooled = OnnxSignature.of(session, false);
    this.oneTextBatches = structure.quantizesBatches() || pooled.oneTextOnly();
    this.pooledDimension = tryOut(pooled);
    this.unpooledDimension = unpooled.equals(pooled) ? pooledDimension : tryOut(unpooled);
  }

  /**
   * @throws IllegalArgumentException if a file is damaged or unsuitable; the message names it
   * @throws DeviceException if the device cannot be used
   * @throws IllegalStateException if a native library cannot be loaded
   */
  static OnnxModel open(TransformerFiles files, OnnxDevice device) throws DeviceException {
    TransformerSettings settings = files.settings();
    TextTokenizer tokenizer;
    try {
      tokenizer = TextTokenizer.open(files.readTokenizer(), files.tokenizerName());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tokenizer " + files.tokenizerName(), e);
    }
    try {
      return open(files, device, settings, tokenizer);
    } catch (DeviceException | RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static OnnxModel open(
      TransformerFiles files,
      OnnxDevice device,
      TransformerSettings settings,
      TextTokenizer tokenizer)
      throws DeviceException {
    OrtSession session = null;
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      byte[] bytes = files.modelPath() == null ? files.readModel() : null;
      OnnxStructure structure =
          bytes == null
              ? OnnxStructure.read(files.modelPath())
              : OnnxStructure.read(bytes, files.modelName());
      try (SessionOptions options = options(device)) {
        session =
            bytes == null
                ? environment.createSession(files.modelPath().toString(), options)
                : environment.createSession(bytes, options);
      }
      return new OnnxModel(
          files.modelName(), settings, tokenizer, environment, session, device, structure);
    } catch (OrtException | IOException | RuntimeException e) {
      NativeCalls.close(session, e);
      if (device.isCuda() && e instanceof OrtException) {
        // The file's structure was checked, so the cause is the driver, the memory, or an operator.
        throw DeviceException.of(device, e);
      }
      throw new IllegalArgumentException(
          "model must be an ONNX sentence transformer, got "
              + files.modelName()
              + " ("
              + e.getMessage()
              + "); copy the file again, or export the model with:"
              + " optimum-cli export onnx --task feature-extraction",
          e);
    } catch (LinkageError e) {
      throw NativeLibraries.withoutOnnxRuntime(e);
    }
  }

  private static SessionOptions options(OnnxDevice device) throws OrtException, DeviceException {
    SessionOptions options = new SessionOptions();
    try {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      device.configure(options);
      return options;
    } catch (OrtException | RuntimeException | LinkageError e) {
      options.close();
      throw DeviceException.of(device, e);
    }
  }

  /** The device or its library is missing. */
  static final class DeviceException extends Exception {

    private static final long serialVersionUID = 1L;

    private DeviceException(String message, Throwable cause) {
      super(message, cause);
    }

    static DeviceException of(OnnxDevice device, Throwable cause) {
      String reason = String.valueOf(cause.getMessage()).strip();
      return new DeviceException(device + " cannot be used (" + reason + ")", cause);
    }
  }

  /** The version of ONNX Runtime, such as 1.23.2. */
  static String runtimeVersion() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  /**
   * Embeds a short text: NaN values mean that the weights are damaged. Returns the size of the
   * output's last axis.
   */
  private int tryOut(OnnxSignature signature) throws OrtException {
    int[] ids = tokenizer.tokenize("a", settings.maxTokens()).ids();
    int[][] batch = {ids.length == 0 ? new int[1] : ids};
    FloatBuffer output = run(signature, batch, settings.firstPosition());
    int numbers = output.remaining();
    for (int i = 0; i < numbers; i++) {
      if (!Float.isFinite(output.get(i))) {
        throw Checks.invalid(
            "its vectors hold %s, so its weights are damaged, or beyond the range of their type",
            output.get(i));
      }
    }
    return signature.ready() ? numbers : numbers / batch[0].length;
  }

  TransformerSettings settings() {
    return settings;
  }

  public TextTokenizer tokenizer() {
    return tokenizer;
  }

  OnnxDevice device() {
    return device;
  }

  /** The most texts in a batch so that the vectors do not depend on each other. */
  int mostTextsPerBatch() {
    return oneTextBatches ? 1 : Integer.MAX_VALUE;
  }

  private OnnxSignature signature(EmbeddingPlan plan) {
    OnnxSignature signature = plan.poolingGiven() ? pooled : unpooled;
    if (signature.ready() && plan.poolingByParameter()) {
      throw Checks.invalid(
          "pooling must be model, got %s: %s gives whole texts' vectors only; leave pooling"
              + " out, or export the model with: optimum-cli export onnx --task feature-extraction",
          plan.pooling().get(0).title(), name);
    }
    return signature;
  }

  /**
   * @throws IllegalArgumentException if the model does not support the plan
   */
  int dimension(EmbeddingPlan plan) {
    int dimension = plan.poolingGiven() ? pooledDimension : unpooledDimension;
    return signature(plan).ready() ? dimension : plan.dimension(dimension);
  }

  /**
   * Embeds texts of equal token length. A vector with NaN values (a text beyond the range of half
   * precision) becomes the zero vector.
   *
   * @param ids {@code [texts][length]}
   * @param promptTokens tokens at the beginning of each text that belong to the prompt
   * @return {@code [texts][dimension]}
   * @throws IllegalStateException if the runtime refuses the batch
   */
  float[][] embed(int[][] ids, EmbeddingPlan plan, int promptTokens) {
    int texts = ids.length;
    int length = ids[0].length;
    int dimension = dimension(plan);
    if (length == 0) {
      return new float[texts][dimension];
    }
    OnnxSignature signature = signature(plan);
    FloatBuffer output;
    try {
      output = run(signature, ids, plan.firstPosition());
    } catch (OrtException e) {
      throw new IllegalStateException(
          name
              + " refused a batch of "
              + texts
              + " texts of "
              + length
              + " tokens ("
              + e.getMessage()
              + "); set maxTokens to what the model was trained for",
          e);
    }
    float[][] vectors;
    if (signature.ready()) {
      vectors = new float[texts][dimension];
      for (float[] vector : vectors) {
        output.get(vector);
      }
    } else {
      int tokenDimension = output.remaining() / (texts * length);
      vectors = plan.tokenPooling(promptTokens).pool(output, texts, length, tokenDimension);
      for (int i = 0; i < texts; i++) {
        vectors[i] = plan.applySteps(vectors[i]);
      }
    }
    for (int i = 0; i < texts; i++) {
      if (!isFinite(vectors[i])) {
        vectors[i] = new float[dimension];
      }
    }
    return vectors;
  }

  private static boolean isFinite(float[] vector) {
    for (float x : vector) {
      if (!Float.isFinite(x)) {
        return false;
      }
    }
    return true;
  }

  private FloatBuffer run(OnnxSignature signature, int[][] ids, int firstPosition)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    NativeCalls.Call call = NativeCalls.begin();
    try {
      for (Map.Entry<String, OnnxJavaType> input : signature.inputs().entrySet()) {
        long[] values = valuesOf(input.getKey(), ids, firstPosition);
        inputs.put(input.getKey(), tensor(values, input.getValue(), ids));
      }
      String output = signature.output();
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        return ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
      call.close();
    }
  }

  private OnnxTensor tensor(long[] values, OnnxJavaType type, int[][] ids) throws OrtException {
    long[] shape = {ids.length, ids[0].length};
    if (type == OnnxJavaType.INT64) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }
    int[] narrow = new int[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (int) values[i];
    }
    return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
  }

  private static long[] valuesOf(String input, int[][] ids, int firstPosition) {
    int length = ids[0].length;
    long[] values = new long[ids.length * length];
    switch (input) {
      case OnnxSignature.IDS -> {
        int next = 0;
        for (int[] text : ids) {
          for (int id : text) {
            values[next++] = id;
          }
        }
      }
      case OnnxSignature.MASK -> Arrays.fill(values, 1);
      case OnnxSignature.POSITIONS -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (long) firstPosition + i % length;
        }
      }
      default -> {} // token_type_ids: all of the first sentence
    }
    return values;
  }
}
