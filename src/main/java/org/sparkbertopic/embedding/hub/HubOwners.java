package org.sparkbertopic.embedding.hub;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who owns a model that is named without its owner. A bare name is one of sentence-transformers'
 * own models, as in {@code SentenceTransformer("all-mpnet-base-v2")}, or one of the few base models
 * that the hub itself once had without an owner ({@code bert-base-uncased}).
 */
final class HubOwners {

  /** Owner of the models that have none in their name. */
  static final String SENTENCE_TRANSFORMERS = "sentence-transformers";

  /** Base models that moved from the hub's root to an owner. */
  private static final Map<String, Pattern> BASE_MODELS =
      new TreeMap<>(
          Map.of(
              "google-bert",
              Pattern.compile(
                  "bert-(base|large)-(un)?cased(-whole-word-masking)?"
                      + "|bert-base-(multilingual-(un)?cased|chinese|german-cased)"),
              "FacebookAI",
              Pattern.compile("(xlm-)?roberta-(base|large)"),
              "distilbert",
              Pattern.compile("distilbert-base-(multilingual-)?(un)?cased|distilroberta-base"),
              "albert",
              Pattern.compile("albert-x{0,2}(base|large)-v[12]"),
              "almanach",
              Pattern.compile("camembert-base")));

  /**
   * Families that people name without their owner, though sentence-transformers has none of them.
   */
  private static final Map<String, String> FAMILIES =
      new TreeMap<>(
          Map.of(
              "bge-", "BAAI",
              "e5-", "intfloat",
              "multilingual-e5-", "intfloat",
              "gte-", "thenlper",
              "jina-embeddings-", "jinaai",
              "nomic-embed-", "nomic-ai",
              "mxbai-", "mixedbread-ai",
              "snowflake-arctic-", "Snowflake",
              "potion-", "minishlab"));

  private HubOwners() {}

  /** The full name of a bare one: {@code owner/name}. */
  static String fullName(String bare) {
    return BASE_MODELS.entrySet().stream()
            .filter(owner -> owner.getValue().matcher(bare).matches())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(SENTENCE_TRANSFORMERS)
        + "/"
        + bare;
  }

  /** What to try where sentence-transformers has no such model: the end of a sentence. */
  static String advice(String repository) {
    String bare = repository.substring(repository.indexOf('/') + 1);
    String name = bare.toLowerCase(Locale.ROOT);
    return FAMILIES.entrySet().stream()
        .filter(family -> name.startsWith(family.getKey()))
        .map(family -> "; did you mean " + family.getValue() + "/" + bare + "?")
        .findFirst()
        .orElse(
            "; a name without an owner is one of sentence-transformers' own models, others are"
                + " owner/name, such as BAAI/bge-base-en-v1.5");
  }
}
