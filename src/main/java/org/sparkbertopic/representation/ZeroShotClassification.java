package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Softmax;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.Topic;

/**
 * Gives a topic one of the user's candidate names, if a model of natural language inference is
 * confident that the topic's words are about it (Yin, Hay and Roth 2019, Benchmarking Zero-shot
 * Text Classification).
 *
 * <p>The premise is the list of words, and each name makes a hypothesis. The probabilities are the
 * softmax over the entailment logits of all names; with {@code multiLabel} they are, for each name,
 * the softmax of entailment against contradiction. A topic keeps its words if its best name is not
 * above {@code minProbability}; so do the outliers, which have no common subject. Otherwise the
 * topic's words are the name with its probability, or with {@code multiLabel} all names above, best
 * first, ties in their given order.
 *
 * @param model model of natural language inference
 * @param candidateTopics names, without duplicates
 * @param template template of the hypothesis, with {@code {}} in place of the name
 * @param minProbability in [0, 1)
 * @param multiLabel whether a topic may get several names
 * @param topNWords number of words to keep if no name fits
 */
@RecordBuilder
public record ZeroShotClassification(
    EntailmentModel model,
    List<String> candidateTopics,
    String template,
    double minProbability,
    boolean multiLabel,
    int topNWords)
    implements RepresentationModel, ZeroShotClassificationBuilder.With {

  /** Hugging Face's. */
  public static final String DEFAULT_TEMPLATE = "This example is {}.";

  /** BERTopic's. */
  public static final double DEFAULT_MIN_PROBABILITY = 0.8;

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  private static final String PLACE = "{}";

  public ZeroShotClassification {
    Objects.requireNonNull(model, "model");
    candidateTopics = List.copyOf(new LinkedHashSet<>(candidateTopics));
    if (candidateTopics.isEmpty() || candidateTopics.stream().anyMatch(String::isBlank)) {
      throw Checks.invalid(
          "candidateTopics must be at least one name, none of them blank, got %s; name the"
              + " topics you look for",
          candidateTopics);
    }
    if (!template.contains(PLACE)) {
      throw Checks.invalid(
          "template must hold {} where the name goes, got \"%s\"; the default is \"%s\"",
          template, DEFAULT_TEMPLATE);
    }
    if (!(minProbability >= 0 && minProbability < 1)) {
      throw Checks.invalid(
          "minProbability must be in [0, 1), got %s; BERTopic's default is %s",
          minProbability, DEFAULT_MIN_PROBABILITY);
    }
    if (topNWords < 1) {
      throw new IllegalArgumentException(
          "topNWords must be at least 1, got " + topNWords + "; BERTopic's default is 10");
    }
  }

  /** With the other defaults. */
  public static ZeroShotClassification of(EntailmentModel model, List<String> candidateTopics) {
    return new ZeroShotClassification(
        model,
        candidateTopics,
        DEFAULT_TEMPLATE,
        DEFAULT_MIN_PROBABILITY,
        false,
        DEFAULT_TOP_N_WORDS);
  }

  @Override
  public void checkReady() {
    model.checkReady();
  }

  @Override
  public Map<Integer, List<TermScore>> represent(Evidence evidence) {
    Map<Integer, List<TermScore>> words = new TreeMap<>();
    List<TopicEvidence> asked = new ArrayList<>();
    for (TopicEvidence topic : evidence.topics()) {
      words.put(topic.topicId(), topic.firstCandidates(topNWords));
      if (topic.topicId() != Topic.OUTLIERS && !topic.candidates().isEmpty()) {
        asked.add(topic);
      }
    }
    List<String> texts = asked.stream().map(this::text).toList();
    List<String> hypotheses =
        candidateTopics.stream().map(name -> template.replace(PLACE, name)).toList();
    double[][] logits = model.logits(texts, hypotheses);
    for (int i = 0; i < asked.size(); i++) {
      List<TermScore> names = names(logits, i * candidateTopics.size());
      if (!names.isEmpty()) {
        words.put(asked.get(i).topicId(), names);
      }
    }
    return words;
  }

  private String text(TopicEvidence topic) {
    return String.join(
        " ", topic.firstCandidates(candidateTerms()).stream().map(TermScore::term).toList());
  }

  private List<TermScore> names(double[][] logits, int from) {
    // As in Hugging Face's pipeline: a single name cannot be compared with others.
    boolean eachAlone = multiLabel || candidateTopics.size() == 1;
    double[] probabilities = new double[candidateTopics.size()];
    double[] entailment = new double[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      entailment[i] = logits[from + i][0];
      double[] shares = logits[from + i].clone();
      Softmax.normalize(shares);
      probabilities[i] = shares[0];
    }
    if (!eachAlone) {
      Softmax.normalize(entailment);
      probabilities = entailment;
    }
    List<TermScore> names = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > minProbability) {
        names.add(new TermScore(candidateTopics.get(i), probabilities[i]));
      }
    }
    names.sort(Comparator.comparingDouble(TermScore::score).reversed());
    return multiLabel || names.size() <= 1 ? names : names.subList(0, 1);
  }
}
