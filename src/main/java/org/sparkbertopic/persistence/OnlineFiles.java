package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.KnownIds;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.OnlineState;
import org.sparkbertopic.topics.history.OutlierBuffer;
import org.sparkbertopic.topics.history.TopicChunk;

/**
 * What a model knows of its growth: {@code history.json} has an object for each chunk and for each
 * topic of a chunk; {@code outlier_buffer.bin} has the outliers that may still become topics;
 * {@code known_ids.safetensors} has the ids of the documents.
 */
final class OnlineFiles {

  private static final int BUFFER_VERSION = 1;
  private static final String CHUNKS = "chunks";
  private static final String TOPICS = "topics";
  private static final String DESCRIBED = "described";
  private static final String HASHES = "hashes";
  private static final TypeReference<Map<Integer, List<String>>> TERMS = new TypeReference<>() {};

  private OnlineFiles() {}

  static void write(OnlineState state, OutputStream out) throws IOException {
    ModelHistory history = state.history();
    JsonGenerator json = Json.MAPPER.createGenerator(out).setPrettyPrinter(Json.lines());
    json.writeStartObject();
    json.writeArrayFieldStart(CHUNKS);
    for (Chunk chunk : history.chunks()) {
      json.writeObject(Json.MAPPER.valueToTree(chunk));
    }
    json.writeEndArray();
    json.writeArrayFieldStart(TOPICS);
    for (TopicChunk row : history.topics()) {
      json.writeObject(Json.MAPPER.valueToTree(row));
    }
    json.writeEndArray();
    json.writeObjectField(DESCRIBED, Json.MAPPER.valueToTree(state.described()));
    json.writeEndObject();
    json.flush();
  }

  static void write(OutlierBuffer buffer, DataOutputStream out) throws IOException {
    out.writeInt(BUFFER_VERSION);
    out.writeInt(buffer.size());
    for (BufferedOutlier outlier : buffer.outliers()) {
      out.writeLong(outlier.key());
      write(outlier.id().getBytes(StandardCharsets.UTF_8), out);
      out.writeInt(outlier.chunk());
      out.writeDouble(outlier.weight());
      out.writeInt(outlier.embedding().length);
      ArrayWriter.floats(outlier.embedding(), out);
      write(outlier.terms(), out);
      out.writeBoolean(outlier.text().isPresent());
      if (outlier.text().isPresent()) {
        write(outlier.text().get().getBytes(StandardCharsets.UTF_8), out);
      }
    }
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static OnlineState read(ModelFiles files, Manifest manifest) throws IOException {
    KnownIds ids = readIds(files, manifest);
    if (!manifest.files().containsKey(ModelFiles.HISTORY)) {
      return OnlineState.NONE.withKnownIds(ids);
    }
    OutlierBuffer buffer =
        files.read(
            ModelFiles.OUTLIER_BUFFER, (in, length, file) -> buffer(new DataInputStream(in), file));
    return files
        .read(ModelFiles.HISTORY, (in, length, file) -> state(Json.object(in, file), buffer, file))
        .withKnownIds(ids);
  }

  static SafeTensors tensors(KnownIds ids) {
    return SafeTensors.of(Map.of(HASHES, Tensor.of(ids.hashes())));
  }

  private static KnownIds readIds(ModelFiles files, Manifest manifest) throws IOException {
    if (!manifest.files().containsKey(ModelFiles.KNOWN_IDS)) {
      return KnownIds.NONE;
    }
    SafeTensors tensors = files.read(ModelFiles.KNOWN_IDS, SafeTensors::read);
    String file = files.nameOf(ModelFiles.KNOWN_IDS);
    try {
      return KnownIds.ofHashes(PythonCtfidf.tensor(tensors, HASHES, file).toLongs());
    } catch (IllegalArgumentException e) {
      throw ModelDirectoryException.of(e, "%s: %s; copy the model again", file, e.getMessage());
    }
  }

  private static OnlineState state(ObjectNode root, OutlierBuffer buffer, String file)
      throws IOException {
    try {
      List<Chunk> chunks = new ArrayList<>();
      for (JsonNode chunk : Json.array(root, CHUNKS, file)) {
        chunks.add(Json.MAPPER.convertValue(chunk, Chunk.class));
      }
      List<TopicChunk> topics = new ArrayList<>();
      for (JsonNode row : Json.array(root, TOPICS, file)) {
        topics.add(Json.MAPPER.convertValue(row, TopicChunk.class));
      }
      return new OnlineState(
          new ModelHistory(chunks, topics),
          buffer,
          Json.MAPPER.convertValue(Json.need(root, DESCRIBED, file), TERMS),
          KnownIds.NONE);
    } catch (IllegalArgumentException e) {
      throw ModelDirectoryException.of(
          e, "%s is not a history of chunks (%s); copy the model again", file, e.getMessage());
    }
  }

  private static OutlierBuffer buffer(DataInputStream in, String file) throws IOException {
    int version = in.readInt();
    if (version != BUFFER_VERSION) {
      throw new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s is of version %d, this release reads version %d; use a later release",
              file,
              version,
              BUFFER_VERSION));
    }
    List<BufferedOutlier> outliers = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      outliers.add(
          new BufferedOutlier(
              in.readLong(),
              text(in),
              in.readInt(),
              in.readDouble(),
              ArrayReader.floats(in, in.readInt()),
              in.readNBytes(in.readInt()),
              in.readBoolean() ? Optional.of(text(in)) : Optional.empty()));
    }
    return new OutlierBuffer(outliers);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
