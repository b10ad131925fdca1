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
      new ValueFormat<>() {
        @Override
        public String fileName() {
          return "intake.json";
        }

        @Override
        public void write(IntakeSummary value, FileSystem files, Path path) throws IOException {
          try (OutputStream out = files.create(path, true)) {
            JSON.writeValue(out, value);
          }
        }

        @Override
        public IntakeSummary read(FileSystem files, Path path) throws IOException {
          try (InputStream in = files.open(path)) {
            return JSON.readValue(in, IntakeSummary.class);
          }
        }

        @Override
        public Function<IntakeSummary, Long> rows() {
          return summary -> summary.documents() + summary.rejectedTotal();
        }
      };

  public static final ValueFormat<LayoutModel> LAYOUT =
      new ValueFormat<>() {
        @Override
        public String fileName() {
          return "layout.bin";
        }

        @Override
        public void write(LayoutModel value, FileSystem files, Path path) throws IOException {
          try (DataOutputStream out = output(files, path)) {
            value.write(out);
          }
        }

        @Override
        public LayoutModel read(FileSystem files, Path path) throws IOException {
          try (DataInputStream in = input(files, path)) {
            return LayoutModel.read(in);
          }
        }

        @Override
        public Function<LayoutModel, Long> rows() {
          return layout -> (long) layout.sampleSize();
        }
      };

  public static final ValueFormat<TermVectors> TERM_VECTORS =
      new ValueFormat<>() {
        @Override
        public String fileName() {
          return "term_vectors.bin";
        }

        @Override
        public void write(TermVectors value, FileSystem files, Path path) throws IOException {
          try (DataOutputStream out = output(files, path)) {
            value.write(out);
          }
        }

        @Override
        public TermVectors read(FileSystem files, Path path) throws IOException {
          try (DataInputStream in = input(files, path)) {
            return TermVectors.read(in);
          }
        }

        @Override
        public Function<TermVectors, Long> rows() {
          return vectors -> (long) vectors.terms().size();
        }
      };

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
          return model ->
              model.topics().topics().stream().mapToLong(Topic::size).sum();
        }
      };

  private ValueFormats() {}

  private static DataOutputStream output(FileSystem files, Path path) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(files.create(path, true), BUFFER_BYTES));
  }

  private static DataInputStream input(FileSystem files, Path path) throws IOException {
    return new DataInputStream(new BufferedInputStream(files.open(path), BUFFER_BYTES));
  }
}
