package org.sparkbertopic.vectorizer.language;

import com.huaban.analysis.jieba.JiebaSegmenter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.stream.Stream;

/**
 * jieba's dictionary, loaded without a word. While it loads, jieba prints lines on {@code
 * System.out}, where commands print their results, and neither its classes nor a setting let it be
 * told otherwise. So {@code System.out} is another one for that second, which leaves out what the
 * loading thread prints and passes on what all others do. Its errors go to {@code System.err} as
 * before.
 */
final class QuietJieba {

  private static boolean loaded;

  private QuietJieba() {}

  /** A segmenter; the first call in a JVM loads the dictionary. */
  static JiebaSegmenter segmenter() {
    synchronized (QuietJieba.class) {
      if (!loaded) {
        quietly(JiebaSegmenter::new);
        loaded = true;
      }
    }
    return new JiebaSegmenter();
  }

  /** Runs without what the calling thread prints on {@code System.out}. */
  static void quietly(Runnable task) {
    PrintStream out = System.out;
    OfOthers passedOn = new OfOthers(out);
    PrintStream others = new PrintStream(passedOn, false, charset());
    System.setOut(others);
    try {
      task.run();
    } finally {
      // Somebody may have kept it, or put it into a stream of their own.
      passedOn.silent = null;
      if (System.out == others) {
        System.setOut(out);
      }
    }
  }

  /** That of {@code System.out}: names of Java 18 and later, of Java 17, and the system's. */
  private static Charset charset() {
    return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
        .map(System::getProperty)
        .filter(name -> name != null && Charset.isSupported(name))
        .findFirst()
        .map(Charset::forName)
        .orElseThrow(() -> new IllegalStateException("Java sets native.encoding"));
  }

  /** What other threads than the one that made it write; in the end what all write. */
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
