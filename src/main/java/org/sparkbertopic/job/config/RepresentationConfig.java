package org.sparkbertopic.job.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.http.ApiAddress;
import org.sparkbertopic.http.ApiKey;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.PartOfSpeech;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.ZeroShotClassification;
import org.sparkbertopic.representation.llm.ChatEndpoint;
import org.sparkbertopic.representation.llm.LabelBudget;
import org.sparkbertopic.representation.llm.LabelPrompt;
import org.sparkbertopic.representation.llm.LlmLabels;
import org.sparkbertopic.representation.nli.OnnxEntailment;
import org.sparkbertopic.representation.opennlp.OpenNlpTagger;
import org.sparkbertopic.topics.AspectNames;

/** The representations that a configuration describes: the main one and the aspects. */
public final class RepresentationConfig {

  private enum Representation {
    CTFIDF,
    KEYBERT,
    MMR,
    POS,
    ZERO_SHOT,
    LLM
  }

  /** In place of an aspect's representations: there is no such aspect. */
  /** Folder of a run for the answers of language models. */
  public static final String ANSWERS = "llm-answers";

  private static final List<String> NONE = List.of("none");

  private RepresentationConfig() {}

  /** The main representation, or chain of them. */
  static RepresentationModel main(JobConfig config) {
    diversity(config);
    return chain(config, "representation.models", config.words("representation.models"));
  }

