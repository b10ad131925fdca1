package org.sparkbertopic.representation.llm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.http.ApiClient;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.RequestPool;
import org.sparkbertopic.http.TooLongException;
import org.sparkbertopic.http.UnansweredException;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.RepresentativeDocument;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.representation.llm.Answer.Ending;
import org.sparkbertopic.topics.Topic;

/** Labels the topics of one evidence: stored answers first, then requests. */
final class LabelRun {

  private static final Logger LOG = LoggerFactory.getLogger(LabelRun.class);

  /** Consecutive topics that fail before the server counts as down. */
  private static final int MOST_FAILURES_IN_ROW = 5;

  /** A safe estimate for most tokenizers and languages: English has four bytes per token. */
  private static final int BYTES_PER_TOKEN = 3;

  /** The estimate if answers have no limit. */
  private static final int ANSWER_TOKENS = 1_000;

  /** Questions with which a run finds out whether a schema harms the answers. */
  private static final int MOST_ASKED_WITHOUT_SCHEMA = 2;

  /** Most topics that a warning lists. */
  private static final int MOST_NAMED = 10;

  private final LlmLabels labels;
  private final ApiClient client;
  private final KeptAnswers kept;
  private final Spending spending;
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  /** The request form that the server has accepted so far; rejected parts are not sent again. */
  private RequestForm form;

  /** Whether the server answered a request in this form. */
  private boolean formIsTaken;

  /** Whether an answer to a request with a schema was a label. */
  private boolean schemaGaveLabel;

  /** Questions asked again without a schema, because the answer with it was not a label. */
  private int askedWithoutSchema;

  private int failuresInRow;
  private Optional<String> stopped = Optional.empty();
  private Optional<String> spent = Optional.empty();
  private Optional<String> notKept = Optional.empty();

  /** The reason for not asking the server; there is no client then. */
  LabelRun(LlmLabels labels, String reason, KeptAnswers kept) {
    this(labels, (ApiClient) null, kept);
    stopped = Optional.of(reason);
  }

  LabelRun(LlmLabels labels, ApiClient client, KeptAnswers kept) {
    this.labels = labels;
    this.client = client;
    this.kept = kept;
    this.spending = new Spending(labels.budget());
    this.form = labels.endpoint().api().firstForm();
  }

  /**
   * A question; topics with the same words and documents share it.
   *
   * @param body request body without the form of the answer
   */
  private record Question(String key, byte[] body, List<Integer> topics) {}

