package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Locale;
import java.util.Objects;

/**
 * How topics get their words.
 *
 * @param representations representations that choose the words, and further lists of words and
 *     labels
 * @param topNWords number of words of a topic
 * @param representativeDocuments number of representative documents to list for each topic
 */
@RecordBuilder
public record WordSettings(
    Representations representations, int topNWords, int representativeDocuments)
    implements WordSettingsBuilder.With {

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  /** BERTopic's. */
  public static final int DEFAULT_REPRESENTATIVE_DOCUMENTS = 3;

  public WordSettings {
    Objects.requireNonNull(representations, "representations");
    if (topNWords < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "topNWords must be at least 1, got %d; BERTopic's default is %d",
              topNWords,
              DEFAULT_TOP_N_WORDS));
    }
    if (representativeDocuments < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "representativeDocuments must be 0 or more, got %d; BERTopic's default is %d",
              representativeDocuments,
              DEFAULT_REPRESENTATIVE_DOCUMENTS));
    }
  }

  /** BERTopic's defaults. */
  public static WordSettings create() {
    return new WordSettings(
        new Representations(CtfidfRepresentation.create(), Aspects.NONE),
        DEFAULT_TOP_N_WORDS,
        DEFAULT_REPRESENTATIVE_DOCUMENTS);
  }

  public WordSettings withRepresentation(RepresentationModel value) {
    return withRepresentations(new Representations(value, representations.aspects()));
  }

  public WordSettings withAspects(Aspects value) {
    return withRepresentations(new Representations(representations.main(), value));
  }

  /** Number of documents of a topic that are listed or that a representation reads. */
  public int documents() {
    return Math.max(representativeDocuments, representations.representativeDocuments());
  }

  /** See {@link RepresentationModel#keepingIn}. */
  public WordSettings keepingIn(String folder) {
    return withRepresentations(
        new Representations(
            representations.main().keepingIn(folder), representations.aspects().keepingIn(folder)));
  }
}
