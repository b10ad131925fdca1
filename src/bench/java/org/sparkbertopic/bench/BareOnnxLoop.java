package org.sparkbertopic.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The peer: what a person would write around ONNX Runtime and the tokenizer without Spark and
 * without this library, with the same batching. One instance is shared by the threads.
 */
final class BareOnnxLoop implements AutoCloseable {

  private static final int DIMENSION = 384;

  private final int tokensPerBatch;
  private final HuggingFaceTokenizer tokenizer;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  BareOnnxLoop(int maxTokens, int tokensPerBatch, int intraOpThreads)
      throws IOException, OrtException {
    this.tokensPerBatch = tokensPerBatch;
    try (InputStream json = resource("all-minilm-l6-v2-tokenizer.json")) {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              json, Map.of("truncation", "true", "maxLength", "" + maxTokens, "padding", "false"));
    }
    try (InputStream model = resource("all-minilm-l6-v2.onnx");
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(intraOpThreads);
      session = environment.createSession(model.readAllBytes(), options);
    }
  }

  static InputStream resource(String name) {
    return BareOnnxLoop.class.getResourceAsStream("/" + name);
  }

  float[][] embed(List<String> texts, int textsPerChunk) throws OrtException {
    float[][] vectors = new float[texts.size()][];
    for (int from = 0; from < vectors.length; from += textsPerChunk) {
      embedChunk(texts, from, Math.min(vectors.length, from + textsPerChunk), vectors);
    }
    return vectors;
  }

  private void embedChunk(List<String> texts, int from, int to, float[][] vectors)
      throws OrtException {
    long[][] ids = new long[to - from][];
    Integer[] order = new Integer[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokenizer.encode(texts.get(from + i)).getIds();
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingInt(i -> -ids[i].length));
    int start = 0;
    while (start < order.length) {
      int length = ids[order[start]].length;
      int end = start + 1;
      while (end < order.length
          && ids[order[end]].length == length
          && (end - start + 1) * length <= tokensPerBatch) {
        end++;
      }
      float[][] batch = run(ids, order, start, end, length);
      for (int i = start; i < end; i++) {
        vectors[from + order[i]] = batch[i - start];
      }
      start = end;
    }
  }

  private float[][] run(long[][] ids, Integer[] order, int start, int end, int length)
      throws OrtException {
    int rows = end - start;
    long[] flat = new long[rows * length];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(ids[order[start + i]], 0, flat, i * length, length);
    }
    long[] ones = new long[flat.length];
    Arrays.fill(ones, 1);
    long[] shape = {rows, length};
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(flat), shape);
        OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[flat.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", idTensor, "attention_mask", mask, "token_type_ids", types))) {
      return meanAndNormalise(((OnnxTensor) result.get(0)).getFloatBuffer(), rows, length);
    }
  }

  private static float[][] meanAndNormalise(FloatBuffer tokens, int rows, int length) {
    float[][] vectors = new float[rows][DIMENSION];
    float[] token = new float[DIMENSION];
    for (float[] vector : vectors) {
      for (int t = 0; t < length; t++) {
        tokens.get(token);
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] += token[i];
        }
      }
      double squares = 0;
      for (float x : vector) {
        squares += (double) x * x;
      }
      float scale = (float) (1 / Math.sqrt(squares));
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] *= scale;
      }
    }
    return vectors;
  }

  @Override
  public void close() throws OrtException {
    session.close();
    tokenizer.close();
  }
}
