package org.sparkbertopic.embedding.http;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.http.ApiClient;
import org.sparkbertopic.http.ApiKey;
import org.sparkbertopic.http.ApiTarget;
import org.sparkbertopic.http.ApiTask;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.Pause;

/**
 * Embeds with a server over HTTP. Executors call the server themselves: they must reach it, and
 * have the environment variable of the key.
 *
 * <p>A call sends its texts in requests of bounded size, several at once, and repeats requests that
 * failed for a transient reason. A blank text is not sent; its vector is zero. A text that is too
 * long for the server is cut (by the server if its API offers that, else by a quarter, repeatedly)
 * and reported as truncated.
 *
 * <p>Whether equal texts get equal vectors depends on the server: the vectors of hosted models
 * differ in their last bits from call to call, and the owner may replace a model under the same
 * name. Vectors are kept in the run's directory and not requested again.
 *
 * @param dialect the API that the server speaks
 * @param url the server ({@code http://host:8000}), a base ({@code http://host:8000/v1}), or the
 *     whole address of the API; without secrets, because it is saved with the model
 * @param model the model's name on the server; may be empty on Azure
 * @param keyVariable name of the environment variable that holds the key; empty if none is needed.
 *     The key itself is in no record, log, error or file.
 * @param dimensions length of the vectors to ask for; 0: the model's own
 * @param inputType Cohere's input_type; other dialects do not send it
 * @param limits sizes of requests, and how many are sent at once
 * @param backoff how often to repeat a request, and how long to wait
 */
