package org.sparkbertopic.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.persistence.ModelDirectoryException;
import org.sparkbertopic.torture.Bench.Setting;
import org.sparkbertopic.torture.Results.Result;
import org.sparkbertopic.torture.Tally.Fault;

/**
 * Models and runs of which one file is damaged, half of them with every checksum forged to fit.
 *
 * <p>Damage without forged sums ends in one sentence that says what is wrong, or changes nothing.
 * With forged sums the answer may be another, but nothing crashes, hangs, opens a connection, reads
 * outside the folder or loads a class that the folder names.
 */
final class Mutations {

  private static final long LIMIT_SECONDS = 60;

  /** Of that many damaged runs one is fitted again, which takes longer than to look at it. */
  private static final int FIT_EVERY = 4;

  private final Bench bench;
  private final Tally tally;
  private final Random random;
  private int unclean;

  Mutations(Bench bench) {
    this.bench = bench;
    this.tally = new Tally("mutations", bench.out());
    this.random = bench.random("mutations");
  }

  /**
   * A saved model, and what it answers as it was saved.
   *
   * @param embeds whether it embeds texts, or takes given embeddings
   */
  private record Pristine(Path folder, boolean embeds, String value, List<String> rows) {}

  Tally run(int wanted) throws Exception {
    Path work = bench.path("mutations/work");
    Path run = bench.path("mutations/run");
    Files.createDirectories(work.getParent());
    Files.writeString(work.resolveSibling(JsonDamage.SECRET_FILE), "{\"secret\": true}");
    List<Pristine> models = models(run);
    Path whole = bench.path("mutations/run-whole");
    Trees.replace(run, whole);
    Result expected = Results.read(run);
    String info = InThisJvm.run(Bench.info(run)).printed();
    Guard guard = new Guard(work.getParent());
    if (!guard.install()) {
      tally.note("this Java has no security manager: what a model reads and opens is not checked");
    }
    try {
      for (int i = 0; i < wanted; i++) {
        boolean forged = random.nextBoolean();
        if (i % 4 < 3) {
          Pristine model = models.get(i % models.size());
          Trees.replace(model.folder(), work);
          String what = damage(work, forged);
          model(model, work, forged, i + " " + model.folder().getFileName() + " " + what);
        } else {
          Trees.replace(whole, run);
          String what = damage(run, forged);
          boolean fit = i / 4 % FIT_EVERY == 0;
          run(run, fit, expected, info, forged, i + " run " + what);
        }
      }
    } finally {
      Guard.watch(null);
      Guard.uninstall();
    }
    tally.note(unclean + " exceptions of forged files were not sentences of ours");
    return tally;
  }

  private List<Pristine> models(Path run) throws IOException {
    need(bench.fit(Setting.LARGE, run));
    Path tfidf = bench.path("mutations/tfidf");
    need(
        bench.fitTexts(
            Setting.SMALL,
            tfidf,
            "-D",
            "embedding.backend=tfidf",
            "-D",
            "representation.aspects.mmr=[keybert, mmr]"));
    Path outliers = bench.path("mutations/outliers");
    need(Bench.topics("outliers", run, outliers, "--strategy", "embeddings", "--threshold", "0.3"));
    Path kmeans = bench.path("mutations/kmeans");
    need(
        bench.fit(
            Setting.SMALL,
            kmeans,
            "-D",
            "reduction.method=pca",
            "-D",
            "clustering.method=kmeans",
            "-D",
            "clustering.n-clusters=4"));
    SparkSession.builder().getOrCreate();
    Path saved = bench.path("mutations/saved");
    BERTopicModel.load(kmeans.resolve("model").toString())
        .write()
        .overwrite()
        .save(saved.toString());
    List<Pristine> models = new ArrayList<>();
    for (Path folder :
        List.of(run.resolve("model"), tfidf.resolve("model"), outliers.resolve("model"), saved)) {
      Path copy = bench.path("mutations/model-" + models.size());
      Trees.replace(folder.toRealPath(), copy);
      BERTopicModel model = BERTopicModel.load(copy.toString());
      boolean embeds = model.embedder().isPresent();
      models.add(new Pristine(copy, embeds, ModelValue.of(model), transformed(model, embeds)));
    }
    return models;
  }

  private static void need(List<String> command) {
    WarmJvm.Outcome outcome = InThisJvm.run(command);
    if (outcome.status() != 0) {
      throw new IllegalStateException(command + " ended with " + outcome.tail());
    }
  }

