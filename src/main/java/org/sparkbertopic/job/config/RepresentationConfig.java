package org.sparkbertopic.job.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.http.ApiAddress;
import org.sparkbertopic.http.ApiKey;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.EntailmentModel;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.PartOfSpeech;
import org.sparkbertopic.representation.PosTagger;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.ZeroShotClassification;
import org.sparkbertopic.representation.llm.ChatApi;
import org.sparkbertopic.representation.llm.ChatEndpoint;
import org.sparkbertopic.representation.llm.DocumentTokens;
import org.sparkbertopic.representation.llm.LabelPrompt;
import org.sparkbertopic.representation.llm.LlmLabels;
import org.sparkbertopic.representation.nli.OnnxEntailment;
import org.sparkbertopic.representation.opennlp.OpenNlpTagger;
import org.sparkbertopic.representation.sparknlp.SparkNlpTagger;
import org.sparkbertopic.topics.AspectNames;

/** Creates the representations that a configuration describes: the main one and the aspects. */
public final class RepresentationConfig {

  private enum Representation {
    CTFIDF,
    KEYBERT,
    MMR,
    POS,
    ZERO_SHOT,
    LLM
  }

  /** Folder in a run for the answers of language models. */
  public static final String ANSWERS = "llm-answers";

  private static final String LLM = "representation.llm.";
  private static final String CANDIDATE_TOPICS = "representation.zero-shot.candidate-topics";

  /** The value that removes an aspect. */
  private static final List<String> NONE = List.of("none");

  private RepresentationConfig() {}

  /** The main representation, or a chain of representations. */
  static RepresentationModel main(JobConfig config) {
    diversity(config);
    return chain(config, "representation.models", config.words("representation.models"));
  }

