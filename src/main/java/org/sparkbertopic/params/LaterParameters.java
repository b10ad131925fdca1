package org.sparkbertopic.params;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parameters that a part got after models with it were saved, with the values that keep what the
 * part did without them: saved parts are given them, and a digest of a part leaves them out.
 */
public final class LaterParameters {

  /** Of a {@code CountVectorizer}. */
  public static final LaterParameters OF_VECTORIZER =
      new LaterParameters("{\"minDfShare\":0.0,\"maxDfDocuments\":0}");

  /** Of its {@code text}. */
  public static final LaterParameters OF_TEXT =
      new LaterParameters(
          "{\"unit\":\"WORD\",\"preprocessor\":null,\"ownTokenizer\":null,\"ownAnalyzer\":null,"
              + "\"preparation\":{\"stripHtml\":false,\"replace\":[]}}");

  private final ObjectNode values;

  private LaterParameters(String json) {
    try {
      this.values = (ObjectNode) new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    values.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Gives them to a part that was saved before it had any of them. */
  void addTo(ObjectNode part) {
    if (names().stream().noneMatch(part::has)) {
      part.setAll(values.deepCopy());
    }
  }

  /** Removes those that change nothing: a part as it was saved before it had them. */
  public void removeFrom(ObjectNode part) {
    for (String name : names()) {
      JsonNode value = part.get(name);
      if (values.get(name).equals(value)) {
        part.remove(name);
      }
    }
  }
}
