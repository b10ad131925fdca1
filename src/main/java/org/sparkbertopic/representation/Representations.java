package org.sparkbertopic.representation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.TopicDescriber.Description;

/**
 * All representations of a model: the main one and the aspects, which run on the same evidence.
 *
 * @param main representation that gives the topics' words
 * @param aspects representations that give further lists
 */
public record Representations(RepresentationModel main, Aspects aspects) {

  public Representations {
    Objects.requireNonNull(main, "main");
    Objects.requireNonNull(aspects, "aspects");
  }

  /** Names of the representations that embed words, for messages. */
  public String embedding() {
    return String.join(
        ", ",
        all().stream()
            .filter(RepresentationModel::needsEmbedder)
            .map(model -> model.getClass().getSimpleName())
            .toList());
  }

  /** The number of terms of each topic that the evidence must have. */
  public int candidateTerms() {
    return most(RepresentationModel::candidateTerms);
  }

  /** The number of documents of each topic that the evidence must have. */
  public int representativeDocuments() {
    return most(RepresentationModel::representativeDocuments);
  }

  private int most(ToIntFunction<RepresentationModel> need) {
    return all().stream().mapToInt(need).max().orElse(0);
  }

  /** Whether the words are the best terms themselves, and there is nothing else. */
  public boolean isPlain() {
    return main instanceof CtfidfRepresentation && aspects.models().isEmpty();
  }

  /** Whether one of them needs an embedder. */
  public boolean needsEmbedder() {
    return any(RepresentationModel::needsEmbedder);
  }

  /** Whether one of them compares words with documents. */
  public boolean comparesWordsWithDocuments() {
    return any(RepresentationModel::comparesWordsWithDocuments);
  }

  private boolean any(Predicate<RepresentationModel> property) {
    return all().stream().anyMatch(property);
  }

  private List<RepresentationModel> all() {
    List<RepresentationModel> all = new ArrayList<>();
    all.add(main);
    all.addAll(aspects.models().values());
    return all;
  }

  /**
   * Fails early if an external resource is missing.
   *
   * @throws IllegalArgumentException if a resource is missing
   */
  public void checkReady() {
    all().forEach(RepresentationModel::checkReady);
  }

  /**
   * Runs all representations. A text that several of them embed is embedded once.
   *
   * @return a description for each topic of the evidence, by id
   */
  public Map<Integer, Description> describe(Evidence evidence) {
    return describe(evidence, EarlierWords.NONE);
  }

  /**
   * As {@link #describe(Evidence)}, with the labels that an earlier model has.
   *
   * @param earlier what is known of some of the topics
   */
  public Map<Integer, Description> describe(Evidence evidence, EarlierWords earlier) {
    Evidence shared = aspects.models().isEmpty() ? evidence : evidence.withEmbedderOfNewTexts();
    Map<Integer, List<TermScore>> words = earlier.main(main, shared);
    Map<String, Map<Integer, List<TermScore>>> further = new LinkedHashMap<>();
    aspects
        .models()
        .forEach((name, model) -> further.put(name, earlier.aspect(name, model, shared)));
    Map<Integer, Description> descriptions = new TreeMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      int id = topic.topicId();
      Map<String, List<TermScore>> ofTopic = new LinkedHashMap<>();
      further.forEach((name, found) -> ofTopic.put(name, found.getOrDefault(id, List.of())));
      List<TermScore> label = ofTopic.getOrDefault(aspects.labels(), List.of());
      descriptions.put(
          id,
          new Description(
              words.getOrDefault(id, List.of()),
              ofTopic,
              label.size() == 1 ? Optional.of(label.get(0).term()) : Optional.empty()));
    }
    return descriptions;
  }

  /** Caches vectors: representations of the same topics embed mostly the same words. */
  static Function<List<String>, float[][]> remembering(Function<List<String>, float[][]> embedder) {
    Map<String, float[]> known = new HashMap<>();
    return texts -> {
      List<String> unknown =
          texts.stream().distinct().filter(text -> !known.containsKey(text)).toList();
      if (!unknown.isEmpty()) {
        float[][] vectors = embedder.apply(unknown);
        for (int i = 0; i < Math.min(vectors.length, unknown.size()); i++) {
          known.put(unknown.get(i), vectors[i]);
        }
      }
      return texts.stream().filter(known::containsKey).map(known::get).toArray(float[][]::new);
    };
  }
}
