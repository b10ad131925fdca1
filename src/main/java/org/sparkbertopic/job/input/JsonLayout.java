package org.sparkbertopic.job.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/** How a file of JSON is laid out, told by its first value. */
enum JsonLayout {
  /** A value on each line. */
  LINES,
  /** One array over several lines. */
  ARRAY,
  /** One object over several lines, and nothing after it. */
  OBJECT,
  /** Several values, each over several lines: Spark reads the first one alone. */
  SEVERAL;

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Reads an array to the end of its first line, an object to its end. */
  static JsonLayout of(InputStream content) throws IOException {
    try (JsonParser parser = FACTORY.createParser(content)) {
      JsonToken first = parser.nextToken();
      if (first == null || !first.isStructStart()) {
        return LINES;
      }
      long line = parser.getTokenLocation().getLineNr();
      for (int depth = 1; depth > 0; ) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return LINES;
        }
        if (first == JsonToken.START_ARRAY && parser.getTokenLocation().getLineNr() > line) {
          return ARRAY;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      if (parser.getTokenLocation().getLineNr() == line) {
        return LINES;
      }
      return parser.nextToken() == null ? OBJECT : SEVERAL;
    } catch (JsonProcessingException e) {
      // Spark says which lines are broken.
      return LINES;
    }
  }
}
