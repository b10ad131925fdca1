package org.sparkbertopic.representation;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Representations beside the main one, by name. All of them choose among the same candidates: none
 * sees what another chose (that is what a {@link RepresentationChain} is for).
 *
 * @param models by name, ascending
 * @param naming the aspect whose words name the topics, such as labels of a language model; empty:
 *     the main words do
 */
public record Aspects(Map<String, RepresentationModel> models, String naming)
    implements Serializable {

  /** No aspects: the main words alone. */
  public static final Aspects NONE = new Aspects(Map.of(), "");

  private static final long serialVersionUID = 1L;

  /** BERTopic's word for the main words. */
  private static final String MAIN = "main";

  public Aspects {
    Objects.requireNonNull(naming, "naming");
    models = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(models)));
    for (String name : models.keySet()) {
      if (name.isBlank() || name.toLowerCase(Locale.ROOT).equals(MAIN)) {
        throw new IllegalArgumentException(
            "aspects must have a name that is not Main, got '"
                + name
                + "'; the main words are the representation's own");
      }
    }
    if (!naming.isEmpty() && !models.containsKey(naming)) {
      throw new IllegalArgumentException(
          "naming must be one of the aspects " + models.keySet() + ", got " + naming);
    }
  }

  /** Aspects by name; the topics are named by their main words. */
  public static Aspects of(Map<String, RepresentationModel> models) {
    return new Aspects(models, "");
  }

  public Aspects withNaming(String value) {
    return new Aspects(models, value);
  }
}