  /** The aspects, and which of them labels the topics. */
  static Aspects aspects(JobConfig config) {
    Map<String, RepresentationModel> models = new TreeMap<>();
    try {
      AspectNames.require(config.lists("representation.aspects").keySet());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("representation." + e.getMessage(), e);
    }
    for (Map.Entry<String, List<String>> aspect :
        config.lists("representation.aspects").entrySet()) {
      if (aspect.getValue().stream().map(ConfigKeys::normal).toList().equals(NONE)) {
        continue;
      }
      models.put(
          aspect.getKey(),
          chain(config, "representation.aspects." + aspect.getKey(), aspect.getValue()));
    }
    String labels = config.string("representation.labels");
    if (!labels.isEmpty() && !models.containsKey(labels)) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "representation.labels must be one of the aspects %s, got '%s'; add representation.aspects.%s, such as [llm]",
              models.keySet(),
              labels,
              labels));
    }
    return new Aspects(models, labels);
  }

  private static RepresentationModel chain(JobConfig config, String key, List<String> names) {
    List<RepresentationModel> models = new ArrayList<>();
    int words = config.integer("topics.top-n-words");
    for (int i = 0; i < names.size(); i++) {
      // Ten words leave the next in the chain nothing to choose from.
      boolean last = i == names.size() - 1;
      int given = last ? words : Math.max(words, RepresentationModel.DEFAULT_CANDIDATE_TERMS);
      models.add(model(config, config.choice(key, names.get(i), Representation.class), given));
    }
    if (models.isEmpty()) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "%s must name at least one of %s, got []",
              key,
              List.of(Representation.values())
                  .toString()
                  .toLowerCase(Locale.ROOT)
                  .replace('_', '-')));
    }
    return models.size() == 1
        ? models.get(0)
        : RepresentationChain.of(models.toArray(RepresentationModel[]::new));
  }

  private static RepresentationModel model(JobConfig config, Representation name, int words) {
    return switch (name) {
      case CTFIDF -> CtfidfRepresentation.create();
      case KEYBERT ->
          KeyBertInspired.create()
              .withCandidateTerms(Math.max(words, KeyBertInspired.DEFAULT_CANDIDATE_TERMS))
              .withTopNWords(words);
      case MMR -> diversity(config).withTopNWords(words);
      case POS -> config.part("representation.pos", c -> partOfSpeech(c, words));
      case ZERO_SHOT -> config.part("representation.zero-shot", c -> zeroShot(c, words));
      case LLM -> config.part("representation.llm", c -> labels(c, words));
    };
  }

  /** Checked whether a chain has it or not. */
  private static MaximalMarginalRelevance diversity(JobConfig config) {
    return config.part(
        "representation.mmr",
        c ->
            MaximalMarginalRelevance.create()
                .withDiversity(c.number("representation.mmr.diversity")));
  }

  private static RepresentationModel partOfSpeech(JobConfig config, int words) {
    PartOfSpeech pos =
        PartOfSpeech.by(new OpenNlpTagger(config.string("representation.pos.models")))
            .withPatterns(
                config.words("representation.pos.patterns").stream()
                    .map(pattern -> List.of(pattern.strip().split("\\s+")))
                    .toList())
            .withDocuments(config.integer("representation.pos.documents"))
            .withTopNWords(words);
    pos.checkReady();
    return pos;
  }

  private static RepresentationModel zeroShot(JobConfig config, int words) {
    String model =
        config.required(
            "representation.zero-shot.model",
            "name a folder with a model of natural language inference in ONNX form, or org/model of the hub");
    ZeroShotClassification zeroShot =
        new ZeroShotClassification(
            new OnnxEntailment(model, config.string("representation.zero-shot.file")),
            candidateTopics(config),
            config.string("representation.zero-shot.template"),
            config.number("representation.zero-shot.min-probability"),
            config.flag("representation.zero-shot.multi-label"),
            words);
    zeroShot.checkReady();
    return zeroShot;
  }

  /** Those of the list, then those of the file. */
  private static List<String> candidateTopics(JobConfig config) {
    String key = "representation.zero-shot.candidate-topics";
    List<String> topics = new ArrayList<>(config.words(key));
    topics.addAll(config.lines(key + "-file", "a topic"));
    if (topics.isEmpty()) {
      throw new ConfigurationException(
          key
              + " must name at least one topic, got []; write them there, or into "
              + key
              + "-file");
    }
    return topics;
  }

  private static RepresentationModel labels(JobConfig config, int words) {
    String prefix = "representation.llm.";
    ChatEndpoint endpoint = endpoint(config);
    LabelPrompt prompt =
        LabelPrompt.create()
            .withDocuments(config.integer(prefix + "documents"))
            .withDocumentCharacters(config.integer(prefix + "document-characters"))
            .withSystem(config.string(prefix + "system-prompt"));
    if (config.optional(prefix + "prompt").isPresent()) {
      prompt = prompt.withTemplate(config.string(prefix + "prompt"));
    }
    return new LlmLabels(
        endpoint,
        prompt,
        new LabelBudget(
            config.longInteger(prefix + "max-requests"), config.longInteger(prefix + "max-tokens")),
        answers(config, config.string("output.path")),
        List.of(),
        config.integer(prefix + "topics"),
        words);
  }

  private static String url(JobConfig config) {
    return config.optional("representation.llm.url").orElse(ChatEndpoint.OPENAI_URL);
  }

  /** The variable that holds the key; OpenAI's own goes to OpenAI's own server alone. */
  public static String keyVariable(JobConfig config) {
    String given = config.string("representation.llm.key-variable");
    return switch (given) {
      case "" ->
          ApiAddress.sameHost(url(config), ChatEndpoint.OPENAI_URL)
              ? ChatEndpoint.OPENAI_KEY_VARIABLE
              : "";
      case "none" -> "";
      default -> given;
    };
  }

  /** The folder where a run keeps the answers of a language model; empty where it keeps none. */
  public static String answers(JobConfig config, String output) {
    String answers = config.string("representation.llm.answers");
    return switch (answers) {
      case "" -> output.replaceAll("/+$", "") + "/" + ANSWERS;
      case "none" -> "";
      default -> answers;
    };
  }

  private static ChatEndpoint endpoint(JobConfig config) {
    String prefix = "representation.llm.";
    String model =
        config.required(
            prefix + "model", "name the model on the server, such as gpt-4o-mini or llama3.2");
    String url = url(config);
    String variable = keyVariable(config);
    ChatEndpoint endpoint =
        ChatEndpoint.at(url, model)
            .withKeyVariable(variable)
            .withTemperature(config.number(prefix + "temperature"))
            .withMaxAnswerTokens(config.integer(prefix + "max-answer-tokens"))
            .withRequestsAtOnce(config.integer(prefix + "requests-at-once"))
            .withTimeoutSeconds(config.integer(prefix + "timeout-seconds"));
    endpoint =
        endpoint.withBackoff(endpoint.backoff().withAttempts(config.integer(prefix + "attempts")));
    // Hours before it is needed.
    ApiKey.bearer(variable, System::getenv, URI.create(url).getHost(), "on the driver");
    return endpoint;
  }
}
