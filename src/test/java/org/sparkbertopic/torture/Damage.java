package org.sparkbertopic.torture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Damages one file of a folder, at random. */
final class Damage {

  private static final int[] EXTREMES = {
    Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1, 1 << 30, 0x7f800000, 0x7fc00000
  };
  private static final long SPARSE_BYTES = 3L << 30;

  private final Path folder;
  private final Random random;

  Damage(Path folder, Random random) {
    this.folder = folder;
    this.random = random;
  }

  /**
   * What was done.
   *
   * @param file whose content changed, or which is gone
   * @param before what it held
   */
  record Done(String what, Path file, byte[] before) {}

  Done apply() throws IOException {
    List<Path> files = files();
    Path file = files.get(random.nextInt(files.size()));
    byte[] before = Files.readAllBytes(file);
    String what = damage(file, before, files);
    return new Done(what + " " + folder.relativize(file), file, before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private String damage(Path file, byte[] bytes, List<Path> files) throws IOException {
    boolean json = file.toString().endsWith(".json");
    int kind = random.nextInt(100);
    if (json && kind < 55) {
      JsonDamage edit = new JsonDamage(random);
      byte[] edited = edit.apply(bytes);
      Files.write(file, edited);
      return edit.what();
    }
    if (kind < 3) {
      Files.delete(file);
      Files.createDirectory(file);
      return "folder instead of";
    }
    if (kind < 4) {
      try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
        grown.setLength(SPARSE_BYTES);
      }
      return "3 GiB of zeros after";
    }
    if (kind < 12) {
      Files.delete(file);
      return "deleted";
    }
    if (kind < 22) {
      Path other = files.get(random.nextInt(files.size()));
      Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
      return other.getFileName() + " in place of";
    }
    return bytes(file, bytes, kind);
  }

  private String bytes(Path file, byte[] bytes, int kind) throws IOException {
    if (bytes.length == 0 || kind < 34) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      for (int i = bytes.length; i < longer.length; i++) {
        longer[i] = (byte) random.nextInt(256);
      }
      Files.write(file, longer);
      return "bytes after";
    }
    if (kind < 48) {
      int length = random.nextInt(4) == 0 ? 0 : random.nextInt(bytes.length);
      Files.write(file, Arrays.copyOf(bytes, length));
      return "cut to " + length + " bytes:";
    }
    byte[] changed = bytes.clone();
    String what;
    if (kind < 65) {
      what = extreme(changed);
    } else if (kind < 75) {
      what = digits(changed);
    } else {
      int flips = 1 + random.nextInt(3);
      what = flips + " flipped bits in";
      for (int flip = 0; flip < flips; flip++) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
    }
    Files.write(file, changed);
    return what;
  }

  /** A number in the place of four bytes, preferably of the header. */
  private String extreme(byte[] bytes) {
    int within = random.nextBoolean() ? Math.min(bytes.length, 64) : bytes.length;
    int at = random.nextInt(within) & ~3;
    int value = EXTREMES[random.nextInt(EXTREMES.length)];
    boolean big = random.nextBoolean();
    for (int i = 0; i < 4 && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (8 * (big ? 3 - i : i)));
    }
    return String.format(Locale.ROOT, "%d at byte %d of", value, at);
  }

  /** Digits of a number in text, such as a shape or an offset, all 9. */
  private String digits(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int from = random.nextInt(Math.min(text.length(), 4_000));
    while (from < text.length() && !Character.isDigit(text.charAt(from))) {
      from++;
    }
    for (int i = from; i < text.length() && Character.isDigit(text.charAt(i)); i++) {
      bytes[i] = '9';
    }
    return "nines at byte " + from + " of";
  }
}
