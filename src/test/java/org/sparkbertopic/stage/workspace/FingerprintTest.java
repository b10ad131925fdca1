package org.sparkbertopic.stage.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String of(Object json) {
    return Fingerprint.of("test").with("value", JSON.<JsonNode>valueToTree(json)).digest();
  }

  @Test
  void lists_that_print_alike_differ() {
    List<String> one = List.of("Health care, Education");
    List<String> two = List.of("Health care", "Education");
    assertEquals(one.toString(), two.toString());
    assertNotEquals(of(one), of(two));
    assertNotEquals(of(List.of()), of(List.of("")));
    assertNotEquals(of(List.of(List.of("a"), List.of("b"))), of(List.of(List.of("a", "b"))));
  }

  @Test
  void keys_have_no_order_and_numbers_one_form() throws Exception {
    ObjectNode forward = JSON.createObjectNode().put("a", 1).put("b", 0.5);
    ObjectNode backward = JSON.createObjectNode().put("b", 0.50).put("a", 1.0);
    assertEquals("{\"a\":1,\"b\":0.5}", Fingerprint.canonical(backward));
    assertEquals(of(forward), of(backward));
    assertEquals(of(JSON.readTree("{\"a\": 1e0, \"b\": 5e-1}")), of(forward));
    assertEquals(of(IntNode.valueOf(1)), of(DoubleNode.valueOf(1)));
    assertNotEquals(of(FloatNode.valueOf(0.1f)), of(DoubleNode.valueOf(0.1)));
    assertEquals(of(0.0), of(-0.0));
    assertThrows(IllegalArgumentException.class, () -> of(DoubleNode.valueOf(Double.NaN)));
  }

  @Test
  void none_is_not_the_empty_text_and_values_do_not_run_together() {
    String none = Fingerprint.of("x").withOptional("label", Optional.empty()).digest();
    assertNotEquals(none, Fingerprint.of("x").with("label", "").digest());
    assertNotEquals(none, Fingerprint.of("x").with("label", "null").digest());
    assertNotEquals(
        Fingerprint.of("x").with("a", "b\",\"c\":\"d").digest(),
        Fingerprint.of("x").with("a", "b").with("c", "d").digest());
    assertThrows(
        IllegalArgumentException.class, () -> Fingerprint.of("x").with("a", 1).with("a", 2));
  }

  @Test
  void nothing_is_taken_that_has_no_one_form() {
    Set<Class<?>> canonical =
        Set.of(
            String.class, long.class, boolean.class, byte[].class, JsonNode.class, Optional.class);
    for (Method method : Fingerprint.class.getDeclaredMethods()) {
      if (method.getName().startsWith("with") || method.getName().startsWith("of")) {
        assertTrue(
            Stream.of(method.getParameterTypes()).allMatch(canonical::contains), method.toString());
      }
    }
    assertEquals(
        "java.util.Optional<java.lang.String>",
        Stream.of(Fingerprint.class.getDeclaredMethods())
            .filter(method -> method.getName().equals("withOptional"))
            .findFirst()
            .orElseThrow()
            .getGenericParameterTypes()[1]
            .getTypeName());
  }

  @Test
  void a_folder_of_the_cache_keeps_the_name_that_earlier_versions_gave_it() {
    assertEquals(
        "553f121d1ecef2a1742c9c2c999380c992afeeaee2832713730af937ae382aa0",
        Fingerprint.ofText("x"));
  }
}
