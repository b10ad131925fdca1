package org.sparkbertopic.torture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.Topic;

/**
 * A loaded model as one digest of all that it answers with, so that no mixture is like its parts.
 */
final class ModelValue {

  private ModelValue() {}

  static String of(BERTopicModel model) {
    SavedModel saved = model.savedModel();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      topics(saved.topics(), out);
      if (saved.layout().isPresent()) {
        saved.layout().get().write(out);
      }
      text(Arrays.toString(saved.clusterTopics()), out);
      text(saved.vectorizer().toString(), out);
      text(saved.parts().toString(), out);
      text(Integer.toString(saved.outlierRules().size()), out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is written", e);
    }
    return Results.digest(bytes.toByteArray());
  }

  private static void topics(FittedTopics topics, DataOutputStream out) throws IOException {
    for (Topic topic : topics.topics()) {
      text(topic.toString(), out);
    }
    for (float[] row : topics.embeddings()) {
      text(Arrays.toString(row), out);
    }
    for (List<KeptDocument> kept : topics.documents()) {
      for (KeptDocument document : kept) {
        text(document.id(), out);
        text(document.text(), out);
        text(Arrays.toString(document.embedding()), out);
      }
    }
    text(topics.ctfidf().parameters().toString(), out);
    text(Arrays.toString(topics.ctfidf().idf()), out);
    matrix(topics.ctfidf().weights(), out);
    if (topics.counts().isPresent()) {
      matrix(topics.counts().get(), out);
    }
  }

  private static void matrix(TermMatrix matrix, DataOutputStream out) throws IOException {
    text(Arrays.toString(matrix.topicIds()), out);
    text(matrix.vocabulary().toString(), out);
    text(Arrays.toString(matrix.columns()), out);
    text(Arrays.toString(matrix.values()), out);
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.writeByte(0);
  }
}
