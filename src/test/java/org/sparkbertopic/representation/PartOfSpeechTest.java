package org.sparkbertopic.representation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.representation.PosTagger.Sentence;
import org.sparkbertopic.representation.opennlp.OpenNlpTagger;

/** With OpenNLP's own models of English. */
class PartOfSpeechTest {

  private static final PartOfSpeech POS = PartOfSpeech.by(OpenNlpTagger.english());

  private static TopicEvidence topic(int id, List<String> texts, String... terms) {
    List<TermScore> candidates = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      candidates.add(new TermScore(terms[i], 1 - i / 100.0));
    }
    List<RepresentativeDocument> documents = new ArrayList<>();
    for (String text : texts) {
      documents.add(new RepresentativeDocument("d" + documents.size(), text, new float[1]));
    }
    return new TopicEvidence(id, candidates, new float[1], documents);
  }

  private static Map<Integer, List<TermScore>> represent(
      PartOfSpeech pos, TopicEvidence... topics) {
    return pos.represent(new Evidence(List.of(topics), 10, Optional.empty()));
  }

  private static List<String> terms(PartOfSpeech pos, TopicEvidence topic) {
    return represent(pos, topic).get(topic.topicId()).stream().map(TermScore::term).toList();
  }

  @Test
  void words_are_tagged_by_sentence() {
    List<Sentence> sentences =
        OpenNlpTagger.english()
            .tag("The teacher speaks to the old school. The prices of energy have risen quickly!");
    assertEquals(
        List.of(
            new Sentence(
                List.of("The", "teacher", "speaks", "to", "the", "old", "school", "."),
                List.of("DET", "NOUN", "VERB", "ADP", "DET", "ADJ", "NOUN", "PUNCT")),
            new Sentence(
                List.of("The", "prices", "of", "energy", "have", "risen", "quickly", "!"),
                List.of("DET", "NOUN", "ADP", "NOUN", "AUX", "VERB", "ADV", "PUNCT"))),
        sentences);
  }

  @Test
  void nouns_and_adjectives_are_kept_in_their_order_with_their_scores() {
    TopicEvidence topic =
        topic(
            3,
            List.of(
                "The teacher speaks to the old school.",
                "The prices of energy have risen quickly!"),
            "risen",
            "energy",
            "speaks",
            "the",
            "school",
            "quickly",
            "old",
            "missing",
            "teacher");
    assertEquals(
        List.of(
            new TermScore("energy", 0.99),
            new TermScore("school", 0.96),
            new TermScore("old", 0.94),
            new TermScore("teacher", 0.92)),
        represent(POS, topic).get(3));
    assertEquals(List.of("energy", "school"), terms(POS.withTopNWords(2), topic));
  }

  @Test
  void case_does_not_matter_in_the_documents_nor_in_the_vocabulary() {
    TopicEvidence topic =
        topic(
            0,
            List.of("Peace is what we want. We need a strong economy."),
            "peace",
            "ECONOMY",
            "Economy");
    assertEquals(List.of("peace", "ECONOMY", "Economy"), terms(POS, topic));
  }

  @Test
  void a_pattern_of_two_tags_finds_terms_of_two_words_and_none_across_sentences() {
    TopicEvidence topic =
        topic(
            0,
            List.of("We need a strong economy. The war was long. Peace is what we want."),
            "strong economy",
            "economy war",
            "economy",
            "long peace",
            "strong");
    assertEquals(List.of("strong economy", "economy", "strong"), terms(POS, topic));
    PartOfSpeech pairs = POS.withPatterns(List.of(List.of("ADJ", "NOUN")));
    assertEquals(List.of("strong economy"), terms(pairs, topic));
    PartOfSpeech verbs = POS.withPatterns(List.of(List.of("VERB")));
    assertEquals(
        List.of("need"), terms(verbs, topic(0, List.of("We need a plan."), "need", "plan")));
  }

  @Test
  void only_the_first_documents_are_tagged() {
    TopicEvidence topic =
        topic(0, List.of("The war began.", "The economy grew."), "economy", "war");
    assertEquals(List.of("economy", "war"), terms(POS, topic));
    assertEquals(List.of("war"), terms(POS.withDocuments(1), topic));
    assertEquals(1, POS.withDocuments(1).representativeDocuments());
    assertFalse(POS.needsEmbedder());
  }

  @Test
  void topics_without_documents_terms_or_words_have_no_words() {
    Map<Integer, List<TermScore>> words =
        represent(
            POS,
            topic(-1, List.of(), "economy"),
            topic(0, List.of("The economy grew.")),
            topic(1, List.of("", " \n ", "!!! ??? \uD800", "1 2 3"), "economy"));
    assertEquals(Map.of(-1, List.of(), 0, List.of(), 1, List.of()), words);
  }

  @Test
  void many_topics_get_what_each_gets_alone() {
    TopicEvidence[] topics = new TopicEvidence[40];
    for (int i = 0; i < topics.length; i++) {
      String noun = List.of("economy", "war", "school", "energy").get(i % 4);
      topics[i] =
          topic(i, List.of("The " + noun + " was a strange thing."), "strange", noun, "was");
    }
    Map<Integer, List<TermScore>> together = represent(POS, topics);
    for (TopicEvidence topic : topics) {
      assertEquals(represent(POS, topic).get(topic.topicId()), together.get(topic.topicId()));
    }
  }

  @Test
  void models_of_a_folder_are_used_and_what_is_missing_or_damaged_is_named(@TempDir Path folder)
      throws IOException {
    OpenNlpTagger tagger = new OpenNlpTagger(folder.toString());
    assertMessage("folder must hold one file *sentence*.bin", tagger::checkReady);
    for (String part : List.of("sentence", "tokens", "pos")) {
      String name = "opennlp-en-ud-ewt-" + part + "-1.3-2.5.4.bin";
      try (var in = PartOfSpeechTest.class.getResourceAsStream("/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    assertEquals(
        OpenNlpTagger.english().tag("The old school teaches."),
        new OpenNlpTagger(folder.toString()).tag("The old school teaches."));
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Files.write(damaged.resolve("a-sentence.bin"), new byte[] {1, 2, 3});
    assertMessage(
        "folder must hold models of OpenNLP 1.5 to 2.5, got a 'sentence'",
        new OpenNlpTagger(damaged.toString())::checkReady);
    assertMessage(
        "folder must be a folder with models of OpenNLP, got ",
        new OpenNlpTagger(folder.resolve("none").toString())::checkReady);
  }

  @Test
  void parameters_are_checked_and_saved() {
    assertMessage(
        "patterns must be of universal parts of speech, got NN; ",
        () -> POS.withPatterns(List.of(List.of("NN"))));
    assertMessage("patterns must be lists of at least one tag", () -> POS.withPatterns(List.of()));
    assertMessage("documents must be at least 1, got 0; ", () -> POS.withDocuments(0));
    assertMessage("topNWords must be at least 1, got 0; ", () -> POS.withTopNWords(0));
    String json = PartJson.encode(POS, RepresentationModel.class);
    assertEquals(POS, PartJson.decode(json, RepresentationModel.class));
  }

  private static void assertMessage(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