  Map<Integer, List<TermScore>> run(Evidence evidence) {
    // 1. Make the questions; topics with equal words and documents share one.
    // 2. Read the stored answers, and ask the server for the others.
    // 3. Start from every topic's words, and replace them where an answer is a label.
    // 4. Report shared labels, failures, and what was spent.
    List<Question> questions = questions(evidence);
    readKnown(questions);
    int known = answers.size();
    ask(
        questions.stream()
            .filter(question -> !answers.containsKey(question.key()))
            .filter(question -> !failures.containsKey(question.key()))
            .filter(this::isChosen)
            .toList());

    Map<Integer, List<TermScore>> words = new TreeMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      words.put(topic.topicId(), topic.firstCandidates(labels.topNWords()));
    }
    Map<Label.Fault, List<Integer>> unusable = new EnumMap<>(Label.Fault.class);
    Map<String, List<Integer>> topicsOfLabel = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Question question : questions) {
      Answer answer = answers.get(question.key());
      if (answer == null) {
        continue;
      }
      Label label = LabelText.of(answer);
      label
          .text()
          .ifPresent(
              text -> {
                topicsOfLabel
                    .computeIfAbsent(text, key -> new ArrayList<>())
                    .addAll(question.topics());
                question
                    .topics()
                    .forEach(topic -> words.put(topic, List.of(new TermScore(text, 1))));
              });
      label
          .fault()
          .ifPresent(
              fault ->
                  unusable
                      .computeIfAbsent(fault, key -> new ArrayList<>())
                      .addAll(question.topics()));
    }
    reportShared(evidence.notices(), topicsOfLabel);
    report(evidence.notices(), questions, known, unusable);
    return words;
  }

  private boolean isChosen(Question question) {
    List<Integer> chosen = labels.onlyTopics();
    return chosen.isEmpty() || question.topics().stream().anyMatch(chosen::contains);
  }

  private List<Question> questions(Evidence evidence) {
    Map<String, Question> questions = new LinkedHashMap<>();
    int topics = 0;
    for (TopicEvidence topic : evidence.topics()) {
      boolean enough = labels.mostTopics() > 0 && topics == labels.mostTopics();
      if (topic.topicId() == Topic.OUTLIERS || topic.candidates().isEmpty() || enough) {
        continue;
      }
      topics++;
      LabelPrompt prompt = labels.prompt();
      List<String> keywords =
          topic.firstCandidates(labels.topNWords()).stream().map(TermScore::term).toList();
      List<String> texts = prompt.chosen(topic).stream().map(RepresentativeDocument::text).toList();
      byte[] body =
          ChatMessages.question(
              labels.endpoint(), prompt.system(), prompt.fill(keywords, texts, evidence.words()));
      questions
          .computeIfAbsent(hash(body), key -> new Question(key, body, new ArrayList<>()))
          .topics()
          .add(topic.topicId());
    }
    return List.copyOf(questions.values());
  }

  static String hash(byte[] body) {
    return DigestUtils.sha256Hex(body);
  }

  private void readKnown(List<Question> questions) {
    for (Question question : questions) {
      try {
        kept.find(question.key()).ifPresent(known -> answers.put(question.key(), known));
      } catch (IOException e) {
        // The question is not asked again: its answer may be stored, and paid for.
        failures.put(
            question.key(),
            "answers in " + labels.answers() + " cannot be read: " + e.getMessage());
      }
    }
  }

  private void ask(List<Question> questions) {
    ExecutorService pool =
        RequestPool.shared(labels.endpoint().url(), labels.endpoint().requestsAtOnce());
    List<Future<?>> futures = new ArrayList<>();
    try {
      for (Question question : questions) {
        futures.add(pool.submit(() -> ask(question)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the thread was interrupted while it labelled topics", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics could not be labelled", e.getCause());
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private void ask(Question question) {
    if (isOver()) {
      return;
    }
    Attempts attempts = new Attempts(estimate(question));
    long used = 0;
    try {
      Answer answer = answerTo(question, attempts);
      used = answer.tokens() > 0 ? answer.tokens() : attempts.estimate;
      answered(question, answer);
    } catch (Spending.SpentException e) {
      spent(e.getMessage());
    } catch (RefusedException e) {
      if (RequestForm.isOfContent(e.getMessage())) {
        refused(question, e.getMessage());
      } else {
        failed(question, e.getMessage(), !e.isOfOneRequest());
      }
    } catch (TooLongException e) {
      failed(question, "the prompt is too long: " + e.getMessage(), false);
    } catch (RuntimeException e) {
      // The server may have answered the last attempt, at a cost, while a proxy timed out.
      used = attempts.estimate;
      failed(question, e.getMessage(), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      attempts.settle(used);
    }
  }

  /** Asks in a form that the server accepts, and finds that form. */
  private Answer answerTo(Question question, Attempts attempts)
      throws TooLongException, InterruptedException {
    ChatApi api = labels.endpoint().api();
    boolean faulty = false;
    for (RequestForm asked = form(); ; ) {
      try {
        Answer answer =
            client.post(
                ChatMessages.request(api, question.body(), asked),
                attempts,
                body -> ChatMessages.answer(api, body));
        if (isFault(asked, answer)) {
          attempts.settle(answer.tokens() > 0 ? answer.tokens() : attempts.estimate);
          asked = RequestForm.PLAIN;
          faulty = true;
          continue;
        }
        if (!faulty || LabelText.of(answer).text().isPresent()) {
          taken(asked);
        }
        return answer;
      } catch (RefusedException e) {
        if (!e.isOfOneRequest()) {
          throw e;
        }
        asked = asked.without(e.getMessage()).orElseThrow(() -> e);
      } catch (UnansweredException e) {
        // Some servers fail on unknown fields instead of rejecting them.
        if (!e.isServersFault() || isTaken(asked) || asked.equals(RequestForm.PLAIN)) {
          throw e;
        }
        asked = RequestForm.PLAIN;
      }
    }
  }

  /**
   * Whether the schema may be the reason that an answer is not a label: some servers accept it and
   * lose the answer of a model that thinks. Decided by the first answers of a run.
   */
  private synchronized boolean isFault(RequestForm asked, Answer answer) {
    if (!asked.schema() || answer.ending() == Ending.FILTERED) {
      return false;
    }
    schemaGaveLabel |= LabelText.of(answer).text().isPresent();
    return !schemaGaveLabel && askedWithoutSchema++ < MOST_ASKED_WITHOUT_SCHEMA;
  }

  private synchronized RequestForm form() {
    return form;
  }

  private synchronized void taken(RequestForm asked) {
    if (form.schema() && !asked.schema() && schemaGaveLabel) {
      return; // Another question found meanwhile that the schema works.
    }
    form = new RequestForm(form.schema() && asked.schema(), form.stop() && asked.stop());
    formIsTaken = true;
  }

  private synchronized boolean isTaken(RequestForm asked) {
    return formIsTaken && form.equals(asked);
  }

  /** The cost of all attempts at one question, including lost ones; of one thread. */
  private final class Attempts implements ApiClient.Meter {

    private final long estimate;
    private boolean reserved;

    Attempts(long estimate) {
      this.estimate = estimate;
    }

    @Override
    public void sent() throws InterruptedException {
      if (!reserved) {
        spending.reserve(estimate);
        reserved = true;
        // This thread may have waited while others found the server down.
        if (isOver()) {
          throw new Spending.SpentException("no more topics are asked for");
        }
      }
      spending.request();
    }

    @Override
    public void lost() {
      settle(estimate);
    }

    void settle(long used) {
      if (reserved) {
        reserved = false;
        spending.settle(estimate, used);
      }
    }
  }

  private long estimate(Question question) {
    int answer = labels.endpoint().maxAnswerTokens();
    ChatApi api = labels.endpoint().api();
    return (long) ChatMessages.request(api, question.body(), form()).length / BYTES_PER_TOKEN
        + (answer > 0 ? answer : ANSWER_TOKENS);
  }

  private synchronized boolean isOver() {
    return stopped.isPresent() || spent.isPresent();
  }

  private synchronized void spent(String reason) {
    if (spent.isEmpty()) {
      spent = Optional.of(reason);
    }
  }

  /** The failure concerns only this topic; the others are still asked for. */
  private synchronized void refused(Question question, String reason) {
    failures.put(question.key(), reason);
    failuresInRow = 0;
  }

  private synchronized void failed(Question question, String reason, boolean forAll) {
    failures.put(question.key(), reason);
    failuresInRow++;
    if (forAll || failuresInRow >= MOST_FAILURES_IN_ROW) {
      stopped = Optional.of(reason);
    }
  }

  /** Store the answer first: an answer only in memory is lost with the process. */
  private void answered(Question question, Answer answer) {
    IOException failure = null;
    try {
      kept.keep(question.key(), labels.endpoint().model(), answer);
    } catch (IOException e) {
      failure = e;
    }
    synchronized (this) {
      failuresInRow = 0;
      answers.put(question.key(), answer);
      if (failure != null) {
        notKept = Optional.of(String.valueOf(failure.getMessage()));
      }
    }
  }

  private synchronized void report(
      Notices notices,
      List<Question> questions,
      int known,
      Map<Label.Fault, List<Integer>> unusable) {
    List<Integer> missing = new ArrayList<>();
    List<Integer> failed = new ArrayList<>();
    for (Question question : questions) {
      if (failures.containsKey(question.key())) {
        failed.addAll(question.topics());
      } else if (!answers.containsKey(question.key()) && isChosen(question)) {
        missing.addAll(question.topics());
      }
    }
    LOG.info(
        "labels: {} questions, {} answered earlier, {} now, {} failed; {} requests, {} tokens",
        questions.size(),
        known,
        answers.size() - known,
        failed.size(),
        spending.requests(),
        spending.tokens());
    notices.count("labelRequests", spending.requests());
    notices.count("labelTokens", spending.tokens());
    notices.count("labelsKnown", known);
    if (!failed.isEmpty() || (stopped.isPresent() && !missing.isEmpty())) {
      String reason = stopped.orElseGet(() -> failures.values().iterator().next());
      List<Integer> without = new ArrayList<>(failed);
      if (stopped.isPresent()) {
        without.addAll(missing);
      }
      notices.incomplete(
          keepWords(without, reason + "; the same command or call asks for them again"));
    }
    if (spent.isPresent() && stopped.isEmpty() && !missing.isEmpty()) {
      notices.warn(keepWords(missing, "the budget is used up: " + spent.get()));
    }
    unusable.forEach((fault, topics) -> notices.warn(keepWords(topics, fault.told())));
    kept.unreadable()
        .ifPresent(
            reason ->
                notices.warn(
                    "answers of earlier runs cannot be read, and may be paid for again: "
                        + reason));
    notKept.ifPresent(
        reason -> notices.warn("answers could not be kept in " + labels.answers() + ": " + reason));
  }

  /** Warns about labels that several topics share. */
  private static void reportShared(Notices notices, Map<String, List<Integer>> topicsOfLabel) {
    List<String> shared =
        topicsOfLabel.entrySet().stream()
            .filter(label -> label.getValue().size() > 1)
            .map(label -> "\"" + label.getKey() + "\" of topics " + named(label.getValue()))
            .toList();
    if (!shared.isEmpty()) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "%,d labels are shared by several topics: %s%s; merge these topics, or ask a larger"
                  + " model for more exact labels",
              shared.size(),
              String.join("; ", shared.subList(0, Math.min(MOST_NAMED, shared.size()))),
              shared.size() > MOST_NAMED ? "; ..." : ""));
    }
  }

  private static String keepWords(List<Integer> topics, String reason) {
    return String.format(
        Locale.ROOT,
        "%,d topics (%s) keep their words and have no label: %s",
        topics.size(),
        named(topics),
        reason);
  }

  private static String named(List<Integer> topics) {
    String first =
        topics.stream()
            .sorted()
            .limit(MOST_NAMED)
            .map(topic -> Integer.toString(topic))
            .collect(Collectors.joining(", "));
    return topics.size() > MOST_NAMED ? first + ", ..." : first;
  }
}
