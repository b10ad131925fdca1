package org.sparkbertopic.representation.llm;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.http.ApiClient;
import org.sparkbertopic.http.Pause;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.RepresentationModel;

/**
 * Labels by a large language model: its prompt has a topic's words and representative documents,
 * and its answer becomes the topic's only "word", with score 1, as in BERTopic. Intended as the
 * aspect that labels topics ({@code Aspects.withLabels}), so that topics also keep their words.
 *
 * <p>Failures of the server do not fail a fit. A topic keeps its words, with a warning, if all
 * attempts failed, if its answer is not a label, or if the budget is used up. The outliers also
 * keep their words and are not asked for, because they have nothing in common. After five
 * consecutive failures, or after a refusal that would be repeated (a wrong key), the run stops
 * asking.
 *
 * <p>Every answer is stored as soon as it arrives, under a hash of the complete question, so that a
 * second run asks only for missing answers, whatever else has changed. Answers that are not labels
 * are stored too, because the same question would get the same answer.
 *
 * <p>The only representation that is not deterministic: equal questions may get different answers,
 * unless they are stored. Runs on the driver, with several requests at a time.
 *
 * @param endpoint the server and model to ask
 * @param prompt the prompt
 * @param budget the limits of the cost
 * @param answers folder for the answers, on any Hadoop file system; empty: they are not kept
 * @param earlierAnswers further folders to read answers from, such as those of earlier runs, the
 *     best first; never written to, and may be missing
 * @param mostTopics most topics to label, the first by id, which after a fit are the largest; 0:
 *     all
 * @param onlyTopics ids of the topics to ask for; the others have the labels that are kept from
 *     earlier runs, or keep their words. Empty: all
 * @param topNWords number of words for the prompt, and to keep if there is no label
 */
@RecordBuilder
public record LlmLabels(
    ChatEndpoint endpoint,
    LabelPrompt prompt,
    LabelBudget budget,
    String answers,
    List<String> earlierAnswers,
    int mostTopics,
    List<Integer> onlyTopics,
    int topNWords)
    implements RepresentationModel, LlmLabelsBuilder.With {

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  private static final long serialVersionUID = 1L;

  public LlmLabels {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(answers, "answers");
    earlierAnswers = List.copyOf(earlierAnswers);
    onlyTopics = List.copyOf(onlyTopics);
    if (mostTopics < 0) {
      throw new IllegalArgumentException(
          "mostTopics must be positive, or 0 for all, got " + mostTopics);
    }
    Checks.atLeast(1, "topNWords", topNWords, DEFAULT_TOP_N_WORDS);
  }

  /** Labels all topics, without a budget, and without storing answers. */
  public static LlmLabels by(ChatEndpoint endpoint) {
    return new LlmLabels(
        endpoint,
        LabelPrompt.create(),
        LabelBudget.UNLIMITED,
        "",
        List.of(),
        0,
        List.of(),
        DEFAULT_TOP_N_WORDS);
  }

  /** Stores answers in the folder; the former folder is still read. */
  @Override
  public LlmLabels keepingIn(String folder) {
    Set<String> read = new LinkedHashSet<>();
    read.add(answers);
    read.addAll(earlierAnswers);
    read.removeAll(List.of("", folder));
    return withAnswers(folder).withEarlierAnswers(List.copyOf(read));
  }

  @Override
  public LlmLabels movedTo(String folder, String from) {
    List<String> read = new ArrayList<>(earlierAnswers);
    read.removeAll(List.of(answers, folder, from));
    return withAnswers(folder).withEarlierAnswers(read);
  }

  /** By the same model with the same prompt, wherever it is asked. */
  @Override
  public boolean labelsLike(RepresentationModel other) {
    return other instanceof LlmLabels labels
        && labels.endpoint.model().equals(endpoint.model())
        && labels.prompt.equals(prompt);
  }

  @Override
  public int representativeDocuments() {
    return prompt.asksForDocuments() ? prompt.candidates() : 0;
  }

  /** The key and the tokenizer must exist, and the folder for answers must be a folder. */
  @Override
  public void checkReady() {
    prompt.checkReady();
    endpoint.client(System::getenv, Pause.REAL);
    store();
  }

  @Override
  public Map<Integer, List<TermScore>> represent(Evidence evidence) {
    return represent(evidence, System::getenv, Pause.REAL);
  }

  Map<Integer, List<TermScore>> represent(
      Evidence evidence, UnaryOperator<String> environment, Pause pause) {
    KeptAnswers kept = keptIfReachable(evidence.notices());
    ApiClient client;
    try {
      client = endpoint.client(environment, pause);
    } catch (IllegalArgumentException noKey) {
      // If a saved model's topics change where there is no key, the stored answers mostly suffice.
      return new LabelRun(this, noKey.getMessage(), kept).run(evidence);
    }
    return new LabelRun(this, client, kept).run(evidence);
  }

  /**
   * A resource that was there at the start may be gone after hours; labels are not worth losing the
   * work.
   */
  private KeptAnswers keptIfReachable(Notices notices) {
    Optional<AnswerStore> own = Optional.empty();
    try {
      own = store();
    } catch (RuntimeException e) {
      notices.warn(
          "answers are neither read nor kept, and may be paid for again: " + e.getMessage());
    }
    List<AnswerStore> earlier = new ArrayList<>();
    for (String folder : earlierAnswers) {
      try {
        earlier.add(AnswerStore.reading(folder, hadoop()));
      } catch (IOException | RuntimeException e) {
        notices.warn(
            String.format(
                Locale.ROOT,
                "answers in '%s' cannot be read, and may be paid for again: %s",
                folder,
                e.getMessage()));
      }
    }
    return new KeptAnswers(own, earlier);
  }

  private Optional<AnswerStore> store() {
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AnswerStore.at(answers, hadoop()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(
              Locale.ROOT,
              "answers must be a folder that can be written to, got '%s' (%s)",
              answers,
              e.getMessage()),
          e);
    }
  }

  /** With the credentials and settings of the Spark session, if there is one. */
  private static Configuration hadoop() {
    scala.Option<SparkSession> session = SparkSession.getDefaultSession();
    return session.isDefined()
        ? session.get().sparkContext().hadoopConfiguration()
        : new Configuration();
  }
}
