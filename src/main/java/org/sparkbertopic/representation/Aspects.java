package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.sparkbertopic.topics.AspectNames;

/**
 * Representations in addition to the main one, by name. All of them choose among the same
 * candidates, independently of each other (for one after the other, use a {@link
 * RepresentationChain}).
 *
 * @param models representations by name, ascending; see {@link AspectNames}
 * @param labels name of the aspect that labels the topics, such as that of a language model: if it
 *     returns a single word or phrase for a topic, that is the topic's label; empty: none
 */
@RecordBuilder
public record Aspects(Map<String, RepresentationModel> models, String labels)
    implements Serializable, AspectsBuilder.With {

  /** No aspects: only the main words. */
  public static final Aspects NONE = new Aspects(Map.of(), "");

  private static final long serialVersionUID = 1L;

  public Aspects {
    Objects.requireNonNull(labels, "labels");
    models = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(models)));
    AspectNames.require(models.keySet());
    if (!labels.isEmpty() && !models.containsKey(labels)) {
      throw new IllegalArgumentException(
          "labels must be one of the aspects " + models.keySet() + ", got " + labels);
    }
  }

  /** Aspects by name, none of which labels the topics. */
  public static Aspects of(Map<String, RepresentationModel> models) {
    return new Aspects(models, "");
  }

  /** See {@link RepresentationModel#keepingIn}. */
  public Aspects keepingIn(String folder) {
    Map<String, RepresentationModel> changed = new TreeMap<>();
    models.forEach((name, model) -> changed.put(name, model.keepingIn(folder)));
    return new Aspects(changed, labels);
  }

  /** See {@link RepresentationModel#movedTo}. */
  public Aspects movedTo(String folder, String from) {
    Map<String, RepresentationModel> changed = new TreeMap<>();
    models.forEach((name, model) -> changed.put(name, model.movedTo(folder, from)));
    return new Aspects(changed, labels);
  }
}
