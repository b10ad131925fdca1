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
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.http.ApiClient;
import org.sparkbertopic.http.Pause;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.RepresentationModel;

/**
 * Labels by a large language model: it is shown a topic's words and representative documents, and
 * its answer becomes the topic's only "word", with score 1, as in BERTopic. Meant as an aspect that
 * labels ({@code Aspects.withLabels}), so that the words are kept too.
 *
 * <p>Nothing that goes wrong with the server ends a fit. A topic whose call failed after all
 * attempts, whose answer is no label, or for which the budget had nothing left, keeps its words,
 * with a warning; so do the outliers, which have nothing in common that could be named, and are not
 * asked for. After five topics in a row have failed, and after a refusal that would be repeated (a
 * wrong key), no more are asked for.
 *
 * <p>Every answer is kept as soon as it is there, by a hash of the whole question, so that a second
 * run asks only for what is missing, whatever else has changed. An answer that is no label is kept
 * too: the same question would get the same.
 *
 * <p>The one representation whose words are up to somebody else: equal questions may get different
 * answers, once. Runs on the driver, several requests at a time.
 *
 * @param endpoint who is asked
 * @param prompt what is asked
 * @param budget what it may cost
 * @param answers folder for the answers, on any of Hadoop's file systems; empty: they are not kept
 * @param earlierAnswers folders where answers are looked for too, such as those of runs before this
 *     one, the best first; never written to, and they may be gone
 * @param mostTopics topics asked for, the first by id, which after a fit are the largest; 0: all
 * @param topNWords words shown to the model, and kept where there is no label
 */
@RecordBuilder
public record LlmLabels(
    ChatEndpoint endpoint,
    LabelPrompt prompt,
    LabelBudget budget,
    String answers,
    List<String> earlierAnswers,
    int mostTopics,
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
    if (mostTopics < 0) {
      throw new IllegalArgumentException(
          "mostTopics must be positive, or 0 for all, got " + mostTopics);
    }
    if (topNWords < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "topNWords must be at least 1, got %d; BERTopic's default is %d",
              topNWords,
              DEFAULT_TOP_N_WORDS));
    }
  }

  /** All topics, without limits to the cost, and without keeping the answers. */
  public static LlmLabels by(ChatEndpoint endpoint) {
    return new LlmLabels(
        endpoint,
        LabelPrompt.create(),
        LabelBudget.UNLIMITED,
        "",
        List.of(),
        0,
        DEFAULT_TOP_N_WORDS);
  }

  /** Answers go to the folder; where they were kept before they are looked for still. */
  @Override
  public LlmLabels keepingIn(String folder) {
    Set<String> read = new LinkedHashSet<>();
    read.add(answers);
    read.addAll(earlierAnswers);
    read.removeAll(List.of("", folder));
    return withAnswers(folder).withEarlierAnswers(List.copyOf(read));
  }

  @Override
  public int representativeDocuments() {
    return prompt.asksForDocuments() ? prompt.documents() : 0;
  }

  /** The key must be there, and the folder of the answers must be one. */
  @Override
  public void checkReady() {
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
      // Of a model whose topics are changed where there is no key: what is known is enough, mostly.
      return new LabelRun(this, noKey.getMessage(), kept).run(evidence);
    }
    return new LabelRun(this, client, kept).run(evidence);
  }

  /**
   * What was ready before the work may be gone after hours of it, and labels are not worth them.
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

  /** With the session's credentials and settings, where there is one. */
  private static Configuration hadoop() {
    scala.Option<SparkSession> session = SparkSession.getDefaultSession();
    return session.isDefined()
        ? session.get().sparkContext().hadoopConfiguration()
        : new Configuration();
  }
}
