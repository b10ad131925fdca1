package org.sparkbertopic.vectorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.vectorizer.language.StopWords;

class CountVectorizerTest {

  @Test
  void refuses_parameters_that_make_no_sense_and_says_what_to_do() {
    refuses(v -> v.withNgramRange(0, 1), "minNgram must be at least 1, got 0; ");
    refuses(v -> v.withNgramRange(3, 2), "maxNgram must be at least minNgram (3), got 2; ");
    refuses(v -> v.withMinDf(0), "minDf must be at least 1, got 0; ");
    refuses(v -> v.withMaxDf(0), "maxDf must be in (0, 1], got 0.0; ");
    refuses(v -> v.withMaxDf(1.1), "maxDf must be in (0, 1], got 1.1; ");
    refuses(v -> v.withMaxDf(Double.NaN), "maxDf must be in (0, 1], got NaN; ");
    refuses(v -> v.withMinTopicDf(-1), "minTopicDf must be at least 1, got -1; ");
    refuses(v -> v.withMaxFeatures(0), "maxFeatures must be at least 1, got 0; ");
    refuses(
        v -> v.withTokenPattern("(\\w+"),
        "tokenPattern must be a regular expression, got \"(\\w+\": ");
    refuses(
        v -> v.withTokenPattern("(\\w)(\\w)"),
        "tokenPattern must have at most one capturing group, got 2 in \"(\\w)(\\w)\"; ");
    refuses(
        v -> v.withStopWords("klingon"),
        "stopWords must be one of " + String.join(", ", StopWords.names()) + ", got \"klingon\"; ");
  }

  @Test
  void changes_one_parameter_and_keeps_the_others() {
    CountVectorizer changed =
        CountVectorizer.create()
            .withLowercase(false)
            .withTokenPattern("\\S+")
            .withStopWords(List.of("und"))
            .withNgramRange(2, 3)
            .withMinDf(4)
            .withMaxDf(0.5)
            .withMinTopicDf(6)
            .withMaxFeatures(7);
    assertEquals(new CountVectorizer(false, "\\S+", List.of("und"), 2, 3, 4, 0.5, 6, 7), changed);
  }

  private static void refuses(UnaryOperator<CountVectorizer> change, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> change.apply(CountVectorizer.create()));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
    assertTrue(e.getMessage().length() > message.length(), e.getMessage());
  }
}
