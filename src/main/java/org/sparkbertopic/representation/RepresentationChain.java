package org.sparkbertopic.representation;

import java.util.List;
import java.util.Map;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * Representations in sequence: each chooses among the words of the one before it. Only the first
 * sees more terms than it returns, so later ones can reorder and drop words but not add other terms
 * of the topic.
 *
 * @param models at least one, in order
 */
public record RepresentationChain(List<RepresentationModel> models) implements RepresentationModel {

  public RepresentationChain {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException(
          "models must be at least one representation, got none; CtfidfRepresentation is the"
              + " default");
    }
  }

  /** A chain of the models in the given order. */
  public static RepresentationChain of(RepresentationModel... models) {
    return new RepresentationChain(List.of(models));
  }

  @Override
  public Map<Integer, List<TermScore>> represent(Evidence evidence) {
    Evidence current = evidence;
    Map<Integer, List<TermScore>> words = Map.of();
    for (RepresentationModel model : models) {
      words = model.represent(current);
      current = current.withCandidates(words);
    }
    return words;
  }

  @Override
  public int candidateTerms() {
    return models.get(0).candidateTerms();
  }

  @Override
  public int representativeDocuments() {
    return models.stream().mapToInt(RepresentationModel::representativeDocuments).max().orElse(0);
  }

  @Override
  public boolean needsEmbedder() {
    return models.stream().anyMatch(RepresentationModel::needsEmbedder);
  }

  @Override
  public boolean comparesWordsWithDocuments() {
    return models.stream().anyMatch(RepresentationModel::comparesWordsWithDocuments);
  }

  @Override
  public RepresentationChain keepingIn(String folder) {
    return new RepresentationChain(models.stream().map(model -> model.keepingIn(folder)).toList());
  }

  @Override
  public RepresentationChain movedTo(String folder, String from) {
    return new RepresentationChain(
        models.stream().map(model -> model.movedTo(folder, from)).toList());
  }

  /** By its last model; those before it must be equal. */
  @Override
  public boolean labelsLike(RepresentationModel other) {
    int last = models.size() - 1;
    return other instanceof RepresentationChain chain
        && chain.models.size() == models.size()
        && chain.models.subList(0, last).equals(models.subList(0, last))
        && models.get(last).labelsLike(chain.models.get(last));
  }

  @Override
  public void checkReady() {
    models.forEach(RepresentationModel::checkReady);
  }
}
