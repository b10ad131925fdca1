package org.sparkbertopic.pipeline.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.table.UnusableInputException;

/** The parts that a model holds, as far as the user allows them to reach outside of it. */
public final class AllowedParts {

  private final SavedModel model;
  private Permissions permissions;

  /** The embedder that was loaded next to the model, which is trusted no more than its parts. */
  private Optional<Embedder> loaded;

  /** Null until it is asked for. */
  private Optional<Embedder> embedder;

  public AllowedParts(SavedModel model, Permissions permissions) {
    this(model, permissions, Optional.empty());
  }

  private AllowedParts(SavedModel model, Permissions permissions, Optional<Embedder> loaded) {
    this.model = model;
    this.permissions = permissions;
    this.loaded = loaded;
  }

  /** The same permissions for a model that was made of this one. */
  public AllowedParts of(SavedModel changed) {
    return new AllowedParts(changed, permissions, loaded);
  }

  /** Trusts an embedder no more than the model's own. */
  public void distrust(Optional<Embedder> given) {
    loaded = given;
  }

  public synchronized void allow(UnaryOperator<Permissions> more) {
    permissions = more.apply(permissions);
    embedder = null;
  }

  /** Whether the model embeds texts by this file, folder, or model of a hub. */
  public boolean embedsBy(String path) {
    return usable(model::embedder).stream()
        .flatMap(part -> PartAccesses.of(part).stream())
        .anyMatch(access -> access.path().equals(Optional.of(path)));
  }

  /**
   * The model that embeds texts. If it needs what is not allowed, it embeds nothing and its error
   * says what to allow.
   *
   * @param given used instead of the model's own
   */
  public synchronized Optional<Embedder> embedder(Optional<Embedder> given) {
    if (given.isPresent()) {
      return loaded.equals(given) ? given.map(this::allowed) : given;
    }
    if (embedder == null) {
      embedder = usable(model::embedder).map(this::allowed);
    }
    return embedder;
  }

  private Embedder allowed(Embedder part) {
    List<Access> refused = permissions.refused(part);
    return refused.isEmpty()
        ? part
        : new RefusedEmbedder(part.name(), permissions.refusal(refused));
  }

  /**
   * Requires the model's own representations to be allowed, where an update does not give others.
   *
   * @param answers folder that the user named; may be empty
   */
  public void require(TopicUpdate update, String answers) {
    Representations own = words(answers).representations();
    Permissions allowed = answers.isEmpty() ? permissions : permissions.withPath(answers);
    List<Object> used = new ArrayList<>();
    if (update.representation().isEmpty()) {
      used.add(own.main());
    }
    if (update.aspects().isEmpty()) {
      used.add(own.aspects());
    }
    allowed.require(used);
  }

  /** How the model's topics get their words, the answers of a language model kept in a folder. */
  public WordSettings words(String answers) {
    return usable(model::words).keepingIn(answers);
  }

  /** A part that is missing here is the user's to repair. */
  private static <T> T usable(Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }
}
