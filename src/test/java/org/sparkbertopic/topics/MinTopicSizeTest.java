package org.sparkbertopic.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.params.PartJson;

class MinTopicSizeTest {

  @ParameterizedTest
  @CsvSource({
    "500, 500, 0, 500",
    "' 2 ', 2, 0, 2",
    "5e2, 500, 0, 500",
    "0.1%, 0, 0.001, 0.1%",
    "0.1 %, 0, 0.001, 0.1%",
    "0.001, 0, 0.001, 0.1%",
    "1e-3, 0, 0.001, 0.1%",
    "50%, 0, 0.5, 50%",
  })
  void a_size_is_a_number_of_documents_or_a_share(
      String text, long documents, double share, String shown) {
    MinTopicSize size = MinTopicSize.parse(text);
    assertEquals(new MinTopicSize(documents, share), size);
    assertEquals(shown, size.toString());
    assertEquals(size, MinTopicSize.parse(size.toString()));
    assertEquals(
        size, PartJson.decode(PartJson.encode(size, MinTopicSize.class), MinTopicSize.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "0", "-5", "2.5", "0%", "100%", "150%", "-1%", "many", "%", "", "NaN"})
  void what_is_neither_is_refused_with_both_ways(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> MinTopicSize.parse(text)).getMessage();
    assertTrue(message.startsWith("setMinTopicSize must be a number of documents"), message);
    assertTrue(message.contains("0.1% or 0.001"), message);
  }

  @ParameterizedTest
  @CsvSource({
    // of a corpus that is the sample, BERTopic's min_topic_size
    "500, 100000, 100000, 500, 500",
    "500, 100000, 740000, 68, 500",
    "0.1%, 100000, 740000, 100, 740",
    "0.001, 5019, 5019, 5, 5",
    "5, 100000, 740000, 2, 5",
    "1000, 300, 300, 1000, 1000",
    "9000000000, 100, 100, 2147483647, 9000000000",
  })
  void the_sample_has_the_same_share(
      String size, long sample, long corpus, int inSample, long inCorpus) {
    assertEquals(inSample, MinTopicSize.parse(size).inSample(sample, corpus));
    assertEquals(inCorpus, MinTopicSize.parse(size).inCorpus(corpus));
  }

  @Test
  void a_size_that_no_cluster_of_the_sample_can_stand_for_is_known() {
    assertTrue(MinTopicSize.of(5).isBelow(100_000, 740_000));
    assertFalse(MinTopicSize.of(15).isBelow(100_000, 740_000));
    assertFalse(MinTopicSize.of(2).isBelow(100, 100));
    assertTrue(MinTopicSize.parse("0.1%").isBelow(1_000, 1_000_000));
  }
}
