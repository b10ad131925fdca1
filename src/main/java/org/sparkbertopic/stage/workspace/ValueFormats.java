package org.sparkbertopic.stage.workspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.workspace.Workspace.ValueFormat;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** How the values of the stages are kept in files. */
public final class ValueFormats {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int BUFFER_BYTES = 1 << 20;

  public static final ValueFormat<IntakeSummary> INTAKE =
      new FileFormat<>(
          "intake.json",
          (summary, out) -> JSON.writeValue((OutputStream) out, summary),
          in -> JSON.readValue((InputStream) in, IntakeSummary.class),
          summary -> summary.documents() + summary.rejectedTotal());

  public static final ValueFormat<LayoutModel> LAYOUT =
      new FileFormat<>(
          "layout.bin",
          LayoutModel::write,
          LayoutModel::read,
          layout -> (long) layout.sampleSize());

  public static final ValueFormat<LaterLayouts> ROUNDS =
      new FileFormat<>(
          "rounds.bin",
          LaterLayouts::write,
          LaterLayouts::read,
          later -> later.models().stream().mapToLong(LayoutModel::sampleSize).sum());

  public static final ValueFormat<TermVectors> TERM_VECTORS =
      new FileFormat<>(
          "term_vectors.bin",
          TermVectors::write,
          TermVectors::read,
          vectors -> (long) vectors.terms().size());

  /** The model directory itself. */
  public static final ValueFormat<SavedModel> MODEL =
      new ValueFormat<>() {
        @Override
        public String fileName() {
          return "model";
        }

        @Override
        public void write(SavedModel value, FileSystem files, Path path) throws IOException {
          ModelDirectory.at(path.toString(), files.getConf()).write(value, true);
        }

        @Override
        public SavedModel read(FileSystem files, Path path) throws IOException {
          return ModelDirectory.at(path.toString(), files.getConf()).read();
        }

        @Override
        public Function<SavedModel, Long> rows() {
          return model -> model.topics().topics().stream().mapToLong(Topic::size).sum();
        }
      };

  private ValueFormats() {}

  @FunctionalInterface
  private interface Write<T> {
    void to(T value, DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Read<T> {
    T from(DataInputStream in) throws IOException;
  }

  /** A value in one file. */
  private record FileFormat<T>(
      String fileName, Write<T> write, Read<T> read, Function<T, Long> rows)
      implements ValueFormat<T> {

    @Override
    public void write(T value, FileSystem files, Path path) throws IOException {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(files.create(path, true), BUFFER_BYTES))) {
        write.to(value, out);
      }
    }

    @Override
    public T read(FileSystem files, Path path) throws IOException {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(files.open(path), BUFFER_BYTES))) {
        return read.from(in);
      }
    }
  }
}