@RecordBuilder
public record HttpEmbedder(
    HttpDialect dialect,
    String url,
    String model,
    String keyVariable,
    int dimensions,
    String inputType,
    RequestLimits limits,
    Backoff backoff)
    implements Embedder, HttpEmbedderBuilder.With {

  /** Cohere's type for topic models. */
  public static final String DEFAULT_INPUT_TYPE = "clustering";

  private static final int MOST_TEXTS_OF_COHERE = 96;

  private static final long serialVersionUID = 1L;

  /** Increment when the same server and parameters give other vectors. */
  private static final String METHOD = "http v1";

  private static final String KEY_PLACE = "on the driver and on every executor";

  private static final Map<String, Integer> DIMENSIONS = new ConcurrentHashMap<>();

  public HttpEmbedder {
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(keyVariable, "keyVariable");
    Objects.requireNonNull(inputType, "inputType");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(backoff, "backoff");
    dialect.address(url);
    if (model.isBlank() && dialect != HttpDialect.AZURE) {
      throw new IllegalArgumentException(
          "model must not be blank; give the model's name on the server");
    }
    ApiKey.checkVariable(keyVariable);
    if (dimensions < 0) {
      throw new IllegalArgumentException(
          "dimensions must be positive, or 0 for the model's own, got " + dimensions);
    }
    if (dialect == HttpDialect.COHERE && limits.textsPerRequest() > MOST_TEXTS_OF_COHERE) {
      throw new IllegalArgumentException(
          "textsPerRequest must be at most 96 for Cohere, got " + limits.textsPerRequest());
    }
  }

  /** A model on OpenAI's own server, with the key in {@code OPENAI_API_KEY}. */
  public static HttpEmbedder openAi(String model) {
    return of(HttpDialect.OPENAI, HttpDialect.OPENAI.defaultUrl(), model);
  }

  /** A model on a server that speaks OpenAI's API, without a key. */
  public static HttpEmbedder openAiCompatible(String url, String model) {
    return of(HttpDialect.OPENAI, url, model).withKeyVariable("");
  }

  /** An Azure deployment, by its whole URL, with the key in {@code AZURE_OPENAI_API_KEY}. */
  public static HttpEmbedder azure(String url) {
    return of(HttpDialect.AZURE, url, "");
  }

  /** A model on Cohere's server, with the key in {@code COHERE_API_KEY}. */
  public static HttpEmbedder cohere(String model) {
    return of(HttpDialect.COHERE, HttpDialect.COHERE.defaultUrl(), model);
  }

  /** A model of the Ollama server on each executor's own machine. */
  public static HttpEmbedder ollama(String model) {
    return of(HttpDialect.OLLAMA, HttpDialect.OLLAMA.defaultUrl(), model);
  }

  /** With the dialect's usual key variable, and the other parameters at their defaults. */
  public static HttpEmbedder of(HttpDialect dialect, String url, String model) {
    return new HttpEmbedder(
        dialect,
        url,
        model,
        dialect.defaultKeyVariable(),
        0,
        DEFAULT_INPUT_TYPE,
        RequestLimits.create(),
        Backoff.create());
  }

  /** Whether a configured model is the address of a server. */
  public static boolean recognizes(String model) {
    return model.regionMatches(true, 0, "http://", 0, 7)
        || model.regionMatches(true, 0, "https://", 0, 8);
  }

  /** The model, or the server's host if the model has no name. */
  @Override
  public String name() {
    return model.isEmpty() ? URI.create(url).getHost() : model;
  }

  /**
   * Covers the address, the model's name and the parameters, but not the model itself, which the
   * server may replace without notice.
   */
  @Override
  public String fingerprint() {
    String type = dialect == HttpDialect.COHERE ? ", " + inputType : "";
    return METHOD
        + ", "
        + dialect
        + " "
        + escaped(dialect.address(url).toString())
        + ", "
        + escaped(model)
        + ", "
        + (dimensions == 0 ? "own dimensions" : dimensions + " dimensions")
        + type;
  }

  /** So that a name cannot imitate the text after it. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace(",", "\\,");
  }

  /**
   * The requested length; otherwise that of a probe text, embedded once per JVM.
   *
   * @throws IllegalArgumentException if the server refuses the key, the model or a parameter
   * @throws IllegalStateException if it cannot be reached
   */
  @Override
  public int dimension() {
    return dimension(System::getenv, Pause.REAL);
  }

  /**
   * @throws IllegalArgumentException if the server refuses the key, the model or a parameter
   * @throws IllegalStateException if it cannot be reached, or returns unusable vectors
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    return embed(texts, System::getenv, Pause.REAL);
  }

  /** Counts the executors' requests and tokens in Spark accumulators. */
  @Override
  public Embedder forExecutors(SparkContext spark) {
    return MeteredEmbedder.of(spark, this);
  }

  /** The cost of this embedder in this JVM. */
  public ApiUsage usage() {
    return UsageCounters.of(fingerprint());
  }

  /** The cost of this embedder on the executors, as reported by finished tasks. */
  public ApiUsage usage(SparkContext spark) {
    return MeteredEmbedder.of(spark, this).usage();
  }

  int dimension(UnaryOperator<String> environment, Pause pause) {
    if (dimensions > 0) {
      return dimensions;
    }
    return DIMENSIONS.computeIfAbsent(
        fingerprint(), key -> embed(List.of("topic"), environment, pause).vectors()[0].length);
  }

  EmbeddedTexts embed(List<String> texts, UnaryOperator<String> environment, Pause pause) {
    return metered(texts, environment, pause).texts();
  }

  /** Vectors and their cost. */
  record Metered(EmbeddedTexts texts, ApiUsage usage) {}

  Metered metered(List<String> texts, UnaryOperator<String> environment, Pause pause) {
    ApiCall call = new ApiCall(this, client(environment, pause), List.copyOf(texts));
    EmbeddedTexts embedded;
    try {
      embedded = call.run();
    } finally {
      UsageCounters.add(fingerprint(), call.usage());
    }
    float[][] vectors = embedded.vectors();
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i] == null) {
        vectors[i] = new float[dimension(environment, pause)];
      }
    }
    return new Metered(embedded, call.usage());
  }

  private ApiClient client(UnaryOperator<String> environment, Pause pause) {
    boolean azure = dialect == HttpDialect.AZURE;
    ApiKey key =
        ApiKey.read(
            keyVariable,
            environment,
            URI.create(url).getHost(),
            KEY_PLACE,
            azure ? "api-key" : ApiKey.BEARER_HEADER,
            azure ? "" : ApiKey.BEARER_PREFIX);
    ApiTask task =
        new ApiTask(
            name(),
            "embed",
            "HttpEmbedder.model, HttpEmbedder.dimensions and HttpEmbedder.inputType",
            KEY_PLACE);
    return new ApiClient(
        new ApiTarget(task, dialect.address(url), key, limits.timeoutSeconds(), backoff), pause);
  }
}
