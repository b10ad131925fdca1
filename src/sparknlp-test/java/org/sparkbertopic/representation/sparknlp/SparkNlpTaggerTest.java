package org.sparkbertopic.representation.sparknlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.johnsnowlabs.nlp.DocumentAssembler;
import com.johnsnowlabs.nlp.Finisher;
import com.johnsnowlabs.nlp.annotators.Tokenizer;
import com.johnsnowlabs.nlp.annotators.pos.perceptron.PerceptronApproach;
import com.johnsnowlabs.nlp.annotators.pos.perceptron.PerceptronModel;
import com.johnsnowlabs.nlp.annotators.sbd.pragmatic.SentenceDetector;
import com.johnsnowlabs.nlp.training.POS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.PartOfSpeech;
import org.sparkbertopic.representation.PosTagger.Sentence;
import org.sparkbertopic.representation.RepresentativeDocument;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.testing.SparkTest;

/** Spark NLP tags words with a model that it learned from a few sentences. */
class SparkNlpTaggerTest extends SparkTest {

  /** Tags of the Penn Treebank. A word that is frequent enough has the tag that it has here. */
  private static final List<String> CORPUS =
      List.of(
          "The_DT old_JJ school_NN teaches_VBZ children_NNS ._.",
          "A_DT young_JJ teacher_NN reads_VBZ old_JJ books_NNS ._.",
          "The_DT children_NNS read_VBP new_JJ books_NNS ._.",
          "Old_JJ books_NNS teach_VBP young_JJ children_NNS ._.");

  private static final String CODE = "spark.sql.codegen.factoryMode";

  @TempDir static Path models;

  private static String pipeline;
  private static String cleaning;
  private static String annotator;

  @BeforeAll
  static void train() throws IOException {
    Path file =
        Files.writeString(
            models.resolve("corpus.txt"), (String.join("\n", CORPUS) + "\n").repeat(25));
    Dataset<Row> tagged =
        POS.apply().readDataset(spark(), file.toUri().toString(), "_", "tags", "document", "text");
    SentenceDetector sentences = new SentenceDetector();
    sentences.setInputCols(new String[] {"document"});
    sentences.setOutputCol("sentence");
    Tokenizer tokens = new Tokenizer();
    tokens.setInputCols(new String[] {"sentence"});
    tokens.setOutputCol("token");
    PerceptronApproach approach = new PerceptronApproach();
    approach.setPosColumn("tags");
    approach.setNIterations(5);
    approach.setInputCols(new String[] {"sentence", "token"});
    approach.setOutputCol("pos");
    PerceptronModel perceptron;
    // Without generated code Spark cannot decode Spark NLP's class of tagged sentences.
    spark().conf().set(CODE, "FALLBACK");
    try {
      perceptron =
          (PerceptronModel)
              new Pipeline()
                  .setStages(new PipelineStage[] {sentences, tokens, approach})
                  .fit(tagged)
                  .stages()[2];
    } finally {
      spark().conf().set(CODE, "NO_CODEGEN");
    }
    Finisher finisher = new Finisher();
    finisher.setInputCols(new String[] {"pos"});
    pipeline = models.resolve("pipeline").toString();
    new Pipeline()
        .setStages(new PipelineStage[] {assembler(), sentences, tokens, perceptron, finisher})
        .fit(spark().createDataset(List.of(""), Encoders.STRING()).toDF("text"))
        .write()
        .save(pipeline);
    cleaning = models.resolve("cleaning").toString();
    DocumentAssembler shrinking = assembler();
    shrinking.setCleanupMode("shrink");
    new Pipeline()
        .setStages(new PipelineStage[] {shrinking, sentences, tokens, perceptron})
        .fit(spark().createDataset(List.of(""), Encoders.STRING()).toDF("text"))
        .write()
        .save(cleaning);
    annotator = models.resolve("annotator").toString();
    perceptron.write().save(annotator);
  }

  private static DocumentAssembler assembler() {
    return (DocumentAssembler) new DocumentAssembler().setInputCol("text").setOutputCol("document");
  }

  @Test
  void words_get_universal_tags_sentence_by_sentence() {
    SparkNlpTagger tagger = new SparkNlpTagger(pipeline);
    tagger.checkReady();
    assertEquals(
        List.of(
            new Sentence(
                List.of("The", "old", "school", "teaches", "children", "."),
                List.of("DET", "ADJ", "NOUN", "VERB", "NOUN", "PUNCT")),
            new Sentence(
                List.of("The", "children", "read", "."), List.of("DET", "NOUN", "VERB", "PUNCT"))),
        tagger.tag("The old school\nteaches children.  The children read."));
    assertEquals(List.of("The", "😀", "school"), tagger.tag("The 😀 school").get(0).tokens());
    assertEquals(List.of(), tagger.tag(""));
    assertEquals(List.of(), tagger.tag(" \n"));
  }

  @Test
  void a_pipeline_that_cleans_its_documents_gives_whole_words() {
    assertEquals(
        List.of(
            new Sentence(
                List.of("The", "old", "school", "."), List.of("DET", "ADJ", "NOUN", "PUNCT"))),
        new SparkNlpTagger(cleaning).tag("  The \n\n  old    school."));
  }

  @Test
  void an_annotator_alone_takes_a_text_for_one_sentence() {
    List<Sentence> tagged = new SparkNlpTagger(annotator).tag("Old books. young children.");
    assertEquals(
        List.of(
            new Sentence(
                List.of("Old", "books", ".", "young", "children", "."),
                List.of("ADJ", "NOUN", "PUNCT", "ADJ", "NOUN", "PUNCT"))),
        tagged);
  }

  @Test
  void topics_keep_the_nouns_and_threads_change_nothing() {
    PartOfSpeech nouns =
        PartOfSpeech.by(new SparkNlpTagger(pipeline)).withPatterns(List.of(List.of("NOUN")));
    assertEquals(
        nouns,
        PartJson.mapper().convertValue(PartJson.mapper().valueToTree(nouns), PartOfSpeech.class));
    List<TermScore> terms =
        List.of(
            new TermScore("old", 0.5), new TermScore("books", 0.4), new TermScore("school", 0.3));
    List<TopicEvidence> topics =
        IntStream.range(0, 200)
            .mapToObj(
                id ->
                    new TopicEvidence(
                        id,
                        terms,
                        new float[1],
                        List.of(
                            new RepresentativeDocument(
                                "a",
                                "The old school teaches. The children read books.",
                                new float[1]))))
            .toList();
    Map<Integer, List<TermScore>> words =
        nouns.represent(new Evidence(topics, 10, Optional.empty()));
    assertEquals(200, words.size());
    words.values().forEach(found -> assertEquals(terms.subList(1, 3), found));
  }

  @Test
  void a_pipeline_without_parts_of_speech_is_refused() throws IOException {
    String folder = models.resolve("assembler").toString();
    new Pipeline()
        .setStages(new PipelineStage[] {assembler()})
        .fit(spark().createDataset(List.of(""), Encoders.STRING()).toDF("text"))
        .write()
        .save(folder);
    String message =
        assertThrows(IllegalArgumentException.class, new SparkNlpTagger(folder)::checkReady)
            .getMessage();
    assertTrue(message.startsWith("model must give parts of speech (pos)"), message);
    assertTrue(message.contains("[document]") && message.contains(folder), message);
  }
}
