package org.sparkbertopic.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.spark.ml.param.ParamMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sparkbertopic.BERTopic;

class AtLeastTest {

  private static void assertRefused(Executable call) {
    assertEquals(
        "topNWords must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void a_number_below_is_refused_in_one_sentence_whatever_way_it_comes_in() {
    BERTopic estimator = new BERTopic();
    assertRefused(() -> estimator.setTopNWords(0));
    assertRefused(() -> estimator.set(estimator.topNWords(), 0));
    assertRefused(() -> estimator.copy(new ParamMap().put(estimator.topNWords(), 0)));
    assertEquals(1, estimator.setTopNWords(1).getTopNWords());
  }
}
