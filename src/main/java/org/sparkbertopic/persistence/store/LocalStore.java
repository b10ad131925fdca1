package org.sparkbertopic.persistence.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder on this machine's disk, without Hadoop. */
public final class LocalStore implements ModelStore {

  private final Path root;
  private final Path directory;

  public LocalStore(Path directory) {
    this(directory.toAbsolutePath(), directory.toAbsolutePath());
  }

  private LocalStore(Path root, Path directory) {
    this.root = root;
    this.directory = directory;
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public String nameOf(String file) {
    return directory.resolve(file).toString();
  }

  @Override
  public ModelStore in(String folder) {
    return new LocalStore(root, directory.resolve(folder));
  }

  @Override
  public ModelStore other(String folder) {
    return new LocalStore(directory.resolve(folder));
  }

  @Override
  public boolean has(String file) {
    return Files.exists(directory.resolve(file));
  }

  @Override
  public boolean exists() {
    return Files.exists(directory);
  }

  @Override
  public boolean isFolder() {
    return Files.isDirectory(directory);
  }

  @Override
  public Optional<String> beside(String prefix) {
    Path other = directory.resolveSibling(prefix + directory.getFileName());
    return Files.exists(other) ? Optional.of(other.toString()) : Optional.empty();
  }

  @Override
  public Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
      return names;
    }
  }

  @Override
  public long length(String file) throws IOException {
    Path path = directory.resolve(file);
    ReadingLimits.requireOwnFile(root, path, path.toString());
    return Files.size(path);
  }

  @Override
  public InputStream open(String file) throws IOException {
    try {
      return Files.newInputStream(directory.resolve(file));
    } catch (NoSuchFileException e) {
      FileNotFoundException missing = new FileNotFoundException(nameOf(file));
      missing.initCause(e);
      throw missing;
    }
  }

  @Override
  public OutputStream create(String file) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.newOutputStream(path);
  }

  @Override
  public boolean isRefusal(IOException failure) {
    return failure instanceof AccessDeniedException;
  }
}
