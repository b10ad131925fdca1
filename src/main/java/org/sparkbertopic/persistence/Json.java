package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** How this room writes and reads JSON: the same bytes on every machine and JVM. */
final class Json {

  /**
   * Doubles in their shortest form by Jackson's own algorithm, since Double.toString differs
   * between JVMs; NaN is read, since Python writes it.
   */
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Objects over several lines, indented by two; arrays on one line. */
  static PrettyPrinter lines() {
    return new Style(true);
  }

  /** Everything on one line, with a blank after each comma and colon. */
  static PrettyPrinter oneLine() {
    return new Style(false);
  }

  private static final class Style extends DefaultPrettyPrinter {

    private static final long serialVersionUID = 1L;

    private final boolean lines;

    Style(boolean lines) {
      this.lines = lines;
      indentObjectsWith(lines ? new DefaultIndenter("  ", "\n") : NopIndenter.instance);
      indentArraysWith(NopIndenter.instance);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Style(lines);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
      if (lines) {
        super.writeObjectEntrySeparator(json);
      } else {
        json.writeRaw(", ");
      }
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(", ");
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
      json.writeRaw(']');
    }
  }
}
