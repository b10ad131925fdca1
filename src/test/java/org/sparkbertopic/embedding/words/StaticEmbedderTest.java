package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.embedding.words.WordFixtures.embed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.params.PartJson;

class StaticEmbedderTest {

  private static final float NEAR = 1e-6f;

  @TempDir Path folder;

  /** A tensor as a safetensors file has it. */
  private record Tensor(String name, String type, List<Integer> shape, byte[] bytes) {}

  private static byte[] safetensors(Tensor... tensors) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    StringBuilder header = new StringBuilder("{");
    for (Tensor tensor : tensors) {
      header.append(header.length() > 1 ? "," : "");
      header.append("\"" + tensor.name() + "\":{\"dtype\":\"" + tensor.type() + "\",\"shape\":[");
      header.append(tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(",")));
      header.append("],\"data_offsets\":[" + data.size() + ",");
      data.writeBytes(tensor.bytes());
      header.append(data.size() + "]}");
    }
    byte[] json = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(json.length).put(json).put(data.toByteArray()).array();
  }

  private static Tensor miniLm(String name) {
    return new Tensor(
        name, "F32", List.of(MiniLmTokens.TOKENS, MiniLmTokens.DIMENSION), MiniLmTokens.bytes());
  }

  private Path model(String name, String config, Tensor... tensors) {
    Path model = folder.resolve(name);
    WordFixtures.write(model.resolve("model.safetensors"), safetensors(tensors));
    WordFixtures.write(model.resolve("tokenizer.json"), MiniLmTokens.tokenizer());
    WordFixtures.write(model.resolve("config.json"), config);
    return model;
  }

  private StaticEmbedder miniLm(boolean normalize) {
    Path model =
        model("minilm" + normalize, "{\"normalize\":" + normalize + "}", miniLm("embeddings"));
    return StaticEmbedder.of(model.toString());
  }

  private static float[] mean(String... tokens) {
    double[] sum = new double[MiniLmTokens.DIMENSION];
    for (String token : tokens) {
      float[] vector = MiniLmTokens.vector(token);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / tokens.length);
    }
    return mean;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void a_text_gets_the_mean_of_its_tokens_without_special_and_unknown_ones() {
    StaticEmbedder embedder = miniLm(false);
    assertEquals(384, embedder.dimension());
    assertArrayEquals(mean("king"), embed(embedder, "King"), NEAR);
    assertArrayEquals(
        mean("the", "king", "and", "queen", "."), embed(embedder, "The king and queen."), NEAR);
    // Three bytes of a private area make an unknown token.
    assertArrayEquals(mean("king"), embed(embedder, "king \ue000"), NEAR);
    assertArrayEquals(mean("em", "##bed", "##ding"), embed(embedder, "embedding"), NEAR);
    assertArrayEquals(new float[384], embed(embedder, ""), 0);
    assertArrayEquals(new float[384], embed(embedder, "\ue000"), 0);
  }

  @Test
  void vectors_are_scaled_to_length_one_when_the_model_says_so() throws IOException {
    StaticEmbedder embedder = miniLm(true);
    float[] vector = embed(embedder, "the king");
    assertEquals(1, Math.sqrt(squares(vector)), NEAR);
    assertEquals(1, cosine(vector, mean("the", "king")), 1e-6);
    assertArrayEquals(new float[384], embed(embedder, ""), 0);
    Path modules = folder.resolve("modules");
    WordFixtures.write(
        modules.resolve("0_StaticEmbedding/model.safetensors"),
        safetensors(miniLm("embedding.weight")));
    WordFixtures.write(
        modules.resolve("0_StaticEmbedding/tokenizer.json"), MiniLmTokens.tokenizer());
    Files.writeString(
        modules.resolve("modules.json"),
        "[{\"idx\":0,\"type\":\"sentence_transformers.models.StaticEmbedding\"},"
            + "{\"idx\":1,\"type\":\"sentence_transformers.models.Normalize\"}]");
    assertTrue(StaticEmbedder.recognizes(modules));
    assertArrayEquals(vector, embed(StaticEmbedder.of(modules.toString()), "the king"), 0);
  }

  private static double squares(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return sum;
  }

  @Test
  void related_words_are_near() {
    StaticEmbedder embedder = miniLm(false);
    float[] king = embed(embedder, "the king");
    assertTrue(
        cosine(king, embed(embedder, "a queen")) > cosine(king, embed(embedder, "an engine")));
  }

  /** Rows of 2 numbers, row r being (r, -r). */
  private static byte[] rows(int count, String type) {
    int width = type.equals("F64") ? 8 : type.equals("F32") ? 4 : type.equals("I8") ? 1 : 2;
    ByteBuffer bytes = ByteBuffer.allocate(count * 2 * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2 * count; i++) {
      float value = (i / 2 % 100) * (i % 2 == 0 ? 1 : -1);
      switch (type) {
        case "F64" -> bytes.putDouble(value);
        case "F32" -> bytes.putFloat(value);
        case "BF16" -> bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
        case "F16" -> bytes.putShort(half(value));
        default -> bytes.put((byte) value);
      }
    }
    return bytes.array();
  }

  /** Of whole numbers below 100, which are exact in half precision. */
  private static short half(float value) {
    if (value == 0) {
      return 0;
    }
    int bits = Float.floatToIntBits(value);
    return (short)
        ((bits >>> 16 & 0x8000) | ((bits >>> 23 & 0xFF) - 112) << 10 | (bits >>> 13 & 0x3FF));
  }

  @Test
  void vectors_of_every_width_are_read() {
    int id = MiniLmTokens.id("king") % 100;
    for (String type : List.of("F64", "F32", "F16", "BF16", "I8")) {
      Path model =
          model(
              type,
              "{}",
              new Tensor(
                  "embeddings",
                  type,
                  List.of(MiniLmTokens.TOKENS, 2),
                  rows(MiniLmTokens.TOKENS, type)));
      assertArrayEquals(
          new float[] {id, -id}, embed(StaticEmbedder.of(model.toString()), "king"), 0, type);
    }
  }

  @Test
  void a_quantized_vocabulary_is_mapped_and_weighted() {
    int tokens = MiniLmTokens.TOKENS;
    ByteBuffer mapping = ByteBuffer.allocate(tokens * 8).order(ByteOrder.LITTLE_ENDIAN);
    float[] weights = new float[tokens];
    for (int i = 0; i < tokens; i++) {
      mapping.putLong(i % 7);
      weights[i] = i % 3;
    }
    Path model =
        model(
            "quantized",
            "{\"normalize\":false}",
            new Tensor("embeddings", "F32", List.of(7, 2), rows(7, "F32")),
            new Tensor("weights", "F32", List.of(tokens), WordFixtures.littleEndian(weights)),
            new Tensor("mapping", "I64", List.of(tokens), mapping.array()));
    int king = MiniLmTokens.id("king");
    int queen = MiniLmTokens.id("queen");
    float expected = (king % 7 * (king % 3) + queen % 7 * (queen % 3)) / 2f;
    assertArrayEquals(
        new float[] {expected, -expected},
        embed(StaticEmbedder.of(model.toString()), "king queen"),
        NEAR);
  }

  @Test
  void a_long_text_is_cut_and_says_so() {
    StaticEmbedder embedder = miniLm(false).withMaxTokens(3);
    EmbeddedTexts texts =
        embedder.embed(List.of("the king and", "the king and queen", "the king " + " ".repeat(99)));
    assertArrayEquals(mean("the", "king", "and"), texts.vectors()[1], NEAR);
    assertFalse(texts.truncated()[0]);
    assertTrue(texts.truncated()[1]);
    assertFalse(texts.truncated()[2]);
    String book = "the king ".repeat(600_000);
    EmbeddedTexts whole = miniLm(false).withMaxTokens(Integer.MAX_VALUE).embed(List.of(book));
    assertTrue(whole.truncated()[0]);
    assertEquals(1, cosine(whole.vectors()[0], mean("the", "king")), 1e-6);
  }

  @Test
  void halves_of_surrogate_pairs_and_control_characters_are_text_too() {
    float[] vector = embed(miniLm(false), "the \ud800\u0000\u0007 king\udc00");
    assertTrue(Double.isFinite(squares(vector)) && squares(vector) > 0);
  }

  @Test
  void is_saved_and_loaded_as_json_and_its_fingerprint_tells_models_apart() {
    StaticEmbedder embedder = miniLm(false);
    assertEquals(
        embedder, PartJson.decode(PartJson.encode(embedder, Embedder.class), Embedder.class));
    assertNotEquals(embedder.fingerprint(), miniLm(true).fingerprint());
    assertNotEquals(embedder.fingerprint(), embedder.withMaxTokens(5).fingerprint());
    assertEquals("minilmfalse", embedder.name());
  }

  private void refused(Path model, String why) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> StaticEmbedder.of(model.toString()).dimension());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void models_that_cannot_be_used_are_refused_with_what_to_do() throws IOException {
    refused(folder.resolve("absent"), "which is not there");
    Tensor small = new Tensor("embeddings", "F32", List.of(7, 2), rows(7, "F32"));
    refused(model("small", "{}", small), "copy model.safetensors and tokenizer.json");
    Tensor other = new Tensor("encoder.weight", "F32", List.of(7, 2), rows(7, "F32"));
    Path transformer = model("transformer", "{}", other);
    refused(transformer, "export another one to ONNX");
    assertFalse(StaticEmbedder.recognizes(transformer));
    assertFalse(StaticEmbedder.recognizes(folder.resolve("absent")));
    byte[] notFinite = rows(MiniLmTokens.TOKENS, "F32");
    ByteBuffer.wrap(notFinite).order(ByteOrder.LITTLE_ENDIAN).putFloat(8 * 17, Float.NaN);
    refused(
        model(
            "nan",
            "{}",
            new Tensor("embeddings", "F32", List.of(MiniLmTokens.TOKENS, 2), notFinite)),
        "row 17");
    Path broken =
        model(
            "broken",
            "{}",
            new Tensor(
                "embeddings",
                "F32",
                List.of(MiniLmTokens.TOKENS, 2),
                rows(MiniLmTokens.TOKENS, "F32")));
    Files.writeString(broken.resolve("tokenizer.json"), "{\"model\":5}");
    refused(broken, "tokenizer.save_pretrained");
  }
}
