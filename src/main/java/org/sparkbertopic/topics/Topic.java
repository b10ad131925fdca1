package org.sparkbertopic.topics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * One topic of a fitted model.
 *
 * @param id -1 for the outliers, others numbered from 0 by falling size
 * @param size documents in it
 * @param name by default the id and the first four words joined by {@code _}
 * @param words what it is about, best first
 * @param representativeDocuments ids of the documents closest to it, best first
 * @param aspects further lists of words by the aspect's name, in the order they were asked for
 * @param customLabel what it is called in place of its name
 * @param labelOfAspect whether the label is what an aspect made: it changes with the words, where
 *     one that a person gave stays
 * @param retired whether it gets no more documents; its id is not given to another topic, and its
 *     words stay as they are
 */
public record Topic(
    int id,
    long size,
    String name,
    List<TermScore> words,
    List<String> representativeDocuments,
    Map<String, List<TermScore>> aspects,
    Optional<String> customLabel,
    boolean labelOfAspect,
    boolean retired) {

  /** Id of the documents that belong to no topic. */
  public static final int OUTLIERS = -1;

  /** BERTopic's. */
  private static final int NAME_WORDS = 4;

  public Topic {
    Objects.requireNonNull(name, "name");
    words = List.copyOf(words);
    representativeDocuments = List.copyOf(representativeDocuments);
    Map<String, List<TermScore>> copies = new LinkedHashMap<>();
    aspects.forEach((aspect, terms) -> copies.put(aspect, List.copyOf(terms)));
    aspects = Collections.unmodifiableMap(copies);
    Objects.requireNonNull(customLabel, "customLabel");
    labelOfAspect = labelOfAspect && customLabel.isPresent();
    if (retired && id == OUTLIERS) {
      throw new IllegalArgumentException("retired topics must not be -1, got it; leave it out");
    }
  }

  /** Without aspects and custom label. */
  public Topic(
      int id, long size, String name, List<TermScore> words, List<String> representativeDocuments) {
    this(id, size, name, words, representativeDocuments, Map.of(), Optional.empty(), false, false);
  }

  /** BERTopic's default name: the id and the first four words; the id alone without words. */
  public static String defaultName(int id, List<TermScore> words) {
    return Stream.concat(
            Stream.of(Integer.toString(id)), words.stream().limit(NAME_WORDS).map(TermScore::term))
        .collect(Collectors.joining("_"));
  }

  /** The label that a person gave; empty where there is none, or an aspect made it. */
  public Optional<String> ownLabel() {
    return labelOfAspect ? Optional.empty() : customLabel;
  }

  /** What to show: the custom label, or the name. */
  public String label() {
    return customLabel.orElse(name);
  }

  /** Whether it is retired and holds no document: it has no part in any count. */
  public boolean isVacant() {
    return retired && size == 0;
  }

  /** Whether the name is made of the id and the words. */
  public boolean hasDefaultName() {
    return name.equals(defaultName(id, words));
  }

  /** What to show in a list: the label, and whether it is retired. */
  public String title() {
    return retired ? label() + " (retired)" : label();
  }

  public Topic withAspects(Map<String, List<TermScore>> value) {
    return new Topic(
        id, size, name, words, representativeDocuments, value, customLabel, labelOfAspect, retired);
  }

  /** With the label of a person's own. */
  public Topic withCustomLabel(Optional<String> value) {
    return labelled(value, false);
  }

  /** With the label that an aspect made. */
  public Topic withLabelOfAspect(Optional<String> value) {
    return labelled(value, true);
  }

  private Topic labelled(Optional<String> value, boolean ofAspect) {
    return new Topic(
        id, size, name, words, representativeDocuments, aspects, value, ofAspect, retired);
  }

  /** With the label that an aspect made, unless a person gave one. */
  public Topic withLabelUnlessOwn(Optional<String> ofAspect) {
    return ownLabel().isPresent() ? this : withLabelOfAspect(ofAspect);
  }

  public Topic withName(String value) {
    return new Topic(
        id,
        size,
        value,
        words,
        representativeDocuments,
        aspects,
        customLabel,
        labelOfAspect,
        retired);
  }

  /** The same topic under another id; a name that begins with the id changes with it. */
  public Topic withId(int value) {
    return new Topic(
        value,
        size,
        hasDefaultName() ? defaultName(value, words) : name,
        words,
        representativeDocuments,
        aspects,
        customLabel,
        labelOfAspect,
        retired);
  }

  /** The same topic of other documents. */
  public Topic withRepresentativeDocuments(List<String> value) {
    return new Topic(id, size, name, words, value, aspects, customLabel, labelOfAspect, retired);
  }

  public Topic withSize(long value) {
    return new Topic(
        id,
        value,
        name,
        words,
        representativeDocuments,
        aspects,
        customLabel,
        labelOfAspect,
        retired);
  }

  public Topic withRetired(boolean value) {
    return new Topic(
        id, size, name, words, representativeDocuments, aspects, customLabel, labelOfAspect, value);
  }
}
