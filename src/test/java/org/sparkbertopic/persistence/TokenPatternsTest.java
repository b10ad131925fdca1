package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.vectorizer.CountVectorizer;

class TokenPatternsTest {

  @ParameterizedTest
  @CsvSource({
    CountVectorizer.DEFAULT_TOKEN_PATTERN + ", (?u)\\b\\w\\w+\\b",
    "\\w+, (?a)\\w+",
    "(?Ui)[a-z]+, (?ui)[a-z]+",
    "(?:a|b)+, (?a)(?:a|b)+",
  })
  void aPatternMeansTheSameToJavaAndPython(String java, String python) {
    assertEquals(python, TokenPatterns.toPython(java));
    assertEquals(java, TokenPatterns.toJava(python));
  }

  @ParameterizedTest
  @CsvSource({"\\w+, (?U)\\w+", "(?i)\\w+, (?Ui)\\w+"})
  void pythonMeansUnicodeWhereItDoesNotSayOtherwise(String python, String java) {
    assertEquals(java, TokenPatterns.toJava(python));
  }
}
