package org.sparkbertopic.embedding.onnx.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.OpenModels;
import org.sparkbertopic.embedding.onnx.TextTokenizer;
import org.sparkbertopic.testing.Golden;

/**
 * The models that come as jars, each one against a computation of its own: ONNX Runtime on one text
 * at a time, and pooling written out. all-MiniLM-L6-v2 is also held against sentence-transformers
 * itself, in OnnxEmbedderTest.
 */
class BundledModelsTest {

  private static final OnnxEmbedder MINI_LM = OnnxEmbedder.allMiniLmL6V2();

  private static final List<String> CHINESE =
      List.of(
          "中国足球队在世界杯预选赛中获胜",
          "篮球运动员NBA总决赛受伤",
          "股市今天大幅下跌，投资者损失惨重",
          "央行宣布下调存款准备金率",
          "iPhone 新手机发布，屏幕更大",
          "");

  private static List<String> english() {
    List<String> texts = new ArrayList<>(Golden.passages().subList(0, 3));
    texts.add("Taxes");
    texts.add("");
    return texts;
  }

  /** The oracle. */
  private static float[][] alone(String resource, boolean cls, List<String> texts)
      throws OrtException, IOException {
    TransformerFiles files = TransformerFiles.locate(resource, "", false, Device.CPU);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[][] vectors = new float[texts.size()][];
    try (HuggingFaceTokenizer tokenizer =
            HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(files.readTokenizer()),
                Map.of("truncation", "longest_first", "maxLength", "512", "padding", "false"));
        OrtSession session = environment.createSession(files.readModel())) {
      for (int i = 0; i < vectors.length; i++) {
        long[][] ids = {tokenizer.encode(texts.get(i)).getIds()};
        long[][] ones = {new long[ids[0].length]};
        Arrays.fill(ones[0], 1);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("input_ids", OnnxTensor.createTensor(environment, ids));
        inputs.put("attention_mask", OnnxTensor.createTensor(environment, ones));
        inputs.put(
            "token_type_ids", OnnxTensor.createTensor(environment, new long[1][ids[0].length]));
        try (OrtSession.Result result = session.run(inputs)) {
          float[][][] tokens = (float[][][]) result.get(0).getValue();
          vectors[i] = unit(cls ? tokens[0][0] : mean(tokens[0]));
        }
      }
    }
    return vectors;
  }

  private static float[] mean(float[][] tokens) {
    float[] mean = new float[tokens[0].length];
    for (float[] token : tokens) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += token[i] / tokens.length;
      }
    }
    return mean;
  }

  private static float[] unit(float[] vector) {
    float[] unit = new float[vector.length];
    double length = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static void assertSame(float[][] expected, float[][] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], 2e-6f, "text " + i);
    }
  }

  private static List<String> prompted(String prompt, List<String> texts) {
    return texts.stream().map(prompt::concat).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "all-MiniLM-L6-v2, false, false, ''",
    "all-MiniLM-L6-v2, true, false, ''",
    "bge-small-en-v1.5, false, true, ''",
    "bge-small-en-v1.5, true, true, ''",
    "e5-small-v2, false, false, 'passage: '",
    "e5-small-v2, true, false, 'passage: '",
  })
  void vectors_are_those_of_the_bare_model(
      String name, boolean quantized, boolean cls, String prompt) throws OrtException, IOException {
    OnnxEmbedder embedder = OnnxEmbedder.of(name).withQuantized(quantized);
    List<String> texts = english();
    float[][] expected =
        alone(BundledModels.resource(name, quantized), cls, prompted(prompt, texts));
    assertSame(expected, embedder.embed(texts).vectors());
    assertEquals(384, embedder.dimension());
  }

  @Test
  void vectors_of_the_chinese_model_are_those_of_the_bare_model_on_small_letters()
      throws OrtException, IOException {
    OnnxEmbedder embedder = OnnxEmbedder.of("bge-small-zh-v1.5");
    List<String> small = CHINESE.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    assertSame(alone("bge-small-zh-v1.5", true, small), embedder.embed(CHINESE).vectors());
    assertEquals(512, embedder.dimension());
    int unknown = 100;
    TextTokenizer tokenizer =
        OpenModels.shared(
                TransformerFiles.locate("bge-small-zh-v1.5", "", false, Device.CPU), Device.CPU)
            .tokenizer();
    assertEquals(unknown, tokenizer.tokenize("NBA", 9).ids()[1]);
    assertTrue(tokenizer.tokenize("nba", 9).ids()[1] != unknown);
  }

  @ParameterizedTest
  @CsvSource({
    "bge-small-en-v1.5, true, 'Represent this sentence for searching relevant passages: '",
    "e5-small-v2, false, 'query: '",
  })
  void queries_get_the_prompt_that_the_model_was_trained_with(
      String name, boolean cls, String prompt) throws OrtException, IOException {
    List<String> texts = english();
    float[][] expected = alone(name, cls, prompted(prompt, texts));
    OnnxEmbedder embedder = OnnxEmbedder.of(name);
    assertSame(expected, embedder.forQueries().embed(texts).vectors());
    assertSame(expected, embedder.withPrompt("query").embed(texts).vectors());
    assertSame(expected, embedder.withPrompt(prompt).embed(texts).vectors());
    assertSame(alone(name, cls, texts), embedder.withPrompt("none").embed(texts).vectors());
    assertEquals(MINI_LM, MINI_LM.forQueries());
  }

  @ParameterizedTest
  @CsvSource({
    "all-MiniLM-L6-v2, false",
    "all-MiniLM-L6-v2, true",
    "bge-small-en-v1.5, false",
    "bge-small-en-v1.5, true",
    "e5-small-v2, false",
    "e5-small-v2, true",
  })
  void texts_of_one_subject_are_nearer_than_texts_of_two(String name, boolean quantized) {
    assertGroups(
        OnnxEmbedder.of(name).withQuantized(quantized),
        List.of("Taxes will be cut for families.", "The government lowers the income tax."),
        List.of("A rocket carried astronauts to the moon.", "The space shuttle reached orbit."),
        List.of("Stir the soup and add salt.", "Bake the bread in a hot oven."));
  }

  @Test
  void chinese_texts_of_one_subject_are_nearer_than_texts_of_two() {
    assertGroups(
        OnnxEmbedder.of("bge-small-zh-v1.5"),
        List.of("中国足球队在世界杯预选赛中获胜", "球员在比赛最后时刻进球"),
        List.of("股市今天大幅下跌，投资者损失惨重", "央行下调利率，股票上涨"),
        List.of("这道菜要放盐和酱油", "面包在烤箱里烤二十分钟"));
  }

  @SafeVarargs
  private static void assertGroups(OnnxEmbedder embedder, List<String>... groups) {
    float[][][] vectors = new float[groups.length][][];
    for (int i = 0; i < groups.length; i++) {
      vectors[i] = embedder.embed(groups[i]).vectors();
    }
    for (int i = 0; i < groups.length; i++) {
      double within = dot(vectors[i][0], vectors[i][1]);
      for (int j = 0; j < groups.length; j++) {
        if (i != j) {
          for (float[] a : vectors[i]) {
            for (float[] b : vectors[j]) {
              assertTrue(
                  within > dot(a, b) + 0.02, i + " and " + j + ": " + within + " " + dot(a, b));
            }
          }
        }
      }
    }
  }

  @Test
  void quantized_vectors_are_near_the_others() {
    List<String> texts = english().subList(0, 4);
    float[][] full = MINI_LM.embed(texts).vectors();
    float[][] quantized = MINI_LM.withQuantized(true).embed(texts).vectors();
    for (int i = 0; i < full.length; i++) {
      double cosine = dot(full[i], quantized[i]);
      assertTrue(cosine > 0.95 && cosine < 0.9999, "cosine " + cosine);
    }
    OnnxEmbedder byName = OnnxEmbedder.of("all-MiniLM-L6-v2-q");
    assertArrayEquals(quantized, byName.embed(texts).vectors());
  }

  @Test
  void each_knows_how_many_tokens_it_takes() {
    String text = "tax ".repeat(600);
    assertEquals(254, OnnxEmbedder.of("all-MiniLM-L6-v2").embed(List.of(text)).tokensSeen());
    assertEquals(510, OnnxEmbedder.of("bge-small-en-v1.5").embed(List.of(text)).tokensSeen());
  }

  @Test
  void a_model_that_is_not_there_is_named_with_its_jar() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> OnnxEmbedder.of("bge-small-zh-v1.5").withQuantized(true).dimension());
    assertTrue(
        e.getMessage().contains("langchain4j-embeddings-bge-small-zh-v15-q"), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
