package org.sparkbertopic.job.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/** The layout of a JSON file, detected from its first value. */
enum JsonLayout {
  /** One value per line. */
  LINES,
  /** One array over several lines. */
  ARRAY,
  /** One object over several lines, and nothing after it. */
  OBJECT,
  /** Several values, each over several lines; Spark reads only the first. */
  SEVERAL;

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Reads an array up to the end of its first line, and an object up to its end. */
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
      // Spark reports which lines are broken.
      return LINES;
    }
  }
}
