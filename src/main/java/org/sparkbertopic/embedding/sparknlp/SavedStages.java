package org.sparkbertopic.embedding.sparknlp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.compute.Checks;

/**
 * The description of a folder that Spark ML wrote: {@code metadata/part-00000} holds a line of JSON
 * with the class and, for a pipeline, the names of its stages, whose folders are below {@code
 * stages}. It is read before Spark loads anything, so that errors name the damaged or missing file.
 *
 * @param isPipeline whether it is a {@code PipelineModel}, not a single stage
 * @param classes classes of its stages, in order, including those of nested pipelines
 */
record SavedStages(boolean isPipeline, List<String> classes) {

  private static final String METADATA = "metadata";
  private static final String PART = "part-";
  private static final String PIPELINE = "org.apache.spark.ml.PipelineModel";
  private static final int MOST_NESTED = 20;

  /** Limit for one stage's parameters; a vocabulary is stored elsewhere. */
  private static final int MOST_BYTES = 1 << 26;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Whether Spark ML wrote into a folder of this machine. */
  static boolean isSaved(java.nio.file.Path folder) {
    java.nio.file.Path metadata = folder.resolve(METADATA);
    if (!Files.isDirectory(metadata)) {
      return false;
    }
    try (DirectoryStream<java.nio.file.Path> parts =
        Files.newDirectoryStream(metadata, PART + "*")) {
      return parts.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @throws IllegalArgumentException if it is neither a pipeline with Spark NLP annotators nor a
   *     single annotator, or is damaged
   */
  static SavedStages read(SavedFolder folder) {
    List<String> classes = new ArrayList<>();
    boolean isPipeline;
    try {
      FileSystem files = folder.files();
      isPipeline = collect(files, folder.path(), classes, 0);
    } catch (DamageException e) {
      throw new IllegalArgumentException(
          "model must be a pipeline or annotator as Spark NLP saves it, got "
              + folder.given()
              + " ("
              + e.getMessage()
              + "); save it or copy it again, with everything in the folder",
          e);
    } catch (IOException e) {
      throw folder.unreadable(e);
    }
    if (classes.stream().noneMatch(name -> name.startsWith(SparkNlpClasses.PACKAGE))) {
      throw Checks.invalid(
          "model must be a pipeline with annotators of Spark NLP, or one of these, got %s of"
              + " %s; give the folder of such a pipeline, or embed with this one and name the column"
              + " (setEmbeddingCol)",
          folder.given(), classes);
    }
    return new SavedStages(isPipeline, List.copyOf(classes));
  }

  private static boolean collect(FileSystem files, Path folder, List<String> classes, int depth)
      throws IOException {
    if (depth > MOST_NESTED) {
      throw new DamageException("pipelines within pipelines, more than " + MOST_NESTED);
    }
    JsonNode metadata = metadata(files, new Path(folder, METADATA));
    String type = metadata.path("class").textValue();
    if (type == null) {
      throw new DamageException("no class in " + new Path(folder, METADATA));
    }
    if (!type.equals(PIPELINE)) {
      classes.add(type);
      return false;
    }
    JsonNode uids = metadata.path("paramMap").path("stageUids");
    if (!uids.isArray()) {
      throw new DamageException("no list of stages in " + new Path(folder, METADATA));
    }
    int digits = Integer.toString(uids.size()).length();
    for (int i = 0; i < uids.size(); i++) {
      String uid = uids.get(i).textValue();
      if (uid == null || uid.isEmpty() || uid.contains("/") || uid.indexOf('\0') >= 0) {
        throw new DamageException("stage " + i + " without a name");
      }
      String name = String.format(Locale.ROOT, "%0" + digits + "d_%s", i, uid);
      Path stage = new Path(new Path(folder, "stages"), new Path(null, null, name));
      if (!files.exists(stage)) {
        throw new DamageException("no folder of the stage " + name);
      }
      collect(files, stage, classes, depth + 1);
    }
    return true;
  }

  private static JsonNode metadata(FileSystem files, Path folder) throws IOException {
    if (!files.exists(folder)) {
      throw new DamageException("no " + folder);
    }
    FileStatus[] parts = files.listStatus(folder, path -> path.getName().startsWith(PART));
    if (parts.length == 0) {
      throw new DamageException("nothing in " + folder);
    }
    Arrays.sort(parts);
    if (parts[0].getLen() > MOST_BYTES) {
      throw new DamageException(parts[0].getPath() + " has " + parts[0].getLen() + " bytes");
    }
    try (InputStream in = files.open(parts[0].getPath())) {
      JsonNode root = MAPPER.readTree(in.readAllBytes());
      if (!root.isObject()) {
        throw new DamageException("no JSON object in " + parts[0].getPath());
      }
      return root;
    } catch (JacksonException e) {
      throw new DamageException(
          "no JSON in " + parts[0].getPath() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** The content does not have Spark ML's format. */
  private static final class DamageException extends IOException {

    private static final long serialVersionUID = 1L;

    DamageException(String message) {
      super(message);
    }

    DamageException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
