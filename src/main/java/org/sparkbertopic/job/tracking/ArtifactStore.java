package org.sparkbertopic.job.tracking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.http.FileUpload;
import org.sparkbertopic.io.FilePaths;

/**
 * Where a run's artifacts go. MLflow's Java client starts the command {@code mlflow} of Python for
 * this, which machines of a cluster do not have. So files go to the server by HTTP where it serves
 * artifacts ({@code mlflow-artifacts:}), and else to the store itself by Hadoop's file systems.
 */
final class ArtifactStore {

  private static final String SERVED = "mlflow-artifacts";
  private static final String API = "/api/2.0/mlflow-artifacts/artifacts";

  private final URI server;
  private final URI location;
  private final FileUpload upload;
  private final FileSystem source;

  /**
   * @param location the run's artifacts, as the server names it
   * @param source file system of the files to send
   */
  ArtifactStore(URI server, String location, FileUpload upload, FileSystem source) {
    this.server = server;
    this.location = URI.create(location.replace(" ", "%20"));
    this.upload = upload;
    this.source = source;
  }

  /**
   * Sends a file, or a folder with all that is in it.
   *
   * @param name in the run's artifacts
   */
  void add(Path from, String name) throws IOException, InterruptedException {
    FileStatus status = source.getFileStatus(from);
    if (status.isDirectory()) {
      for (FileStatus child : source.listStatus(from)) {
        add(child.getPath(), name + "/" + child.getPath().getName());
      }
    } else if (SERVED.equals(location.getScheme())) {
      upload.put(served(name), status.getLen(), () -> source.open(from));
    } else {
      copy(from, name);
    }
  }

  private URI served(String name) throws IOException {
    try {
      // Another host than the tracking server, if the location names one.
      String authority = location.getAuthority();
      String base = authority == null ? server.toString() : server.getScheme() + "://" + authority;
      String path = new URI(null, null, location.getPath() + "/" + name, null).getRawPath();
      return URI.create(base + API + path);
    } catch (URISyntaxException e) {
      throw new IOException(String.format(Locale.ROOT, "'%s' is no address", location), e);
    }
  }

  private void copy(Path from, String name) throws IOException {
    Path to = FilePaths.child(new Path(store()), name);
    FileSystem files = to.getFileSystem(source.getConf());
    try (InputStream in = source.open(from);
        OutputStream out = files.create(to, true)) {
      in.transferTo(out);
    }
  }

  /** Hadoop's name for S3 is another. */
  private URI store() {
    return "s3".equals(location.getScheme())
        ? URI.create("s3a" + location.toString().substring(2))
        : location;
  }
}
