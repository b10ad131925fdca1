package org.sparkbertopic.job.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.job.config.JobConfig;

/** The library speaks of its setters, the jobs of their keys. */
class SettingNamesTest {

  private static final Path SOURCES = Path.of("src/main/java/org/sparkbertopic");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          setNrTopics must be at least 1 | topics.nr-topics must be at least 1
          setNrTopics(auto) changes nothing | topics.nr-topics = auto changes nothing
          setNrTopics(20) changes nothing | topics.nr-topics = 20 changes nothing
          raise setSampleSize to keep more | raise sample.size to keep more
          setGuided and setLabelCol must not | guided.seed-topics and input.label-column must not
          setEmbedder must be given | embedding.model must be given
          set Hdbscan.withAllowSingleCluster(true) if | set hdbscan.allow-single-cluster = true if
          a smaller Hdbscan.withMinClusterSize or | a smaller hdbscan.min-cluster-size or
          lower ZeroShotTopics.withMinSimilarity | lower zero-shot.min-similarity
          (OnnxEmbedder.withLongDocuments(CHUNK) keeps them) | (embedding.long-documents = chunk keeps them)
          CountVectorizer.withNgramRange (1 to 2 words) | vectorizer.ngram-range (1 to 2 words)
          under CountVectorizer.withLowercase(false): a | under vectorizer.lowercase = false: a
          TextAnalysis.withTokenizer | vectorizer.tokenizer
          ClassTfidf.withSeedWords: no document | ctfidf.seed-words: no document
          lower CorpusWord2Vec.withMinCount, change | lower embedding.word2vec.min-count, change
          make one, such as selectExpr("cast(x as string) as x", ...), or | make one, such as input.select = ["cast(x as string) as x", ...], or
          KMeans.nClusters must be at most | clustering.n-clusters must be at most
          GaussianMixture.nComponents must be at most | clustering.n-clusters must be at most
          Pca.nComponents must be at most | pca.n-components must be at most
          TimeBins.each and org.apache.Spark.x stay | TimeBins.each and org.apache.Spark.x stay
          raise ChatEndpoint.withMaxAnswerTokens, or | raise representation.llm.max-answer-tokens, or
          check ChatEndpoint.model and ChatEndpoint.maxAnswerTokens | check representation.llm.model and representation.llm.max-answer-tokens
          for the representation KeyBertInspired, got | for the representation keybert, got
          check HttpEmbedder.model, HttpEmbedder.dimensions | check embedding.model, embedding.dimensions
          Umap.nComponents is 40, more | umap.n-components is 40, more
          KMeans.nClusters is 5, and 3 | clustering.n-clusters is 5, and 3
          set Hdbscan.withClusterSelectionEpsilon(0.26); Hdbscan.withMinSamples(1) gives | set hdbscan.cluster-selection-epsilon = 0.26; hdbscan.min-samples = 1 gives
          name another with setIdCol | name another with input.id-column
          name another timestamp column | name another with input.timestamp-column
          """)
  void what_the_library_says_of_setters_is_said_of_keys(String library, String job) {
    assertEquals(job, SettingNames.inKeys(library));
  }

  @Test
  void no_message_of_the_library_names_a_key() throws IOException {
    Config defaults = ConfigFactory.parseString(JobConfig.documentation("fit"));
    List<String> keys =
        defaults.entrySet().stream()
            .map(entry -> entry.getKey())
            .filter(key -> key.contains(".") && !key.startsWith("spark."))
            .toList();
    assertTrue(keys.contains("sample.size"), keys::toString);
    Pattern named =
        Pattern.compile(
            keys.stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![\\w.-])(?:", ")(?![\\w-])")));
    List<String> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      files =
          all.filter(file -> file.toString().endsWith(".java") && !file.startsWith(job())).toList();
    }
    assertFalse(files.isEmpty());
    for (Path file : files) {
      Matcher literals = LITERAL.matcher(Files.readString(file));
      while (literals.find()) {
        if (named.matcher(literals.group(1)).find()) {
          found.add(file + ": " + literals.group(1));
        }
      }
    }
    assertEquals(List.of(), found);
  }

  private static Path job() {
    return SOURCES.resolve("job");
  }
}
