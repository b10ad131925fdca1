package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.vectorizer.counting.TallyFile;

/**
 * Data that operations on topics need: {@code counts.safetensors} has a count for each entry of
 * {@code ctfidf.safetensors}; {@code documents.json} has the representative documents in the order
 * of the topics, and {@code document_embeddings.safetensors} a row for each of them; {@code
 * surface_forms.json} has the display forms of stems.
 */
final class TopicEvidenceFiles {

  private static final String COUNTS = "counts";
  private static final String EMBEDDINGS = "document_embeddings";

  private static final String SUMS = "embedding_sums";
  private static final String SHAPE = "topics_dimension_exponent_bits";

  private TopicEvidenceFiles() {}

  /** The sums of embeddings; the terms are in a file of their own. */
  static SafeTensors totals(RunningTotals totals) {
    long[][] sums = totals.embeddings();
    int dimension = sums.length == 0 ? 0 : sums[0].length;
    return SafeTensors.of(
        Map.of(
            SUMS,
            Tensor.of(Arrays.stream(sums).flatMapToLong(Arrays::stream).toArray()),
            SHAPE,
            Tensor.of(
                new int[] {
                  sums.length, dimension, totals.fixedPoint().exponent(), totals.fractionBits()
                })));
  }

  private static RunningTotals readTotals(ModelFiles files) throws IOException {
    String file = files.nameOf(ModelFiles.TOTALS);
    SafeTensors tensors = files.read(ModelFiles.TOTALS, SafeTensors::read);
    int[] shape = PythonCtfidf.tensor(tensors, SHAPE, file).toInts();
    long[] all = PythonCtfidf.tensor(tensors, SUMS, file).toLongs();
    if (shape.length != 4 || (long) shape[0] * shape[1] != all.length) {
      throw Json.unexpected(file, SUMS, "topics x dimension numbers", all.length);
    }
    long[][] sums = new long[shape[0]][];
    Arrays.setAll(sums, row -> Arrays.copyOfRange(all, row * shape[1], (row + 1) * shape[1]));
    return new RunningTotals(
        files.open(ModelFiles.TALLY, TallyFile::open),
        sums,
        FixedPoint.ofExponent(shape[2]),
        shape[3]);
  }

  static SafeTensors counts(TermMatrix counts) {
    return SafeTensors.of(Map.of(COUNTS, Tensor.of(counts.values())));
  }

  static boolean hasDocuments(FittedTopics topics) {
    return topics.documents().stream().anyMatch(documents -> !documents.isEmpty());
  }

  static void writeDocuments(FittedTopics topics, OutputStream out) throws IOException {
    JsonGenerator json = Json.MAPPER.createGenerator(out).setPrettyPrinter(Json.lines());
    json.writeStartObject();
    for (int row = 0; row < topics.topics().size(); row++) {
      json.writeArrayFieldStart(Integer.toString(topics.topics().get(row).id()));
      for (KeptDocument document : topics.documents().get(row)) {
        json.writeStartObject();
        json.writeStringField("id", document.id());
        json.writeStringField("text", document.text());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.flush();
  }

  static void writeForms(SurfaceForms forms, OutputStream out) throws IOException {
    Json.MAPPER.writer(Json.lines()).writeValue(out, forms.ofWords());
  }

  static SafeTensors documentEmbeddings(FittedTopics topics) {
    float[][] rows =
        topics.documents().stream()
            .flatMap(List::stream)
            .map(KeptDocument::embedding)
            .toArray(float[][]::new);
    return SafeTensors.of(Map.of(EMBEDDINGS, Tensor.of(rows)));
  }

  /** The topics, with those of these data that the model has. */
  static FittedTopics read(FittedTopics topics, ModelFiles files, Manifest manifest)
      throws IOException {
    FittedTopics read = topics;
    if (manifest.files().containsKey(ModelFiles.COUNTS)) {
      read = read.withCounts(readCounts(topics.ctfidf().weights(), files));
    }
    if (manifest.files().containsKey(ModelFiles.DOCUMENTS)) {
      read = read.withDocuments(readDocuments(topics, files));
    }
    if (manifest.files().containsKey(ModelFiles.SURFACE_FORMS)) {
      read = read.withForms(readForms(files));
    }
    if (manifest.files().containsKey(ModelFiles.TOTALS)) {
      read = read.withTotals(readTotals(files));
    }
    return read;
  }

  private static SurfaceForms readForms(ModelFiles files) throws IOException {
    JsonNode root =
        files.read(
            ModelFiles.SURFACE_FORMS,
            (InputStream in, long length, String name) -> Json.object(in, name));
    Map<String, String> forms = new TreeMap<>();
    for (Map.Entry<String, JsonNode> form : root.properties()) {
      forms.put(form.getKey(), form.getValue().asText());
    }
    return new SurfaceForms(forms);
  }

  private static TermMatrix readCounts(TermMatrix weights, ModelFiles files) throws IOException {
    String file = files.nameOf(ModelFiles.COUNTS);
    double[] values =
        PythonCtfidf.tensor(files.read(ModelFiles.COUNTS, SafeTensors::read), COUNTS, file)
            .toDoubles();
    if (values.length != weights.values().length) {
      throw Json.unexpected(
          file, COUNTS, weights.values().length + " numbers as the weights", values.length);
    }
    return weights.withValues(values);
  }

  private static List<List<KeptDocument>> readDocuments(FittedTopics topics, ModelFiles files)
      throws IOException {
    String file = files.nameOf(ModelFiles.EMBEDDINGS_OF_DOCUMENTS);
    float[][] embeddings =
        PythonCtfidf.tensor(
                files.read(ModelFiles.EMBEDDINGS_OF_DOCUMENTS, SafeTensors::read), EMBEDDINGS, file)
            .toFloatRows();
    JsonNode root =
        files.read(
            ModelFiles.DOCUMENTS,
            (InputStream in, long length, String name) -> Json.object(in, name));
    List<List<KeptDocument>> documents = new ArrayList<>();
    int row = 0;
    for (int id : topics.ids()) {
      List<KeptDocument> kept = new ArrayList<>();
      for (JsonNode node : root.path(Integer.toString(id))) {
        if (row == embeddings.length) {
          throw Json.unexpected(
              file, EMBEDDINGS, "a row for each document", embeddings.length + " rows");
        }
        String name = files.nameOf(ModelFiles.DOCUMENTS);
        kept.add(
            new KeptDocument(
                Json.text(node, "id", name), Json.text(node, "text", name), embeddings[row++]));
      }
      documents.add(kept);
    }
    if (row != embeddings.length) {
      throw Json.unexpected(
          file,
          EMBEDDINGS,
          String.format(Locale.ROOT, "a row for each of %d documents", row),
          embeddings.length + " rows");
    }
    return Collections.unmodifiableList(documents);
  }
}
