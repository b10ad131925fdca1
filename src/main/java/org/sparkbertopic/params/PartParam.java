package org.sparkbertopic.params;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/**
 * A parameter of a Spark ML stage whose value is a part of the pipeline: an embedder, a reducer, a
 * clusterer. Saved as {@link PartJson}.
 *
 * @param <T> the part's contract
 */
public final class PartParam<T> extends Param<T> {

  private static final long serialVersionUID = 1L;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int MOST_SHOWN = 8;

  private final Class<T> contract;

  /**
   * @param contract the interface that a value implements; saved values of other classes are
   *     refused
   */
  public PartParam(Identifiable parent, String name, String doc, Class<T> contract) {
    super(parent, name, doc);
    this.contract = contract;
  }

  /** The value for a reader: its JSON, with the beginnings of long lists. */
  public String brief(T value) {
    try {
      return shortened(JSON.readTree(jsonEncode(value))).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(name() + " is not JSON", e);
    }
  }

  private static JsonNode shortened(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> object.set(name, shortened(object.get(name))));
    }
    if (node instanceof ArrayNode array && array.size() > MOST_SHOWN) {
      int size = array.size();
      while (array.size() > MOST_SHOWN) {
        array.remove(MOST_SHOWN);
      }
      array.add("... " + size + " in all");
    }
    return node;
  }

  @Override
  public String jsonEncode(T value) {
    return PartJson.encode(value, contract);
  }

  @Override
  public T jsonDecode(String json) {
    return PartJson.decode(json, contract);
  }
}
