package org.sparkbertopic.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.Threads;

class PartJsonTest {

  private static boolean strangerInitialised;

  interface Shape {}

  record Circle(double radius, String name) implements Shape {
    Circle {
      if (radius < 0) {
        throw new IllegalArgumentException("radius must not be negative, got " + radius);
      }
    }
  }

  static final class Blob implements Shape {}

  record Pile(List<Shape> shapes) implements Shape {}

  record Stranger(int size) {
    static {
      strangerInitialised = true;
    }
  }

  @BeforeAll
  static void registerParts() {
    Parts.register("test-circle", Circle.class);
    Parts.register("test-pile", Pile.class);
  }

  @Test
  void a_record_comes_back_equal() {
    Circle circle = new Circle(0.1 + 0.2, "a \"quoted\" näme");
    assertEquals(circle, PartJson.decode(PartJson.encode(circle, Shape.class), Shape.class));
  }

  @Test
  void the_json_is_name_and_config_and_holds_no_class() {
    assertEquals(
        "{\"part\":\"test-circle\",\"config\":{\"radius\":2.5,\"name\":\"c\"}}",
        PartJson.encode(new Circle(2.5, "c"), Shape.class));
  }

  @Test
  void a_part_within_another_is_named_too() {
    Pile pile = new Pile(List.of(new Circle(1, "a"), new Pile(List.of(new Circle(2, "b")))));
    String json = PartJson.encode(pile, Shape.class);
    assertEquals(
        "{\"part\":\"test-pile\",\"config\":{\"shapes\":["
            + "{\"part\":\"test-circle\",\"radius\":1.0,\"name\":\"a\"},"
            + "{\"part\":\"test-pile\",\"shapes\":[{\"part\":\"test-circle\",\"radius\":2.0,\"name\":\"b\"}]}]}}",
        json);
    assertEquals(pile, PartJson.decode(json, Shape.class));
  }

  /** Former releases wrote classes; the class of a registered part is known by its text. */
  @Test
  void the_class_of_a_registered_part_in_an_old_file_is_read() {
    String json =
        "{\"class\": \"%s\", \"config\": {\"shapes\": [{\"class\": \"%s\", \"radius\": 1, \"name\": \"a\"}]}}"
            .formatted(Pile.class.getName(), Circle.class.getName());
    assertEquals(new Pile(List.of(new Circle(1, "a"))), PartJson.decode(json, Shape.class));
  }

  @Test
  void no_class_is_loaded_by_a_name_in_a_file() {
    String stranger = Stranger.class.getName();
    String piled =
        "{\"part\": \"test-pile\", \"config\": {\"shapes\": [{\"%s\": \"%s\", \"size\": 1}]}}";
    assertRefused(
        "{\"class\": \"" + stranger + "\", \"config\": {\"size\": 1}}",
        "Shape must be a part that is registered here, got '"
            + stranger
            + "', registered are [test-circle");
    assertRefused(piled.formatted("class", stranger), "must be a part that is registered here");
    assertRefused(piled.formatted("part", stranger), "must be a part that is registered here");
    assertFalse(strangerInitialised);
  }

  @Test
  void a_part_of_another_contract_is_refused() {
    assertRefused("{\"part\": \"umap\", \"config\": {}}", "got 'umap', registered are [test-");
    assertRefused(
        "{\"part\": \"test-pile\", \"config\": {\"shapes\": [{\"part\": \"no-reduction\"}]}}",
        "no-reduction");
  }

  @Test
  void only_registered_records_are_saved() {
    record Square(double side) implements Shape {}
    assertThrows(IllegalArgumentException.class, () -> PartJson.encode(new Blob(), Shape.class));
    for (Shape shape : List.of(new Square(1), new Pile(List.of(new Square(1))))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> PartJson.encode(shape, Shape.class))
              .getMessage();
      assertTrue(message.startsWith("part must be registered to be saved, got "), message);
      assertTrue(message.contains("Parts.register(\"a-name\", Square.class)"), message);
    }
  }

  @Test
  void a_name_belongs_to_one_part() {
    Parts.register("test-circle", Circle.class);
    for (String name : List.of("test-circle", "umap")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Parts.register(name, Pile.class))
              .getMessage();
      assertTrue(message.contains("must be its own, got '" + name + "'"), message);
    }
    for (String name : List.of("", "Umap", "org.acme.Part", "a part")) {
      assertThrows(IllegalArgumentException.class, () -> Parts.register(name, Pile.class), name);
    }
  }

  @Test
  void what_is_wrong_is_said() {
    String circle = "{\"part\": \"test-circle\", \"config\": ";
    assertRefused("circle", "must be JSON");
    assertRefused("[]", "must be {\"part\"");
    assertRefused(
        "{\"part\": \"acme-shape\", \"config\": {}}", "Parts.register(\"acme-shape\", ...)");
    assertRefused(circle + "{\"radius\": 1, \"name\": \"c\", \"hue\": 2}}", "hue");
    assertRefused(circle + "{\"radius\": 1}}", "name");
    assertRefused(circle + "{\"radius\": -1, \"name\": \"c\"}}", "must not be negative");
  }

  private static void assertRefused(String json, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PartJson.decode(json, Shape.class));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  record OneOfTwo() implements Shape {}

  record OtherOfTwo() implements Shape {}

  @Test
  void of_two_parts_that_are_registered_under_one_name_at_once_one_is() throws Exception {
    int names = 5000;
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    Threads.run(
        "register",
        2,
        thread -> {
          for (int i = 0; i < names; i++) {
            arrived.incrementAndGet();
            while (arrived.get() < 2 * (i + 1)) {
              Thread.onSpinWait();
            }
            try {
              Parts.register("test-race-" + i, thread == 0 ? OneOfTwo.class : OtherOfTwo.class);
            } catch (IllegalArgumentException e) {
              refused.incrementAndGet();
            }
          }
        });
    assertEquals(names, refused.get());
  }
}
