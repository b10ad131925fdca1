package org.sparkbertopic.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes one value of a JSON file: another type, another order, hostile text. */
final class JsonDamage {

  /** A file of this name lies beside the damaged folder. */
  static final String SECRET_FILE = "secret.json";

  /** A variable that nothing may read. */
  static final String SECRET_VARIABLE = "TORTURE_SECRET";

  static final List<String> HOSTILE =
      List.of(
          "../" + SECRET_FILE,
          "../../../../../../etc/passwd",
          "/etc/passwd",
          "file:///etc/passwd",
          "/dev/zero",
          "http://127.0.0.1:9/v1",
          "http://torture.invalid/v1",
          SECRET_VARIABLE,
          "org.sparkbertopic.torture.Tripwire",
          "javax.script.ScriptEngineManager",
          "(a+)+$",
          "\u0000",
          "\u001b[31m",
          "",
          "x".repeat(100_000));

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<JsonNode> OTHERS =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.numberNode(-1),
          NODES.numberNode(0.5),
          NODES.numberNode(Integer.MAX_VALUE),
          NODES.numberNode(BigInteger.TWO.pow(80)),
          NODES.numberNode(new BigDecimal("1e400")),
          NODES.textNode("7"),
          NODES.arrayNode(),
          NODES.objectNode());

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int DEEP = 20_000;

  private final Random random;
  private String what = "";

  JsonDamage(Random random) {
    this.random = random;
  }

  /** What the last edit was. */
  String what() {
    return what;
  }

  /** A place of a value. */
  private record Place(ContainerNode<?> parent, String key, int index, JsonNode value) {

    void set(JsonNode other) {
      if (parent instanceof ObjectNode object) {
        object.set(key, other);
      } else {
        ((ArrayNode) parent).set(index, other);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(key);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }

    @Override
    public String toString() {
      return key.isEmpty() ? "[" + index + "]" : key;
    }
  }

  byte[] apply(byte[] bytes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      what = "left as it is:";
      return bytes;
    }
    List<Place> places = new ArrayList<>();
    collect(root, places);
    if (places.isEmpty()) {
      what = "an empty list instead of";
      return "[]".getBytes(StandardCharsets.UTF_8);
    }
    Place place = places.get(random.nextInt(places.size()));
    if (random.nextInt(20) == 0) {
      return deep(root, place);
    }
    edit(place);
    return JSON.writeValueAsBytes(root);
  }

  /** Of lists the first few, as they have most of the values and all of them alike. */
  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        places.add(new Place(object, field.getKey(), 0, field.getValue()));
        collect(field.getValue(), places);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < Math.min(array.size(), 8); i++) {
        places.add(new Place(array, "", i, array.get(i)));
        collect(array.get(i), places);
      }
    }
  }

  private byte[] deep(JsonNode root, Place place) throws IOException {
    what = "a deep list for " + place + " of";
    String mark = "deep-" + random.nextInt(1 << 30);
    place.set(NODES.textNode(mark));
    String nested = "[".repeat(DEEP) + "]".repeat(DEEP);
    return JSON.writeValueAsString(root)
        .replace("\"" + mark + "\"", nested)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void edit(Place place) {
    int kind = random.nextInt(8);
    if (place.value() instanceof ArrayNode array && array.size() > 1 && kind < 4) {
      what = "reversed " + place + " of";
      List<JsonNode> values = new ArrayList<>();
      array.forEach(values::add);
      array.removeAll();
      for (int i = values.size() - 1; i >= 0; i--) {
        array.add(values.get(i));
      }
    } else if (kind == 4) {
      what = "without " + place + ":";
      place.remove();
    } else if (kind == 5 || (place.value().isTextual() && kind < 3)) {
      String hostile = HOSTILE.get(random.nextInt(HOSTILE.size()));
      what = "'" + hostile.substring(0, Math.min(40, hostile.length())) + "' for " + place + " of";
      place.set(NODES.textNode(hostile));
    } else if (kind == 6 && place.value().isNumber()) {
      what = "text for the number " + place + " of";
      place.set(NODES.textNode(place.value().asText()));
    } else {
      JsonNode other = OTHERS.get(random.nextInt(OTHERS.size()));
      what = other + " for " + place + " of";
      place.set(other);
    }
  }
}
