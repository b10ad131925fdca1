package org.sparkbertopic.representation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.TopicDescriber.Description;

/** What was paid for once is not asked again. */
class EarlierWordsTest {

  private static final List<Integer> ASKED = new ArrayList<>();

  /** Labels by answers, and notes for which topics it was asked. */
  private record Oracle(String prompt) implements RepresentationModel {

    private static final long serialVersionUID = 1L;

    @Override
    public Map<Integer, List<TermScore>> represent(Evidence evidence) {
      Map<Integer, List<TermScore>> labels = new TreeMap<>();
      for (TopicEvidence topic : evidence.topics()) {
        ASKED.add(topic.topicId());
        labels.put(topic.topicId(), List.of(new TermScore("new " + topic.topicId(), 1)));
      }
      return labels;
    }

    @Override
    public boolean labelsLike(RepresentationModel other) {
      return other instanceof Oracle oracle && oracle.prompt.equals(prompt);
    }
  }

  private static Representations labels(String prompt) {
    return new Representations(
        CtfidfRepresentation.create(), new Aspects(Map.of("label", new Oracle(prompt)), "label"));
  }

  private static Evidence evidence() {
    List<TopicEvidence> topics = new ArrayList<>();
    for (int id = 0; id < 4; id++) {
      topics.add(
          new TopicEvidence(
              id, List.of(new TermScore("word" + id, 1)), new float[] {1}, List.of()));
    }
    return new Evidence(topics, 10, Optional.empty());
  }

  private static EarlierWords earlier(String prompt) {
    TermScore old = new TermScore("old", 1);
    return new EarlierWords(
        Optional.of(labels(prompt)),
        Map.of(
            1, new Description(List.of(), Map.of("label", List.of(old))),
            2, new Description(List.of(), Map.of("label", List.of(old, old))),
            9, new Description(List.of(), Map.of("label", List.of(old)))));
  }

  private static List<String> described(EarlierWords earlier) {
    ASKED.clear();
    return labels("p").describe(evidence(), earlier).values().stream()
        .map(description -> description.words().get(0).term() + ":" + description.label().get())
        .toList();
  }

  @Test
  void a_label_that_is_known_is_kept_and_only_the_others_are_asked_for() {
    assertEquals(
        List.of("word0:new 0", "word1:old", "word2:new 2", "word3:new 3"), described(earlier("p")));
    assertEquals(List.of(0, 2, 3), ASKED);
  }

  @Test
  void another_prompt_asks_for_all() {
    assertEquals("word1:new 1", described(earlier("other")).get(1));
    assertEquals(List.of(0, 1, 2, 3), ASKED);
    described(EarlierWords.NONE);
    assertEquals(4, ASKED.size());
  }
}
