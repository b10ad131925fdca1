package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.LongDocuments;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.testing.Golden;

/** A text's vector has the same bits alone and in any company. */
class BatchInvarianceTest {

  private static final long SEED = 11;
  private static final OnnxEmbedder MINI_LM = OnnxEmbedder.allMiniLmL6V2();

  private static List<String> texts;
  private static float[][] alone;

  /**
   * Beginnings of passages, of many lengths; each with its words in two other orders, which has as
   * many tokens, so that batches of several different texts come about.
   */
  @BeforeAll
  static void embedEachTextAlone() {
    texts = new ArrayList<>();
    Random random = new Random(SEED);
    List<String> passages = Golden.passages();
    for (int i = 0; i < 60; i++) {
      String[] words = String.join(" ", passages.subList(3 * i, 3 * i + 3)).split(" +");
      int count = 1 + i * i / 13;
      List<String> beginning =
          new ArrayList<>(Arrays.asList(words).subList(0, Math.min(count, words.length)));
      for (int order = 0; order < 3; order++) {
        texts.add(String.join(" ", beginning));
        Collections.shuffle(beginning, random);
      }
    }
    alone = new float[texts.size()][];
    for (int i = 0; i < alone.length; i++) {
      alone[i] = MINI_LM.embed(List.of(texts.get(i))).vectors()[0];
    }
  }

  @Test
  void the_texts_have_many_lengths_and_share_batches() {
    TextTokenizer tokenizer = OpenModels.shared(Models.MINI_LM, Device.CPU).tokenizer();
    int[] lengths =
        texts.stream().mapToInt(text -> tokenizer.tokenize(text, 256).ids().length).toArray();
    TreeSet<Integer> distinct = new TreeSet<>();
    for (int length : lengths) {
      distinct.add(length);
    }
    assertTrue(distinct.size() >= 40, "lengths " + distinct);
    assertTrue(distinct.first() < 8 && distinct.last() == 256, "lengths " + distinct);
    long shared =
        TokenBatches.plan(lengths, OnnxEmbedder.CPU_TOKENS_PER_BATCH, Integer.MAX_VALUE).stream()
            .filter(batch -> batch.length >= 3)
            .count();
    assertTrue(shared >= 40, shared + " batches of three texts or more");
  }

  @Test
  void a_vector_does_not_depend_on_the_texts_around_it() {
    assertArrayEquals(alone, MINI_LM.embed(texts).vectors());
  }

  @Test
  void a_vector_does_not_depend_on_the_order_of_the_texts_or_the_size_of_batches() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(SEED));
    List<String> shuffled = order.stream().map(texts::get).toList();
    float[][] vectors = MINI_LM.withTokensPerBatch(100_000).embed(shuffled).vectors();
    for (int i = 0; i < vectors.length; i++) {
      assertArrayEquals(alone[order.get(i)], vectors[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Pooling.class,
      names = {"CLS", "MAX", "MEAN_SQRT_LEN", "WEIGHTED_MEAN", "LAST_TOKEN"})
  void nor_does_it_with_another_pooling(Pooling pooling) {
    assertSameAlone(MINI_LM.withPooling(pooling), texts.subList(30, 60));
  }

  /**
   * Eight-bit weights come with numbers that are rounded on the scale of the whole batch, so there
   * every text is a batch of its own.
   */
  @Test
  void nor_does_it_with_eight_bit_weights() {
    assertSameAlone(MINI_LM.withQuantized(true), texts.subList(0, 90));
  }

  @Test
  void nor_does_it_where_texts_are_divided() {
    OnnxEmbedder windows =
        MINI_LM.withMaxTokens(20).withLongDocuments(LongDocuments.CHUNK).withChunkOverlap(5);
    assertSameAlone(windows, texts.subList(60, 90));
  }

  private static void assertSameAlone(OnnxEmbedder embedder, List<String> texts) {
    float[][] together = embedder.withTokensPerBatch(5_000).embed(texts).vectors();
    for (int i = 0; i < together.length; i++) {
      assertArrayEquals(embedder.embed(List.of(texts.get(i))).vectors()[0], together[i], "" + i);
    }
  }

  @Test
  void a_vector_does_not_depend_on_what_other_threads_compute() {
    float[][] vectors = new float[texts.size()][];
    try (Workers workers = Workers.of(4)) {
      workers.forEachRange(
          texts.size(),
          13,
          (from, to) -> {
            float[][] part = MINI_LM.embed(texts.subList(from, to)).vectors();
            System.arraycopy(part, 0, vectors, from, part.length);
          });
    }
    assertArrayEquals(alone, vectors);
  }
}
