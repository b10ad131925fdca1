package org.sparkbertopic.persistence;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.vectorizer.counting.TallyFile;

/** The files of a model and their content. Equal models give equal bytes. */
final class ModelContent {

  /** The tensor's name in {@code document_keys.safetensors}. */
  static final String KEYS = "keys";

  private ModelContent() {}

  /** All files except the manifest, by name. */
  static Map<String, ModelFiles.Writer> of(SavedModel model) {
    FittedTopics topics = model.topics();
    SafeTensors embeddings = EmbeddingFiles.tensors(topics);
    Map<String, ModelFiles.Writer> writers = new LinkedHashMap<>();
    writers.put(ModelFiles.EMBEDDINGS, embeddings::write);
    writers.put(ModelFiles.TOPICS, out -> PythonTopics.write(model, out));
    writers.put(
        ModelFiles.CONFIG, out -> PythonConfig.write(model.settings(), model.vectorizer(), out));
    writers.put(ModelFiles.CTFIDF, PythonCtfidf.tensors(topics.ctfidf())::write);
    writers.put(
        ModelFiles.CTFIDF_CONFIG,
        out -> PythonCtfidf.writeConfig(topics.ctfidf(), model.vectorizer(), out));
    model.layout().ifPresent(layout -> writers.put(ModelFiles.LAYOUT, data(layout::write)));
    if (!model.laterLayouts().isEmpty()) {
      writers.put(ModelFiles.LATER_LAYOUTS, data(model.laterLayouts()::write));
    }
    if (!model.online().changesNothing()) {
      writers.put(ModelFiles.HISTORY, out -> OnlineFiles.write(model.online(), out));
      writers.put(
          ModelFiles.OUTLIER_BUFFER, data(out -> OnlineFiles.write(model.online().buffer(), out)));
    }
    if (!model.online().knownIds().isEmpty()) {
      writers.put(ModelFiles.KNOWN_IDS, OnlineFiles.tensors(model.online().knownIds())::write);
    }
    topics
        .counts()
        .ifPresent(
            counts -> writers.put(ModelFiles.COUNTS, TopicEvidenceFiles.counts(counts)::write));
    if (TopicEvidenceFiles.hasDocuments(topics)) {
      writers.put(ModelFiles.DOCUMENTS, out -> TopicEvidenceFiles.writeDocuments(topics, out));
      writers.put(
          ModelFiles.EMBEDDINGS_OF_DOCUMENTS, TopicEvidenceFiles.documentEmbeddings(topics)::write);
    }
    if (topics.totals().isPresent()) {
      RunningTotals totals = topics.totals().get();
      writers.put(ModelFiles.TALLY, out -> TallyFile.write(totals.terms(), out));
      writers.put(ModelFiles.TOTALS, TopicEvidenceFiles.totals(totals)::write);
    }
    if (!topics.forms().isEmpty()) {
      writers.put(
          ModelFiles.SURFACE_FORMS, out -> TopicEvidenceFiles.writeForms(topics.forms(), out));
    }
    if (!model.outlierRules().isEmpty()) {
      writers.put(
          ModelFiles.OUTLIER_RULES, out -> OutlierRuleFiles.write(model.outlierRules(), out));
      writers.put(
          ModelFiles.OUTLIER_TENSORS, OutlierRuleFiles.tensors(model.outlierRules())::write);
    }
    DocumentTopics paired = model.pairedTopics();
    if (paired.hasKeys()) {
      writers.put(
          ModelFiles.DOCUMENT_KEYS, SafeTensors.of(Map.of(KEYS, Tensor.of(paired.keys())))::write);
    }
    model
        .termVectors()
        .ifPresent(vectors -> writers.put(ModelFiles.TERM_VECTORS, data(vectors::write)));
    return writers;
  }

  /** Writes binary data to a stream. */
  @FunctionalInterface
  private interface DataWriter {
    void write(DataOutputStream out) throws IOException;
  }

  private static ModelFiles.Writer data(DataWriter writer) {
    return out -> {
      DataOutputStream data = new DataOutputStream(out);
      writer.write(data);
      data.flush();
    };
  }
}
