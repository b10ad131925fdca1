package org.sparkbertopic.params;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A part as a saved model holds it: its value, or the JSON of a part that is not available here,
 * such as one whose jar is not on the class path. A model with such a part can be read, shown and
 * saved again unchanged; only operations that need the part fail.
 *
 * @param value empty if the part is not available
 * @param json as {@link PartJson} writes it, or as read
 * @param problem why there is no value; empty if there is one
 * @param <T> the part's contract
 */
public record SavedPart<T>(Optional<T> value, String json, String problem) {

  public SavedPart {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(problem, "problem");
  }

  /**
   * @throws IllegalArgumentException if the part cannot be saved, see {@link PartJson#encode}
   */
  public static <T> SavedPart<T> of(T value, Class<T> contract) {
    return new SavedPart<>(Optional.of(value), PartJson.encode(value, contract), "");
  }

  /** The part in a file. Never fails; {@link #get} does if the part is not available. */
  public static <T> SavedPart<T> read(String json, Class<T> contract) {
    try {
      return of(PartJson.decode(json, contract), contract);
    } catch (IllegalArgumentException e) {
      return new SavedPart<>(Optional.empty(), json, String.valueOf(e.getMessage()));
    } catch (LinkageError e) {
      return new SavedPart<>(
          Optional.empty(),
          json,
          String.format(
              Locale.ROOT,
              "%s needs a library that is not on the class path (%s), to be %s; add its jar",
              contract.getSimpleName(),
              e.getMessage(),
              json));
    }
  }

  /**
   * @throws IllegalArgumentException if the part is not registered here, or does not fit
   */
  public T get() {
    return value.orElseThrow(() -> new IllegalArgumentException(problem));
  }
}
