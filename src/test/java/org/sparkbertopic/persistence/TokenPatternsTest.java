package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.vectorizer.CountVectorizer;

class TokenPatternsTest {

  @ParameterizedTest
  @CsvSource({
    CountVectorizer.DEFAULT_TOKEN_PATTERN + ", (?u)\\b\\w\\w+\\b",
    "(?-U)\\w+, (?a)\\w+",
    "(?Ui)[a-z]+, (?ui)[a-z]+",
    "(?i-U)[a-z]+, (?ai)[a-z]+",
  })
  void a_pattern_means_the_same_to_java_and_python(String java, String python) {
    assertEquals(python, TokenPatterns.toPython(java));
    assertEquals(java, TokenPatterns.toJava(python));
  }

  @ParameterizedTest
  @CsvSource({
    "\\w+, (?U)\\w+, (?u)\\w+",
    "(?i)\\w+, (?Ui)\\w+, (?ui)\\w+",
    "(?:a|b)+, (?U)(?:a|b)+, (?u)(?:a|b)+"
  })
  void both_mean_unicode_where_they_do_not_say_otherwise(
      String pattern, String java, String python) {
    assertEquals(java, TokenPatterns.toJava(pattern));
    assertEquals(python, TokenPatterns.toPython(pattern));
  }
}
