package org.sparkbertopic.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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

  record Stranger(int size) {
    static {
      strangerInitialised = true;
    }
  }

  @Test
  void aRecordComesBackEqual() {
    Circle circle = new Circle(0.1 + 0.2, "a \"quoted\" näme");
    assertEquals(circle, PartJson.decode(PartJson.encode(circle, Shape.class), Shape.class));
  }

  @Test
  void theJsonIsClassAndConfig() {
    assertEquals(
        "{\"class\":\"" + Circle.class.getName() + "\",\"config\":{\"radius\":2.5,\"name\":\"c\"}}",
        PartJson.encode(new Circle(2.5, "c"), Shape.class));
  }

  @Test
  void aClassThatIsNotTheContractIsRefusedBeforeItsCodeRuns() {
    String json = "{\"class\": \"" + Stranger.class.getName() + "\", \"config\": {\"size\": 1}}";
    assertRefused(json, "must be a record that implements");
    assertFalse(strangerInitialised);
  }

  @Test
  void onlyRecordsAreSavedAndLoaded() {
    assertThrows(IllegalArgumentException.class, () -> PartJson.encode(new Blob(), Shape.class));
    assertRefused(
        "{\"class\": \"" + Blob.class.getName() + "\", \"config\": {}}", "must be a record");
  }

  @Test
  void whatIsWrongIsSaid() {
    String circle = "{\"class\": \"" + Circle.class.getName() + "\", \"config\": ";
    assertRefused("circle", "must be JSON");
    assertRefused("[]", "must be {\"class\"");
    assertRefused("{\"class\": \"no.such.Part\", \"config\": {}}", "no.such.Part; add its jar");
    assertRefused(circle + "{\"radius\": 1, \"name\": \"c\", \"hue\": 2}}", "hue");
    assertRefused(circle + "{\"radius\": 1}}", "name");
    assertRefused(circle + "{\"radius\": -1, \"name\": \"c\"}}", "must not be negative");
  }

  private static void assertRefused(String json, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PartJson.decode(json, Shape.class));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
