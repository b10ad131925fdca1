package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;

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
    Checks.atLeast(1, "topNWords", topNWords, DEFAULT_TOP_N_WORDS);
    Checks.atLeast(
        0, "representativeDocuments", representativeDocuments, DEFAULT_REPRESENTATIVE_DOCUMENTS);
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

  /** See {@link RepresentationModel#movedTo}. */
  public WordSettings movedTo(String folder, String from) {
    return withRepresentations(
        new Representations(
            representations.main().movedTo(folder, from),
            representations.aspects().movedTo(folder, from)));
  }
}
