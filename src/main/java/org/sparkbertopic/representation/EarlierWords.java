package org.sparkbertopic.representation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.TopicDescriber.Description;

/**
 * What an earlier model says of topics that still read alike. Labels that were paid for are taken
 * from it, not made again.
 *
 * @param by the representations of that model; empty if they are not known
 * @param descriptions by topic id
 */
public record EarlierWords(Optional<Representations> by, Map<Integer, Description> descriptions) {

  /** Nothing is known. */
  public static final EarlierWords NONE = new EarlierWords(Optional.empty(), Map.of());

  public EarlierWords {
    Objects.requireNonNull(by, "by");
    descriptions = Map.copyOf(descriptions);
  }

  /** The main words of topics, as a representation gives them. */
  Map<Integer, List<TermScore>> main(RepresentationModel model, Evidence evidence) {
    return words(model, by.map(Representations::main), Description::words, evidence);
  }

  /** The words of an aspect. */
  Map<Integer, List<TermScore>> aspect(String name, RepresentationModel model, Evidence evidence) {
    return words(
        model,
        by.map(models -> models.aspects().models().get(name)),
        description -> description.aspects().getOrDefault(name, List.of()),
        evidence);
  }

  /** A single word or phrase is a label; several words are what was left where there was none. */
  private Map<Integer, List<TermScore>> words(
      RepresentationModel model,
      Optional<RepresentationModel> earlier,
      Function<Description, List<TermScore>> said,
      Evidence evidence) {
    if (!earlier.map(model::labelsLike).orElse(false)) {
      return model.represent(evidence);
    }
    Map<Integer, List<TermScore>> known = new TreeMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      Description description = descriptions.get(topic.topicId());
      if (description != null && said.apply(description).size() == 1) {
        known.put(topic.topicId(), said.apply(description));
      }
    }
    List<TopicEvidence> open =
        evidence.topics().stream().filter(topic -> !known.containsKey(topic.topicId())).toList();
    if (!open.isEmpty()) {
      known.putAll(model.represent(evidence.withTopics(open)));
    }
    return known;
  }
}