  private String damage(Path folder, boolean forged) throws IOException {
    Damage.Done done = new Damage(folder, random).apply();
    if (forged) {
      new ForgedSums(folder).fit(done);
    }
    return done.what() + (forged ? " (forged)" : "");
  }

  private List<String> transformed(BERTopicModel model, boolean embeds) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> documents = spark.read().json(bench.corpus().toString()).limit(20);
    if (!embeds) {
      model.setEmbeddingCol("embedding");
    }
    return model
        .setTextCol("text")
        .transform(documents)
        .select("id", model.getTopicCol(), model.getProbabilityCol())
        .toJSON()
        .collectAsList();
  }

  private void model(Pristine pristine, Path work, boolean forged, String what)
      throws InterruptedException {
    String[] value = new String[1];
    Throwable failure =
        limited(
            () -> {
              BERTopicModel model = BERTopicModel.load(work.toString());
              value[0] = ModelValue.of(model) + transformed(model, pristine.embeds());
              return null;
            });
    if (judged(failure, forged, what) || forged) {
      return;
    }
    if (!value[0].equals(pristine.value() + pristine.rows())) {
      tally.fault(Fault.LOST, what + ": answers otherwise and says nothing");
    } else {
      tally.survived();
    }
  }

  private void run(Path run, boolean fit, Result expected, String info, boolean forged, String what)
      throws InterruptedException {
    List<WarmJvm.Outcome> outcomes = new ArrayList<>();
    Throwable failure =
        limited(
            () -> {
              outcomes.add(InThisJvm.run(Bench.info(run)));
              if (fit) {
                outcomes.add(InThisJvm.run(bench.fit(Setting.LARGE, run)));
              }
              return null;
            });
    if (judged(failure, forged, what) || forged) {
      return;
    }
    for (WarmJvm.Outcome outcome : outcomes) {
      if (outcome.status() != 0 && !outcome.isRefusal()) {
        tally.fault(Fault.LOST, what + ": " + outcome.tail());
        return;
      }
    }
    if (outcomes.get(0).status() == 0 && !outcomes.get(0).printed().equals(info)) {
      tally.fault(Fault.LOST, what + ": topics info answers otherwise and says nothing");
      return;
    }
    if (fit && outcomes.get(1).status() == 0) {
      String difference = difference(run, expected);
      if (!difference.isEmpty()) {
        tally.fault(Fault.LOST, what + ": the same command again ends with 0, and " + difference);
        return;
      }
    }
    tally.survived();
  }

  private static String difference(Path run, Result expected) {
    try {
      return Results.read(run).differenceFrom(expected);
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }

  /** Whether all is said: by a failure, or of forged files by its absence. */
  private boolean judged(Throwable failure, boolean forged, String what) {
    List<String> acts = Guard.found();
    if (!acts.isEmpty()) {
      tally.fault(Fault.LOST, what + ": " + acts);
      return true;
    }
    if (failure instanceof TimeoutException) {
      tally.fault(Fault.LOST, what + ": did not end in " + LIMIT_SECONDS + " s");
      return true;
    }
    Throwable error = errorIn(failure);
    if (error != null) {
      tally.fault(Fault.LOST, what + ": " + error);
      return true;
    }
    if (failure != null && !isSentence(failure)) {
      if (forged) {
        unclean++;
        tally.note(what + ": no sentence of ours: " + failure);
        tally.survived();
      } else {
        tally.fault(Fault.LOST, what + ": not a sentence of ours: " + failure);
      }
      return true;
    }
    if (failure != null || forged) {
      tally.survived();
      return true;
    }
    return false;
  }

  private static Throwable errorIn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Error) {
        return cause;
      }
    }
    return null;
  }

  private static boolean isSentence(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelDirectoryException
          || cause instanceof org.sparkbertopic.stage.table.UnusableInputException) {
        return !cause.getMessage().contains("\n");
      }
    }
    return false;
  }

  /** Runs in a thread that is watched; gives what it threw, if it did. */
  private static Throwable limited(Callable<Void> work) throws InterruptedException {
    FutureTask<Void> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "mutation");
    thread.setDaemon(true);
    Guard.watch(thread);
    thread.start();
    try {
      task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      task.cancel(true);
      return e;
    }
  }
}
