package org.sparkbertopic.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model was made from, how, by what and when, and what was done to it since.
 *
 * @param input the table that it was fitted on
 * @param embedder name of the model that embedded the documents
 * @param embedderFingerprint identifies the vectors that it gives
 * @param parameters of the fit by name, among them every part with its settings; callers must not
 *     change the values
 * @param seed of the fit
 * @param environment what fitted it, and where
 * @param time when it was fitted; empty in models of before format version 4
 * @param operations since, in their order
 */
public record Provenance(
    InputData input,
    String embedder,
    String embedderFingerprint,
    Map<String, JsonNode> parameters,
    long seed,
    Environment environment,
    Optional<Instant> time,
    List<ModelOperation> operations) {

  /** Of a model that Python saved. */
  public static final Provenance UNKNOWN =
      new Provenance(
          InputData.UNKNOWN, "", "", Map.of(), 0, Environment.UNKNOWN, Optional.empty(), List.of());

  public Provenance {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(embedderFingerprint, "embedderFingerprint");
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(time, "time");
    operations = List.copyOf(operations);
  }

  /** With one more operation done on the model. */
  public Provenance withOperation(ModelOperation operation) {
    List<ModelOperation> more = new ArrayList<>(operations);
    more.add(operation);
    return new Provenance(
        input, embedder, embedderFingerprint, parameters, seed, environment, time, more);
  }

  /** Whether anything is known of the fit. */
  public boolean knowsFit() {
    return !environment.equals(Environment.UNKNOWN);
  }

  /** For people, in lines. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    if (knowsFit()) {
      text.append("fitted ");
      time.ifPresent(at -> text.append(at).append(' '));
      text.append("by ").append(environment.describe()).append('\n');
      text.append("input: ").append(input.describe()).append('\n');
      text.append("embedder: ").append(embedder);
      text.append(embedderFingerprint.isEmpty() ? "" : " (" + embedderFingerprint + ")");
      text.append("\nseed: ").append(seed).append("\nparameters:\n");
      parameters.forEach(
          (name, value) -> text.append("  ").append(name).append(": ").append(value).append('\n'));
    } else {
      text.append("Nothing is known of the fit: Python saved the model, or its provenance.json")
          .append(" was not copied.\n");
    }
    text.append(operations.isEmpty() ? "operations since: none\n" : "operations since:\n");
    operations.forEach(each -> text.append("  ").append(each.describe()).append('\n'));
    return text.toString();
  }
}