  /** Sets the aspects, and the one that labels the topics. */
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
      throw ConfigurationException.of(
          "representation.labels must be one of the aspects %s, got '%s'; add representation.aspects.%s, such as [llm]",
          models.keySet(), labels, labels);
    }
    return new Aspects(models, labels);
  }

  private static RepresentationModel chain(JobConfig config, String key, List<String> names) {
    List<RepresentationModel> models = new ArrayList<>();
    int words = config.integer("topics.top-n-words");
    for (int i = 0; i < names.size(); i++) {
      // All but the last in a chain pass on more than ten words, so that the next can choose.
      boolean last = i == names.size() - 1;
      int given = last ? words : Math.max(words, RepresentationModel.DEFAULT_CANDIDATE_TERMS);
      models.add(model(config, config.choice(key, names.get(i), Representation.class), given));
    }
    if (models.isEmpty()) {
      throw ConfigurationException.of(
          "%s must name at least one of %s, got []",
          key,
          List.of(Representation.values()).toString().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return models.size() == 1
        ? models.get(0)
        : RepresentationChain.of(models.toArray(RepresentationModel[]::new));
  }

  private static RepresentationModel model(JobConfig config, Representation name, int words) {
    return switch (name) {
      case CTFIDF -> CtfidfRepresentation.create();
      case KEYBERT -> keyBert(config, words);
      case MMR -> diversity(config).withTopNWords(words);
      case POS -> config.part("representation.pos", c -> partOfSpeech(c, words));
      case ZERO_SHOT -> config.part("representation.zero-shot", c -> zeroShot(c, words));
      case LLM -> config.part("representation.llm", c -> labels(c, words));
    };
  }

  private static KeyBertInspired keyBert(JobConfig config, int words) {
    KeyBertInspired keyBert = config.bound(KeyBertInspired.create());
    return keyBert
        .withCandidateTerms(Math.max(words, keyBert.candidateTerms()))
        .withTopNWords(words);
  }

  /** Always bound, so that an invalid value is reported even if no chain contains it. */
  private static MaximalMarginalRelevance diversity(JobConfig config) {
    return config.bound(MaximalMarginalRelevance.create());
  }

  private static RepresentationModel partOfSpeech(JobConfig config, int words) {
    PartOfSpeech pos =
        config
            .bound(PartOfSpeech.by(tagger(config.string("representation.pos.models"))))
            .withTopNWords(words);
    pos.checkReady();
    return pos;
  }

  /** What Spark ML wrote is Spark NLP's; other folders hold models of OpenNLP. */
  private static PosTagger tagger(String models) {
    boolean ofSparkNlp =
        SparkNlpEmbedder.recognizesAddress(models)
            || (!models.isEmpty() && SparkNlpEmbedder.recognizes(Path.of(models)));
    return ofSparkNlp ? new SparkNlpTagger(models) : new OpenNlpTagger(models);
  }

  private static RepresentationModel zeroShot(JobConfig config, int words) {
    String model =
        config.required(
            "representation.zero-shot.model",
            "name a folder with a model of natural language inference in ONNX format, or org/model of the hub");
    EntailmentModel entailment =
        new OnnxEntailment(model, config.string("representation.zero-shot.file"));
    // The topics of the list, then those of the file.
    List<String> topics = config.wordsAndLines(CANDIDATE_TOPICS, "a topic");
    if (topics.isEmpty()) {
      throw ConfigurationException.of(
          "%1$s must name at least one topic, got []; write them there, or into %1$s-file",
          CANDIDATE_TOPICS);
    }
    ZeroShotClassification zeroShot =
        config
            .with(CANDIDATE_TOPICS, topics)
            .bound(ZeroShotClassification.of(entailment, topics))
            .withTopNWords(words);
    zeroShot.checkReady();
    return zeroShot;
  }

  private static RepresentationModel labels(JobConfig config, int words) {
    String model =
        config.required(
            LLM + "model", "name the model on the server, such as gpt-4o-mini or llama3.2");
    LlmLabels labels =
        config
            .with(LLM + "key-variable", keyVariable(config))
            .with(LLM + "answers", answers(config, config.string("output.path")))
            .bound(LlmLabels.by(ChatEndpoint.at(url(config), model).withApi(api(config))))
            .withTopNWords(words);
    requireLength(config, labels.prompt());
    // Checks for the key now, not when it is first needed, hours later.
    ApiKey.bearer(
        labels.endpoint().keyVariable(),
        System::getenv,
        URI.create(labels.endpoint().url()).getHost(),
        "on the driver");
    return labels;
  }

  /** A tokenizer that would change nothing is a mistake. */
  private static void requireLength(JobConfig config, LabelPrompt prompt) {
    String tokenizer = LLM + "document-tokenizer";
    if (prompt.documentTokenizer().isEmpty()) {
      return;
    }
    if (prompt.documentLength() == 0) {
      throw ConfigurationException.of(
          "%sdocument-length must be at least 1 with %s = %s, got 0; say how many of its tokens a document keeps",
          LLM, tokenizer, prompt.documentTokenizer());
    }
    if (prompt.tokenizer() != DocumentTokens.CHAR) {
      throw ConfigurationException.of(
          "%1$sdocument-tokens and %2$s say both what %1$sdocument-length counts, got %3$s and %4$s; leave one of them out",
          LLM, tokenizer, config.string(LLM + "document-tokens"), prompt.documentTokenizer());
    }
  }

  private static ChatApi api(JobConfig config) {
    return config.choice(LLM + "api", ChatApi.class);
  }

  /** The address of the language model's server: the vendor's own if none is given. */
  public static String url(JobConfig config) {
    return config.optional("representation.llm.url").orElseGet(() -> api(config).defaultUrl());
  }

  /** Whether the server is the vendor's own. */
  public static boolean isVendors(JobConfig config) {
    return ApiAddress.sameHost(url(config), api(config).defaultUrl());
  }

  /**
   * The variable that holds the key. A vendor's default variable is used only for the vendor's own
   * server.
   */
  public static String keyVariable(JobConfig config) {
    String key = LLM + "key-variable";
    return config.withKeyVariable(key, () -> api(config).keyVariableAt(url(config))).string(key);
  }

  /** Whether a run keeps the answers of a language model in its own folder. */
  public static boolean keepsAnswersInRun(JobConfig config) {
    return config.string("representation.llm.answers").isEmpty();
  }

  /** The folder where a run keeps the answers of a language model; empty if it keeps none. */
  public static String answers(JobConfig config, String output) {
    String answers = config.string("representation.llm.answers");
    return switch (answers) {
      case "" -> output.replaceAll("/+$", "") + "/" + ANSWERS;
      case "none" -> "";
      default -> answers;
    };
  }
}
