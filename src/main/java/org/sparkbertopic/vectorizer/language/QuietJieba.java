package org.sparkbertopic.vectorizer.language;

import com.huaban.analysis.jieba.JiebaSegmenter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.stream.Stream;

/**
 * Loads jieba's dictionary silently. While it loads, jieba prints to {@code System.out}, where
 * commands print their results, and has no setting to prevent that. So this class replaces {@code
 * System.out} for that second by a stream that drops the output of the loading thread and passes on
 * that of all others. Errors go to {@code System.err} as before.
 */
final class QuietJieba {

  private static boolean loaded;

  private QuietJieba() {}

  /** Creates a segmenter; the first call in a JVM loads the dictionary. */
  static JiebaSegmenter segmenter() {
    synchronized (QuietJieba.class) {
      if (!loaded) {
        quietly(JiebaSegmenter::new);
        loaded = true;
      }
    }
    return new JiebaSegmenter();
  }

  /** Runs a task and drops what the calling thread prints to {@code System.out}. */
  static void quietly(Runnable task) {
    PrintStream out = System.out;
    OfOthers passedOn = new OfOthers(out);
    PrintStream others = new PrintStream(passedOn, false, charset());
    System.setOut(others);
    try {
      task.run();
    } finally {
      // Other code may have kept this stream or wrapped it.
      passedOn.silent = null;
      if (System.out == others) {
        System.setOut(out);
      }
    }
  }

  /**
   * The encoding of {@code System.out}: the properties of Java 18 and later, of Java 17, and of the
   * system.
   */
  private static Charset charset() {
    return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
        .map(System::getProperty)
        .filter(name -> name != null && Charset.isSupported(name))
        .findFirst()
        .map(Charset::forName)
        .orElseThrow(() -> new IllegalStateException("Java sets native.encoding"));
  }

  /** Passes on what threads other than its creator write; at the end, what all threads write. */
  private static final class OfOthers extends OutputStream {

    private volatile Thread silent = Thread.currentThread();
    private final PrintStream out;

    OfOthers(PrintStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      if (Thread.currentThread() != silent) {
        out.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (Thread.currentThread() != silent) {
        out.write(bytes, from, length);
      }
    }

    @Override
    public void flush() {
      out.flush();
    }
  }
}
