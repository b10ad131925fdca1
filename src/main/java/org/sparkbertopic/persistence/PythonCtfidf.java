package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.NgramUnit;
import org.sparkbertopic.vectorizer.language.StopWords;

/**
 * {@code ctfidf.safetensors} and {@code ctfidf_config.json}: SciPy's compressed rows, and the
 * parameters of scikit-learn's CountVectorizer.
 */
final class PythonCtfidf {

  /** Matches the words of other tokenizers in a text that is already split. */
  private static final String WORDS_BETWEEN_BLANKS = "(?u)\\b\\w+\\b";

  private PythonCtfidf() {}

  static SafeTensors tensors(ClassTfidfModel model) {
    TermMatrix weights = model.weights();
    long[] shape = {weights.rows(), weights.vocabulary().size()};
    return SafeTensors.of(
        Map.of(
            "indptr", Tensor.of(weights.rowPointers()),
            "indices", Tensor.of(weights.columns()),
            "data", Tensor.of(weights.values()),
            "shape", Tensor.of(shape),
            "diag", Tensor.of(model.idf())));
  }

  static void writeConfig(ClassTfidfModel model, CountVectorizer vectorizer, OutputStream out)
      throws IOException {
    JsonGenerator json = Json.MAPPER.createGenerator(out).setPrettyPrinter(Json.lines());
    json.writeStartObject();
    json.writeObjectFieldStart("ctfidf_model");
    json.writeBooleanField("bm25_weighting", model.parameters().bm25Weighting());
    json.writeBooleanField("reduce_frequent_words", model.parameters().reduceFrequentWords());
    json.writeEndObject();
    json.writeObjectFieldStart("vectorizer_model");
    writeParameters(vectorizer, json);
    json.writeObjectFieldStart("vocab");
    List<String> vocabulary = model.weights().vocabulary();
    for (int column = 0; column < vocabulary.size(); column++) {
      json.writeNumberField(vocabulary.get(column), column);
    }
    json.writeEndObject();
    if (!pythonHas(vectorizer.text())) {
      json.writeStringField("note", note(vectorizer));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.flush();
  }

  /** Whether scikit-learn finds the same terms by its own parameters. */
  private static boolean pythonHas(TextAnalysis text) {
    return text.byPattern()
        && text.preparation().changesNothing()
        && text.preprocessor() == null
        && text.ownTokenizer() == null
        && text.ownAnalyzer() == null;
  }

  /** A note for people; Python ignores it. */
  private static String note(CountVectorizer vectorizer) {
    if (vectorizer.text().byPattern()) {
      return "The words are those of a preprocessor, tokenizer or analyzer in Java, which"
          + " CountVectorizer has not: the token_pattern above finds them in texts that are cut into"
          + " words by blanks.";
    }
    return String.format(
        Locale.ROOT,
        "The words are those of spark-bertopic's tokenizer %s, which CountVectorizer has not: the"
            + " token_pattern above finds them in texts that are cut into words by blanks.",
        vectorizer.text().tokenizer());
  }

  /**
   * Python applies min_df and max_df to the joined texts of topics, so limits per document have no
   * counterpart.
   */
  private static void writeParameters(CountVectorizer vectorizer, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("params");
    json.writeStringField("analyzer", vectorizer.text().unit().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("binary", false);
    json.writeStringField("decode_error", "strict");
    json.writeStringField("encoding", "utf-8");
    json.writeStringField("input", "content");
    json.writeBooleanField("lowercase", vectorizer.lowercase());
    json.writeNumberField("max_df", 1.0);
    json.writeNumberField("max_features", vectorizer.maxFeatures());
    json.writeNumberField("min_df", vectorizer.minTopicDf());
    json.writeFieldName("ngram_range");
    json.writeArray(new int[] {vectorizer.minNgram(), vectorizer.maxNgram()}, 0, 2);
    if (vectorizer.stopWords().isEmpty()) {
      json.writeNullField("stop_words");
    } else {
      json.writeFieldName("stop_words");
      json.writeArray(
          vectorizer.stopWords().toArray(new String[0]), 0, vectorizer.stopWords().size());
    }
    if (vectorizer.text().stripAccents() == Accents.KEEP) {
      json.writeNullField("strip_accents");
    } else {
      json.writeStringField(
          "strip_accents", vectorizer.text().stripAccents().name().toLowerCase(Locale.ROOT));
    }
    json.writeStringField(
        "token_pattern",
        pythonHas(vectorizer.text())
            ? TokenPatterns.toPython(vectorizer.tokenPattern())
            : WORDS_BETWEEN_BLANKS);
    if (vectorizer.vocabulary().isEmpty()) {
      json.writeNullField("vocabulary");
    } else {
      json.writeFieldName("vocabulary");
      json.writeArray(
          vectorizer.vocabulary().toArray(new String[0]), 0, vectorizer.vocabulary().size());
    }
    json.writeEndObject();
  }

  /** The content of {@code ctfidf_config.json}. */
  record Config(
      ClassTfidf parameters,
      CountVectorizer vectorizer,
      String[] vocabulary,
      List<String> warnings) {}

  static Config readConfig(InputStream in, long length, String file) throws IOException {
    JsonNode root = Json.object(in, file);
    JsonNode ctfidf = Json.need(root, "ctfidf_model", file);
    JsonNode vectorizer = Json.need(root, "vectorizer_model", file);
    List<String> warnings = new ArrayList<>();
    String[] vocabulary = vocabulary(Json.need(vectorizer, "vocab", file), file);
    ClassTfidf parameters =
        new ClassTfidf(
            ctfidf.path("bm25_weighting").asBoolean(),
            ctfidf.path("reduce_frequent_words").asBoolean(),
            List.of(),
            ClassTfidf.DEFAULT_SEED_MULTIPLIER,
            List.of());
    JsonNode params = vectorizer.path("params");
    return new Config(
        parameters, vectorizer(params, vocabulary.length, file, warnings), vocabulary, warnings);
  }

  private static String[] vocabulary(JsonNode vocab, String file) throws IOException {
    String[] words = new String[vocab.size()];
    for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
      int column = entry.getValue().asInt(-1);
      if (column < 0 || column >= words.length || words[column] != null) {
        throw Json.unexpected(
            file,
            "vocab",
            String.format(Locale.ROOT, "a list that numbers its %d words from 0", words.length),
            entry.getValue() + " for '" + entry.getKey() + "'");
      }
      words[column] = entry.getKey();
    }
    return words;
  }

  private static CountVectorizer vectorizer(
      JsonNode params, int terms, String file, List<String> warnings) {
    CountVectorizer defaults = CountVectorizer.create();
    NgramUnit unit = unit(params.path("analyzer"), file, warnings);
    if (params.path("binary").asBoolean()) {
      warnings.add(leftOut(file, "binary", params.get("binary")));
    }
    JsonNode maxDf = params.path("max_df");
    if (!maxDf.isMissingNode() && !(maxDf.isFloatingPointNumber() && maxDf.asDouble() == 1)) {
      warnings.add(leftOut(file, "max_df", maxDf));
    }
    JsonNode minDf = params.path("min_df");
    if (minDf.isFloatingPointNumber()) {
      warnings.add(leftOut(file, "min_df", minDf));
    }
    JsonNode ngrams = params.path("ngram_range");
    return new CountVectorizer(
        params.path("lowercase").asBoolean(defaults.lowercase()),
        tokenPattern(params.path("token_pattern"), file, warnings),
        stopWords(params.path("stop_words"), file, warnings),
        ngrams.path(0).asInt(defaults.minNgram()),
        ngrams.path(1).asInt(defaults.maxNgram()),
        defaults.minDf(),
        defaults.maxDf(),
        minDf.isInt() ? minDf.asInt() : defaults.minTopicDf(),
        params.path("max_features").asInt(Math.max(terms, defaults.maxFeatures())),
        defaults
            .text()
            .withStripAccents(accents(params.path("strip_accents"), file, warnings))
            .withUnit(unit),
        givenVocabulary(params.path("vocabulary"), file, warnings));
  }

  private static NgramUnit unit(JsonNode node, String file, List<String> warnings) {
    for (NgramUnit unit : NgramUnit.values()) {
      if (node.asText("word").equals(unit.name().toLowerCase(Locale.ROOT))) {
        return unit;
      }
    }
    warnings.add(leftOut(file, "analyzer", node));
    return NgramUnit.WORD;
  }

  private static Accents accents(JsonNode node, String file, List<String> warnings) {
    for (Accents accents : List.of(Accents.UNICODE, Accents.ASCII)) {
      if (node.asText().equals(accents.name().toLowerCase(Locale.ROOT))) {
        return accents;
      }
    }
    if (!node.isNull() && !node.isMissingNode()) {
      warnings.add(leftOut(file, "strip_accents", node));
    }
    return Accents.KEEP;
  }

  /** Reads a list of terms, or a mapping of terms to columns. */
  private static List<String> givenVocabulary(JsonNode node, String file, List<String> warnings) {
    List<String> terms = new ArrayList<>();
    if (node.isObject()) {
      node.fieldNames().forEachRemaining(terms::add);
    } else if (node.isArray()) {
      node.forEach(term -> terms.add(term.asText()));
    } else if (!node.isNull() && !node.isMissingNode()) {
      warnings.add(leftOut(file, "vocabulary", node));
    }
    return terms;
  }

  private static String tokenPattern(JsonNode node, String file, List<String> warnings) {
    if (!node.isTextual()) {
      return CountVectorizer.DEFAULT_TOKEN_PATTERN;
    }
    String pattern = TokenPatterns.toJava(node.textValue());
    try {
      Pattern.compile(pattern);
      return pattern;
    } catch (PatternSyntaxException e) {
      warnings.add(leftOut(file, "token_pattern", node));
      return CountVectorizer.DEFAULT_TOKEN_PATTERN;
    }
  }

  private static List<String> stopWords(JsonNode node, String file, List<String> warnings) {
    if (node.asText().equals(StopWords.ENGLISH)) {
      return StopWords.english();
    }
    if (node.isTextual()) {
      warnings.add(leftOut(file, "stop_words", node));
    }
    List<String> words = new ArrayList<>();
    node.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static String leftOut(String file, String key, JsonNode value) {
    return String.format(
        Locale.ROOT,
        "%s: %s = %s of the vectorizer has no counterpart here; texts are counted without it",
        file,
        key,
        value);
  }

  /**
   * @param topicIds ids of the rows
   * @throws ModelDirectoryException if the parts are inconsistent
   */
  static ClassTfidfModel model(SafeTensors tensors, Config config, int[] topicIds, String file)
      throws ModelDirectoryException {
    try {
      int[] shape = tensor(tensors, "shape", file).toInts();
      double[] idf = tensor(tensors, "diag", file).toDoubles();
      int terms = config.vocabulary().length;
      if (shape.length != 2
          || shape[0] != topicIds.length
          || shape[1] != terms
          || idf.length != terms) {
        throw ModelDirectoryException.of(
            "%s must have %d topics and %d terms as the files beside it, got %s and an idf of"
                + " %d; save the model again",
            file, topicIds.length, terms, Arrays.toString(shape), idf.length);
      }
      CompressedRows rows =
          new CompressedRows(
              tensor(tensors, "indptr", file).toInts(),
              tensor(tensors, "indices", file).toInts(),
              tensor(tensors, "data", file).toDoubles());
      return rows.toModel(config, topicIds, idf);
    } catch (IllegalArgumentException e) {
      throw new ModelDirectoryException(
          file + " is damaged: " + e.getMessage() + "; copy the file again or save the model again",
          e);
    }
  }

  static Tensor tensor(SafeTensors tensors, String name, String file)
      throws ModelDirectoryException {
    Tensor tensor = tensors.tensors().get(name);
    if (tensor == null) {
      throw ModelDirectoryException.of(
          "%s lacks the tensor '%s', it has %s; save the model again",
          file, name, tensors.tensors().keySet());
    }
    return tensor;
  }
}
