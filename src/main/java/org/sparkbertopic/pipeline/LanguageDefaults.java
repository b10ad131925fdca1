package org.sparkbertopic.pipeline;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.StopWords;

/**
 * What a language chooses where nothing else is set: BERTopic's {@code language}, for the words
 * too.
 *
 * @param embeddingModel BERTopic's: all-MiniLM-L6-v2 for English, else
 *     paraphrase-multilingual-MiniLM-L12-v2
 * @param tokenizer that of the language; the pattern for English, as in BERTopic, and where there
 *     is none
 * @param stopWords the list of the language, or none
 */
public record LanguageDefaults(String embeddingModel, String tokenizer, String stopWords) {

  /** BERTopic's model for every language but English. */
  public static final String MULTILINGUAL_MODEL =
      "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2";

  private static final String ENGLISH = "english";
  private static final String MULTILINGUAL = "multilingual";

  /** BERTopic's names, which are those of the languages that the model was trained on. */
  private static final Set<String> TRAINED =
      new TreeSet<>(
          Set.of(
              "albanian",
              "arabic",
              "armenian",
              "brazilian portuguese",
              "bulgarian",
              "burmese",
              "canadian french",
              "catalan",
              "chinese (simplified)",
              "chinese (traditional)",
              "croatian",
              "czech",
              "danish",
              "dutch",
              "estonian",
              "finnish",
              "french",
              "galician",
              "georgian",
              "german",
              "greek",
              "gujarati",
              "hebrew",
              "hindi",
              "hungarian",
              "indonesian",
              "italian",
              "japanese",
              "korean",
              "kurdish",
              "latvian",
              "lithuanian",
              "macedonian",
              "malay",
              "marathi",
              "mongolian",
              "norwegian bokmal",
              "persian",
              "polish",
              "portuguese",
              "romanian",
              "russian",
              "serbian",
              "slovak",
              "slovenian",
              "spanish",
              "swedish",
              "thai",
              "turkish",
              "ukrainian",
              "urdu",
              "vietnamese"));

  /** Our names of tokenizers and lists, where BERTopic has others; these are taken as well. */
  private static final Map<String, String> OURS =
      Map.of(
          "brazilian portuguese", "brazilian",
          "canadian french", "french",
          "chinese (simplified)", "chinese",
          "chinese (traditional)", "chinese",
          "norwegian bokmal", "norwegian");

  /**
   * The choices of a language, by BERTopic's name in any case.
   *
   * @throws IllegalArgumentException if neither BERTopic nor this library has that name
   */
  public static LanguageDefaults named(String language) {
    String name = language.strip().toLowerCase(Locale.ROOT);
    if (name.equals(ENGLISH) || name.equals("en")) {
      return new LanguageDefaults(
          OnnxEmbedder.ALL_MINI_LM_L6_V2, TextAnalysis.PATTERN, StopWords.ENGLISH);
    }
    if (name.equals(MULTILINGUAL)) {
      return new LanguageDefaults(MULTILINGUAL_MODEL, TextAnalysis.PATTERN, StopWords.NONE);
    }
    if (!TRAINED.contains(name) && !OURS.containsValue(name)) {
      throw Checks.invalid(
          "language must be one of %s, %s, %s, got \"%s\"; for another language, choose the embedding"
              + " model, the tokenizer and the stop words one by one",
          ENGLISH, MULTILINGUAL, String.join(", ", TRAINED), language);
    }
    String ours = OURS.getOrDefault(name, name);
    boolean tokenized = false;
    for (String tokenizer : TextAnalysis.tokenizers()) {
      tokenized |= tokenizer.equals(ours);
    }
    return new LanguageDefaults(
        MULTILINGUAL_MODEL,
        tokenized ? ours : TextAnalysis.PATTERN,
        StopWords.names().contains(ours) ? ours : StopWords.NONE);
  }
}
