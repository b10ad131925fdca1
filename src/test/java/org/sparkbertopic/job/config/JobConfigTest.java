package org.sparkbertopic.job.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.LongDocuments;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.pipeline.LanguageDefaults;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.PartOfSpeech;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.llm.ChatEndpoint;
import org.sparkbertopic.representation.llm.LabelBudget;
import org.sparkbertopic.representation.llm.LlmLabels;
import org.sparkbertopic.representation.opennlp.OpenNlpTagger;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.WordForm;

class JobConfigTest {

  @TempDir Path folder;

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("job.conf"), content).toString();
  }

  private static String refused(String command, String file, Map<String, String> overrides) {
    return assertThrows(
            ConfigurationException.class, () -> JobConfig.load(command, file, overrides))
        .getMessage();
  }

  @Test
  void the_defaults_are_those_of_the_library() {
    BERTopic estimator = TopicModelConfig.estimator(JobConfig.load("fit", null, Map.of()));
    assertEquals(Umap.create(), estimator.getReducer());
    assertEquals(Hdbscan.create(), estimator.getClusterer());
    assertEquals(CountVectorizer.create(), estimator.getVectorizer());
    assertEquals(ClassTfidf.create(), estimator.getCtfidf());
    assertEquals(CtfidfRepresentation.create(), estimator.getRepresentation());
    assertEquals(OnnxEmbedder.allMiniLmL6V2(), estimator.getEmbedder());
    BERTopic defaults = new BERTopic();
    assertEquals(defaults.getSeed(), estimator.getSeed());
    assertEquals(defaults.getSampleSize(), estimator.getSampleSize());
    assertEquals(defaults.getTopNWords(), estimator.getTopNWords());
    assertEquals(defaults.getRepresentativeDocuments(), estimator.getRepresentativeDocuments());
    assertEquals(defaults.getTextCol(), estimator.getTextCol());
  }

  @Test
  void a_file_overrides_the_defaults_and_an_option_the_file() throws IOException {
    String file =
        file(
            """
            umap { n-neighbors = 20, metric = euclidean }
            hdbscan.cluster-selection-method = leaf
            vectorizer { stop-words = [the, of], ngram-range = [1, 2] }
            representation.models = [keybert, mmr]
            seed = 1
            """);
    BERTopic estimator =
        TopicModelConfig.estimator(
            JobConfig.load("fit", file, Map.of("umap.n-neighbors", "30", "seed", "7")));
    assertEquals(30, ((Umap) estimator.getReducer()).nNeighbors());
    assertEquals(
        ClusterSelectionMethod.LEAF, ((Hdbscan) estimator.getClusterer()).clusterSelectionMethod());
    assertEquals(List.of("the", "of"), estimator.getVectorizer().stopWords());
    assertEquals(2, estimator.getVectorizer().maxNgram());
    assertTrue(estimator.getRepresentation() instanceof RepresentationChain);
    assertEquals(7, estimator.getSeed());
  }

  @Test
  void every_key_of_the_embedding_reaches_the_embedder() {
    BERTopic estimator =
        TopicModelConfig.estimator(
            JobConfig.load(
                "fit",
                null,
                Map.of(
                    "embedding.model", "e5-small-v2",
                    "embedding.quantized", "true",
                    "embedding.pooling", "mean-sqrt-len",
                    "embedding.prompt", "query: ",
                    "embedding.max-tokens", "100",
                    "embedding.long-documents", "chunk",
                    "embedding.chunk-overlap", "7",
                    "embedding.device", "auto")));
    assertEquals(
        OnnxEmbedder.of("e5-small-v2")
            .withQuantized(true)
            .withPooling(Pooling.MEAN_SQRT_LEN)
            .withPrompt("query: ")
            .withMaxTokens(100)
            .withLongDocuments(LongDocuments.CHUNK)
            .withChunkOverlap(7)
            .withDevice(Device.AUTO),
        estimator.getEmbedder());
  }

  @Test
  void words_of_topics_and_of_their_representation_are_as_many() {
    BERTopic estimator =
        TopicModelConfig.estimator(
            JobConfig.load(
                "fit",
                null,
                Map.of("representation.models", "keybert", "topics.top-n-words", "5")));
    assertEquals(KeyBertInspired.create().withTopNWords(5), estimator.getRepresentation());
  }

  @ParameterizedTest
  @CsvSource({
    "umap.n-neighbours, umap.n-neighbors",
    "umap.n_neighbors, umap.n-neighbors",
    "hdbscan.min-clustersize, hdbscan.min-cluster-size",
    "min-cluster-size, hdbscan.min-cluster-size",
    "sed, seed",
    "input.textcolumn, input.text-column",
  })
  void a_misspelt_key_is_an_error_that_names_the_nearest_one(String key, String nearest) {
    String message = refused("fit", null, Map.of(key, "1"));
    assertTrue(message.contains("'" + key + "'"), message);
    assertTrue(message.contains("did you mean '" + nearest + "'?"), message);
  }

  @Test
  void an_unknown_key_in_a_file_is_found_by_file_and_line() throws IOException {
    String message = refused("fit", file("seed = 1\numap.neighbors = 3\n"), Map.of());
    assertTrue(message.contains("job.conf: 2"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "umap.n-neighbors, many",
    "seed, soon",
    "hdbscan.allow-single-cluster, 17.5",
    "vectorizer.ngram-range, 2",
    "umap.n-neighbors, 15.9",
  })
  void an_ill_typed_value_is_an_error_that_names_its_key(String key, String value) {
    String message = refused("fit", null, Map.of(key, value));
    assertTrue(message.contains(key), message);
  }

  @ParameterizedTest
  @CsvSource({
    "umap.n-neighbors, 1, umap.n-neighbors must be at least 2",
    "hdbscan.min-cluster-size, 1, hdbscan.min-cluster-size must be at least 2",
    "umap.metric, hamming, 'umap.metric must be one of cosine, euclidean'",
    "vectorizer.stop-words, klingon, 'vectorizer.stop-words must be one of arabic, '",
    "vectorizer.tokenizer, klingon, 'vectorizer.tokenizer must be one of arabic, '",
    "vectorizer.stop-words, 'english, klingon', 'vectorizer.stop-words must be one of arabic, '",
    "vectorizer.stop-words, 'english, no/such.txt', 'vectorizer.stop-words-file must name a readable file'",
    "vectorizer.min-df, 1.5, vectorizer.min-df must be a number of documents (5)",
    "vectorizer.max-df, 101%, vectorizer.max-df must be a number of documents (5)",
    "vectorizer.min-df, 0, vectorizer.min-df must be a number of documents (5)",
    "vectorizer.analyzer, acme, 'vectorizer.analyzer must be one of word, char, char_wb, or the name of a registered TokenizerFactory, got ''acme'', registered are [test-hashtags]'",
    "vectorizer.preprocessor, acme, 'vectorizer.preprocessor must be the name of a registered Preprocessor'",
    "vectorizer.word-form, lemma, 'vectorizer.word-form must be one of stem, surface'",
    "vectorizer.strip-accents, all, 'vectorizer.strip-accents must be one of keep, unicode, ascii'",
    "vectorizer.stop-words-file, /no/such/list, vectorizer.stop-words-file must name a readable file",
    "vectorizer.vocabulary-file, /no/such/list, vectorizer.vocabulary-file must name a readable file",
    "representation.models, gpt, 'representation.models must be one of ctfidf, keybert, mmr'",
    "embedding.model, /no/such/folder, embedding.model must be ",
    "embedding.pooling, median, 'embedding.pooling must be one of model, cls'",
    "embedding.prompt, qery, embedding.prompt must be the name of a prompt",
    "embedding.chunk-overlap, -1, embedding.chunk-overlap must not be negative",
    "embedding.device, tpu, 'embedding.device must be one of cpu, cuda, auto'",
    "representation.models, [nouns], 'representation.models must be one of ctfidf, keybert, mmr, pos, zero-shot, llm'",
    "representation.aspects.a, [], 'representation.aspects.a must name at least one of [ctfidf,'",
    "representation.aspects.a, b, 'representation.aspects.a must be one of ctfidf,'",
    "representation.aspects.Main, pos, representation.aspects must have names that are none of [Topic",
    "representation.labels, a, representation.labels must be one of the aspects []",
    "representation.models, llm, representation.llm.model must be given; ",
    "representation.models, zero-shot, representation.zero-shot.model must be given; ",
  })
  void a_value_out_of_range_is_an_error_of_its_part(String key, String value, String start) {
    JobConfig config = JobConfig.load("fit", null, Map.of(key, value));
    String message =
        assertThrows(ConfigurationException.class, () -> TopicModelConfig.estimator(config))
            .getMessage();
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void an_override_is_text_unless_it_looks_like_hocon() {
    JobConfig config =
        JobConfig.load(
            "fit",
            null,
            Map.of(
                "output.path", "/tmp/run#2",
                "input.path", "s3a://bucket//docs",
                "vectorizer.stop-words", "[the, of]",
                "input.options", "{ header = true }"));
    assertEquals("/tmp/run#2", config.string("output.path"));
    assertEquals("s3a://bucket//docs", config.string("input.path"));
    assertEquals(List.of("the", "of"), config.words("vectorizer.stop-words"));
    assertEquals(Map.of("header", "true"), config.map("input.options"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "'",
        "$",
        "${HOME}",
        "$1",
        "#",
        "a#b",
        "//",
        "{",
        "}",
        "[",
        "[final]",
        "{ a = 1 }",
        "\\",
        "C:\\data\\a.csv",
        "s3a://bucket/a b/*.csv?x=1&y=2",
        "scheduled__2024-01-01T00:00:00+00:00",
        "include \"x\"",
        "a,b",
        "a = b",
        "+=",
        "\t",
        "null",
        "007",
        "1e3",
        "true",
        " padded ",
        "\"open",
        "\u00e9\u4e2d",
      })
  void a_text_on_the_command_line_is_taken_as_it_stands(String value) {
    for (String key : List.of("input.path", "input.options.escape", "embedding.prompt")) {
      JobConfig config = JobConfig.load("fit", null, Map.of(key, value));
      assertEquals(
          value,
          key.startsWith("input.options")
              ? config.map("input.options").get("escape")
              : config.string(key));
    }
  }

  @Test
  void quotes_around_a_text_are_hocons() {
    JobConfig config =
        JobConfig.load("fit", null, Map.of("input.options.quote", "\"\"", "seed", "\"7\""));
    assertEquals(Map.of("quote", ""), config.map("input.options"));
    assertEquals(7, config.integer("seed"));
  }

  @Test
  void options_whose_names_are_parts_of_one_another_stand_side_by_side() throws IOException {
    String file = file("input.options { \"fs.s3a.endpoint\" = file, fs.s3a.path.style = true }");
    JobConfig config =
        JobConfig.load(
            "fit",
            file,
            Map.of(
                "input.options.fs.s3a.endpoint", "http://localhost:9000",
                "input.options.fs.s3a.endpoint.region", "eu-1"));
    assertEquals(
        Map.of(
            "fs.s3a.endpoint",
            "http://localhost:9000",
            "fs.s3a.endpoint.region",
            "eu-1",
            "fs.s3a.path.style",
            "true"),
        config.map("input.options"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "umap.n-neighbors | 15.5 | umap.n-neighbors must be a whole number, got 15.5",
        "umap.n-neighbors | 3000000000 | umap.n-neighbors must be a whole number, got",
        "umap.min-dist | a little | umap.min-dist must be a number, got 'a little'",
        "umap.min-dist | 0,1 | umap.min-dist must be a number, got '0,1'",
        "hdbscan.allow-single-cluster | maybe | hdbscan.allow-single-cluster must be true or false",
        "guided.seed-topics | tax | guided.seed-topics must be a list, such as [a, b], got 'tax'",
        "vectorizer | english | unknown key 'vectorizer' (-D vectorizer); it is a section",
        "umap | plain | umap.defaults must be one of topics, bertopic, got 'plain'",
      })
  void a_value_of_another_kind_is_refused_by_its_key(String key, String value, String start) {
    String message = refused("fit", null, Map.of(key, value));
    assertTrue(message.startsWith(start), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "min_topic_size | topics.min-size",
        "nr_topics | topics.nr-topics",
        "n_gram_range | vectorizer.ngram-range",
        "top_n_words | topics.top-n-words",
        "calculate_probabilities | topics distribution --run OUTPUT --output DIR --by probabilities",
        "diversity | representation.mmr.diversity",
        "low_memory | sample.size",
        "embedding_model | embedding.model",
        "umap_model | umap { n-neighbors",
        "hdbscan_model | hdbscan { min-cluster-size",
        "vectorizer_model | vectorizer { ngram-range",
        "ctfidf_model | ctfidf { bm25-weighting",
        "representation_model | representation.models",
        "seed_topic_list | guided.seed-topics",
        "zeroshot_topic_list | zero-shot.topics",
        "zeroshot_min_similarity | zero-shot.min-similarity",
        "verbose | --verbose",
        "min_cluster_size | hdbscan.min-cluster-size",
        "hdbscan.min_topic_size | topics.min-size",
        "n_neighbors | umap.n-neighbors",
        "n_components | 'umap.n-components'",
        "metric | 'hdbscan.metric' or 'umap.metric'",
        "min_dist | umap.min-dist",
        "random_state | seed",
        "umap.random_state | seed",
        "prediction_data | every model can transform",
        "stop_words | vectorizer.stop-words",
        "min_df | vectorizer.min-df",
        "max_features | vectorizer.max-features",
        "bm25_weighting | ctfidf.bm25-weighting",
        "reduce_frequent_words | ctfidf.reduce-frequent-words",
        "nr_repr_docs | topics.representative-documents",
        "xyzzy | --keys",
      })
  void a_name_of_bertopics_leads_to_the_key(String name, String key) {
    String message = refused("fit", null, Map.of(name, "1"));
    assertTrue(message.startsWith("unknown key '" + name + "'"), message);
    assertTrue(message.contains(key), message);
  }

  @Test
  void one_word_gives_bertopics_layout_and_what_is_given_beside_it_counts() throws IOException {
    assertEquals(
        Umap.bertopic(),
        TopicModelConfig.estimator(JobConfig.load("fit", null, Map.of("umap", "bertopic")))
            .getReducer());
    String file = file("umap = bertopic\nhdbscan.min-cluster-size = 15");
    assertEquals(
        Umap.bertopic().withMinDist(0.1).withNegativeSampleRate(9),
        TopicModelConfig.estimator(
                JobConfig.load(
                    "fit", file, Map.of("umap.min-dist", "0.1", "umap.negative-sample-rate", "9")))
            .getReducer());
    assertEquals(
        Umap.bertopic().withNNeighbors(30),
        TopicModelConfig.estimator(
                JobConfig.load(
                    "fit", file("umap { defaults = bertopic, n-neighbors = 30 }"), Map.of()))
            .getReducer());
  }

  @Test
  void words_cannot_be_embedded_where_the_model_of_the_embeddings_is_not_known() {
    JobConfig config =
        JobConfig.load(
            "fit",
            null,
            Map.of("input.embedding-column", "vector", "representation.models", "keybert"));
    String message =
        assertThrows(ConfigurationException.class, () -> TopicModelConfig.estimator(config))
            .getMessage();
    assertTrue(message.contains("representations embed words (keybert, mmr)"), message);
  }

  @Test
  void representations_are_read_with_their_parameters() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("output.path", "s3a://bucket/run/");
    settings.put("representation.models", "[keybert, mmr]");
    settings.put("representation.aspects.label", "[keybert, llm]");
    settings.put("representation.aspects.verbs", "pos");
    settings.put("representation.labels", "label");
    settings.put("representation.mmr.diversity", "0.4");
    settings.put("representation.pos.patterns", "[\"VERB  NOUN\", VERB]");
    settings.put("representation.llm.url", "http://localhost:11434");
    settings.put("representation.llm.model", "llama3.2");
    settings.put("representation.llm.max-tokens", "20000");
    settings.put("representation.llm.topics", "50");
    settings.put("topics.top-n-words", "7");
    BERTopic estimator = TopicModelConfig.estimator(JobConfig.load("fit", null, settings));
    assertEquals(
        RepresentationChain.of(
            KeyBertInspired.create().withTopNWords(30), new MaximalMarginalRelevance(0.4, 7)),
        estimator.getRepresentation());
    LlmLabels labels =
        LlmLabels.by(ChatEndpoint.at("http://localhost:11434", "llama3.2"))
            .withAnswers("s3a://bucket/run/llm-answers")
            .withBudget(LabelBudget.UNLIMITED.withMaxTokens(20_000))
            .withMostTopics(50)
            .withTopNWords(7);
    PartOfSpeech verbs =
        PartOfSpeech.by(OpenNlpTagger.english())
            .withPatterns(List.of(List.of("VERB", "NOUN"), List.of("VERB")))
            .withTopNWords(7);
    Aspects expected =
        Aspects.of(
            Map.of(
                "verbs",
                verbs,
                "label",
                RepresentationChain.of(KeyBertInspired.create().withTopNWords(30), labels)));
    assertEquals(expected.withLabels("label"), estimator.getAspects());
  }

  @Test
  void an_aspect_cannot_be_named_as_a_column_of_the_topics() {
    String message = refusedEstimator(Map.of("representation.aspects.Name", "mmr"));
    assertTrue(
        message.startsWith("representation.aspects must have names that are none of [Topic, Count"),
        message);
    assertTrue(message.contains("got 'Name'"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', OPENAI_API_KEY",
    "https://API.openai.com/v1/chat/completions, '', OPENAI_API_KEY",
    "http://localhost:11434, '', ''",
    "https://api.openai.com.example.org, '', ''",
    "https://example.org/api.openai.com, '', ''",
    "http://localhost:8000/v1, MY_KEY, MY_KEY",
    "https://api.openai.com, none, ''",
  })
  void the_usual_key_of_a_language_model_goes_to_its_owner_alone(
      String url, String configured, String variable) {
    JobConfig config =
        JobConfig.load(
            "fit",
            null,
            Map.of("representation.llm.url", url, "representation.llm.key-variable", configured));
    assertEquals(variable, RepresentationConfig.keyVariable(config));
  }

  @Test
  void a_url_of_a_language_model_holds_no_secret() {
    String message =
        refusedEstimator(
            Map.of(
                "representation.models",
                "llm",
                "representation.llm.model",
                "some-model",
                "representation.llm.url",
                "https://user:sesame@example.org"));
    assertTrue(message.contains("url must hold no secret"), message);
    assertFalse(message.contains("sesame"), message);
  }

  @Test
  void a_language_model_needs_its_key_before_any_work() {
    Map<String, String> settings =
        Map.of(
            "representation.models",
            "llm",
            "representation.llm.model",
            "gpt-4o-mini",
            "representation.llm.key-variable",
            "NO_SUCH_VARIABLE_IS_SET");
    String message = refusedEstimator(settings);
    assertTrue(
        message.contains("NO_SUCH_VARIABLE_IS_SET must hold the key of api.openai.com"), message);
  }

  @Test
  void topics_for_zero_shot_classification_come_from_the_list_and_the_file(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("names.txt"), "school\n\n  health care \ntax\n");
    Map<String, String> settings = new TreeMap<>();
    settings.put("representation.models", "zero-shot");
    settings.put("representation.zero-shot.model", "./no-model-here");
    String topics = "representation.zero-shot.candidate-topics";
    assertTrue(refusedEstimator(settings).contains(topics + " must name at least one topic"));
    settings.put(topics, "[tax, war]");
    settings.put(topics + "-file", folder.resolve("none.txt").toString());
    assertTrue(refusedEstimator(settings).contains("none.txt"));
    settings.put(topics + "-file", folder.resolve("names.txt").toString());
    assertTrue(refusedEstimator(settings).contains("model must be a folder on the driver"));
    settings.put("representation.zero-shot.template", "This is it.");
    assertTrue(refusedEstimator(settings).contains("template must hold {}"));
  }

  private static String refusedEstimator(Map<String, String> settings) {
    JobConfig config = JobConfig.load("fit", null, settings);
    return assertThrows(ConfigurationException.class, () -> TopicModelConfig.estimator(config))
        .getMessage();
  }

  @Test
  void a_file_that_is_missing_or_no_hocon_is_named() throws IOException {
    assertTrue(refused("fit", "/no/such.conf", Map.of()).contains("'/no/such.conf'"));
    assertTrue(refused("fit", file("umap {"), Map.of()).contains("job.conf"));
  }

  @ParameterizedTest
  @CsvSource({
    "conf/fit.conf, fit",
    "conf/demo.conf, fit",
    "conf/transform.conf, transform",
    "conf/update.conf, update",
    "conf/stream.conf, stream"
  })
  void the_examples_are_usable(String example, String command) {
    JobConfig config = JobConfig.load(command, example, Map.of());
    if (!command.equals("stream")) {
      InputReader.check(config);
    }
    if (command.equals("fit")) {
      TopicModelConfig.estimator(config);
    }
  }

  @Test
  void stop_words_and_vocabulary_come_from_files_too() throws IOException {
    String words = Files.writeString(folder.resolve("words.txt"), "# own\nfellow\n\n").toString();
    String terms = Files.writeString(folder.resolve("terms.txt"), "energy\noil price\n").toString();
    JobConfig config =
        JobConfig.load(
            "fit",
            null,
            Map.of(
                "vectorizer.stop-words", "[the]",
                "vectorizer.stop-words-file", words,
                "vectorizer.vocabulary", "[tax]",
                "vectorizer.vocabulary-file", terms,
                "vectorizer.tokenizer", "english",
                "vectorizer.word-form", "surface"));
    CountVectorizer vectorizer = VectorizerConfig.vectorizer(config);
    assertEquals(List.of("the", "fellow"), vectorizer.stopWords());
    assertEquals(List.of("tax", "energy", "oil price"), vectorizer.vocabulary());
    assertEquals(
        new TextAnalysis("english", WordForm.SURFACE, Accents.KEEP, false), vectorizer.text());
  }

  @Test
  void a_language_chooses_model_tokenizer_and_stop_words_and_a_setting_wins() {
    JobConfig german = JobConfig.load("fit", null, Map.of("language", "German"));
    assertEquals(LanguageDefaults.MULTILINGUAL_MODEL, german.string("embedding.model"));
    assertEquals("german", VectorizerConfig.vectorizer(german).text().tokenizer());
    assertEquals(StopWords.named("german"), VectorizerConfig.vectorizer(german).stopWords());
    JobConfig set =
        JobConfig.load(
            "fit",
            null,
            Map.of(
                "language", "german",
                "embedding.model", "e5-small-v2",
                "vectorizer.tokenizer", "pattern",
                "vectorizer.stop-words", "none"));
    assertEquals("e5-small-v2", set.string("embedding.model"));
    assertEquals(CountVectorizer.create(), VectorizerConfig.vectorizer(set));
    assertFalse(german.isGiven("embedding.model"));
    JobConfig english = JobConfig.load("fit", null, Map.of("language", "english"));
    assertEquals("all-MiniLM-L6-v2", english.string("embedding.model"));
    assertEquals(
        CountVectorizer.create().withStopWords("english"), VectorizerConfig.vectorizer(english));
    assertEquals(
        "polish", JobConfig.load("fit", null, Map.of("language", "polish")).string("language"));
    assertTrue(
        refused("fit", null, Map.of("language", "klingon"))
            .startsWith("language must be one of english, multilingual, albanian"));
    BERTopic estimator = new BERTopic().setLanguage("german");
    assertEquals(VectorizerConfig.vectorizer(german), estimator.getVectorizer());
    assertEquals(OnnxEmbedder.of(LanguageDefaults.MULTILINGUAL_MODEL), estimator.getEmbedder());
    assertEquals(
        CountVectorizer.create(),
        estimator.setVectorizer(CountVectorizer.create()).getVectorizer());
  }

  @Test
  void stop_words_are_several_lists_and_files() throws IOException {
    String file = Files.writeString(folder.resolve("words.txt"), "fellow\nund\n").toString();
    JobConfig config =
        JobConfig.load("fit", null, Map.of("vectorizer.stop-words", "english, german, " + file));
    List<String> words = VectorizerConfig.vectorizer(config).stopWords();
    assertTrue(words.containsAll(List.of("the", "und", "fellow")), words::toString);
    assertEquals(
        StopWords.named("english, german").size() + 1, words.size(), "each word stands once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vectorizer.stop-words-file",
        "vectorizer.vocabulary-file",
        "guided.seed-topics-file",
        "zero-shot.topics-file",
        "representation.zero-shot.candidate-topics-file"
      })
  void every_list_is_read_by_one_rule(String key) throws IOException {
    String list =
        Files.writeString(folder.resolve("list.txt"), "\uFEFF# of ours\n tax \n\n\\#one\r\n")
            .toString();
    JobConfig config = JobConfig.load("fit", null, Map.of(key, list));
    assertEquals(List.of("tax", "#one"), config.lines(key, "a word"));
    Map<String, byte[]> bad =
        Map.of(
            "it has none",
            "# nothing\n".getBytes(StandardCharsets.UTF_8),
            "line 1 is not UTF-8",
            new byte[] {'f', (byte) 0xFC, 'r'});
    for (Map.Entry<String, byte[]> file : bad.entrySet()) {
      Path path = Files.write(folder.resolve("bad.txt"), file.getValue());
      Map<String, String> settings = new HashMap<>(Map.of(key, path.toString()));
      settings.put("input.embedding-column", "embedding");
      settings.put("representation.models", "zero-shot");
      settings.put("representation.zero-shot.model", folder.toString());
      if (!key.startsWith("representation.")) {
        settings.remove("representation.models");
      }
      JobConfig refused = JobConfig.load("fit", null, settings);
      String message =
          assertThrows(ConfigurationException.class, () -> TopicModelConfig.estimator(refused))
              .getMessage();
      assertTrue(message.startsWith(key + " must name a readable file"), message);
      assertTrue(message.contains("'" + path + "': " + file.getKey()), message);
    }
  }

  @Test
  void an_include_is_read_from_the_folder_of_its_file_or_refused_by_name() throws IOException {
    Path shared = Files.createDirectories(folder.resolve("shared"));
    Files.writeString(shared.resolve("words.conf"), "ctfidf.seed-words = [energy, war]\n");
    Files.writeString(
        shared.resolve("all.conf"), "include \"words\"\nhdbscan.min-cluster-size = 7\nseed = 3\n");
    Path main = folder.resolve("main.conf");
    Files.writeString(main, "include \"shared/all.conf\"\nseed = 4\n");
    for (String file : List.of(main.toString(), "file:" + main, "file://" + main)) {
      JobConfig config = JobConfig.load("fit", file, Map.of());
      assertEquals(7, config.integer("hdbscan.min-cluster-size"));
      assertEquals(4, config.integer("seed"));
      assertEquals(List.of("energy", "war"), config.words("ctfidf.seed-words"));
    }
    for (String missing :
        List.of("\"none.conf\"", "\"none\"", "file(\"/none.conf\")", "required(\"none.conf\")")) {
      Files.writeString(main, "seed = 4\ninclude " + missing + "\n");
      ConfigurationException refused =
          assertThrows(
              ConfigurationException.class,
              () -> JobConfig.load("fit", main.toString(), Map.of()),
              missing);
      assertTrue(
          refused.getMessage().startsWith("include must name a readable file"),
          refused.getMessage());
      assertTrue(refused.getMessage().contains("none"), refused.getMessage());
    }
    Files.writeString(shared.resolve("all.conf"), "hdbscan.min-clustersize = 7\n");
    Files.writeString(main, "include \"shared/all.conf\"\n");
    ConfigurationException unknown =
        assertThrows(
            ConfigurationException.class, () -> JobConfig.load("fit", main.toString(), Map.of()));
    assertTrue(unknown.getMessage().contains("all.conf"), unknown.getMessage());
    assertTrue(unknown.getMessage().contains(": 1)"), unknown.getMessage());
  }

  @Test
  void an_include_in_a_file_that_is_not_on_a_local_disk_is_refused() {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () ->
                ConfigFactory.parseReader(
                    new StringReader("include \"other.conf\""),
                    ConfigParseOptions.defaults()
                        .setIncluder(ConfigIncludes.refused("s3a://bucket/fit.conf"))));
    assertTrue(
        refused.getMessage().startsWith("include must stand in a file on a local disk"),
        refused.getMessage());
  }

  @Test
  void choices_are_the_same_in_any_case_and_are_recorded_as_they_are_listed() {
    Map<String, String> listed = new TreeMap<>();
    listed.put("umap.metric", "cosine");
    listed.put("hdbscan.cluster-selection-method", "eom");
    listed.put("reduction.method", "umap");
    listed.put("topics.nr-topics", "auto");
    listed.put("vectorizer.stop-words", "none");
    listed.put("representation.models", "[keybert, mmr]");
    listed.put("embedding.key-variable", "none");
    listed.put("embedding.long-documents", "chunk");
    listed.put("output.format", "csv");
    Map<String, String> written = new TreeMap<>();
    listed.forEach((key, value) -> written.put(key, value.toUpperCase(Locale.ROOT)));
    JobConfig config = JobConfig.load("fit", null, written);
    assertEquals(JobConfig.load("fit", null, listed).toJson(), config.toJson());
    assertEquals(Optional.of("auto"), config.optional("topics.nr-topics"));
    assertEquals(List.of("keybert", "mmr"), config.words("representation.models"));
    // Words of the user's own are no choices.
    JobConfig own =
        JobConfig.load(
            "fit", null, Map.of("vectorizer.stop-words", "[None]", "ctfidf.seed-words", "None"));
    assertEquals(List.of("None"), own.words("vectorizer.stop-words"));
    assertEquals(List.of("None"), own.words("ctfidf.seed-words"));
  }

  @ParameterizedTest
  @CsvSource({
    "zero-shot.min-similarity, NaN",
    "zero-shot.min-similarity, 1.5",
    "representation.mmr.diversity, NaN",
    "representation.mmr.diversity, -0.5",
    "umap.min-dist, NaN",
    "hdbscan.alpha, Infinity",
  })
  void a_number_that_cannot_be_is_refused_by_its_key_though_nothing_uses_it(
      String key, String value) {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> TopicModelConfig.estimator(JobConfig.load("fit", null, Map.of(key, value))));
    assertTrue(refused.getMessage().startsWith(key + " must be "), refused.getMessage());
    assertTrue(refused.getMessage().contains(value), refused.getMessage());
  }
}
