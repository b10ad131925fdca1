package org.sparkbertopic.embedding.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The token vectors and the tokenizer of all-MiniLM-L6-v2, from the model on the class path: real
 * ones, to make static models of.
 */
final class MiniLmTokens {

  static final int TOKENS = 30522;
  static final int DIMENSION = 384;

  private static final String TENSOR = "embeddings.word_embeddings.weight";

  private static final byte[] VECTORS = vectors();
  private static final byte[] TOKENIZER = resource("all-minilm-l6-v2-tokenizer.json");
  private static final JsonNode VOCABULARY = vocabulary();

  private MiniLmTokens() {}

  /** {@code [TOKENS][DIMENSION]}, 32-bit floats. */
  static byte[] bytes() {
    return VECTORS;
  }

  static byte[] tokenizer() {
    return TOKENIZER;
  }

  static int id(String token) {
    return VOCABULARY.get(token).intValue();
  }

  static float[] vector(String token) {
    float[] vector = new float[DIMENSION];
    ByteBuffer.wrap(VECTORS)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(id(token) * DIMENSION * Float.BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(vector);
    return vector;
  }

  private static JsonNode vocabulary() {
    try {
      return new ObjectMapper().readTree(TOKENIZER).path("model").path("vocab");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = MiniLmTokens.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** ONNX is protocol buffers: model.graph (7), its initializers (5), their name (8), bytes (9). */
  private static byte[] vectors() {
    ByteBuffer graph = field(ByteBuffer.wrap(resource("all-minilm-l6-v2.onnx")), 7);
    while (graph.hasRemaining()) {
      ByteBuffer tensor = field(graph, 5);
      ByteBuffer name = field(tensor.duplicate(), 8);
      byte[] text = new byte[name.remaining()];
      name.get(text);
      if (new String(text, StandardCharsets.UTF_8).equals(TENSOR)) {
        ByteBuffer raw = field(tensor.duplicate(), 9);
        byte[] bytes = new byte[raw.remaining()];
        raw.get(bytes);
        return bytes;
      }
    }
    throw new IllegalStateException("the model has no " + TENSOR);
  }

  /** The next field of that number and of bytes; the buffer goes on behind it. */
  private static ByteBuffer field(ByteBuffer message, int wanted) {
    while (message.hasRemaining()) {
      long key = varint(message);
      switch ((int) (key & 7)) {
        case 0 -> varint(message);
        case 1 -> message.position(message.position() + 8);
        case 5 -> message.position(message.position() + 4);
        case 2 -> {
          int length = (int) varint(message);
          ByteBuffer content = message.slice(message.position(), length);
          message.position(message.position() + length);
          if (key >>> 3 == wanted) {
            return content;
          }
        }
        default -> throw new IllegalStateException("no protocol buffer");
      }
    }
    throw new IllegalStateException("no field " + wanted);
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = message.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
