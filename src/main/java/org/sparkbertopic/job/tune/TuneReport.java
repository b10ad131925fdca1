package org.sparkbertopic.job.tune;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.job.evaluate.EvaluationJson;
import org.sparkbertopic.job.evaluate.EvaluationResult;

/** The candidates of {@code tune}, as a table and as JSON. */
public final class TuneReport {

  private static final int FORMAT_VERSION = 1;

  private TuneReport() {}

  static void print(List<TuneCandidate> candidates, PrintStream out) {
    out.println();
    out.println(
        "   n-neighbors  min-cluster-size  min-samples  topics  outliers   NPMI  diversity  validity");
    for (TuneCandidate candidate : candidates) {
      out.printf(
          Locale.ROOT,
          "%s %12s %17d %12d %,7d %7.1f %% %6s %10s %9s%n",
          candidate.best() ? "*" : " ",
          candidate.nNeighbors() == 0 ? "-" : candidate.nNeighbors(),
          candidate.clusterer().minClusterSize(),
          candidate.clusterer().effectiveMinSamples(),
          candidate.topics(),
          100 * candidate.outlierShare(),
          EvaluationResult.figure(candidate.npmi()),
          EvaluationResult.figure(candidate.diversity()),
          EvaluationResult.figure(candidate.relativeValidity()));
    }
    out.println();
    out.println(
        "* no other has fewer outliers, more coherent and more diverse words; fit with a row's values:");
    TuneCandidate first = candidates.get(0);
    out.println("  fit " + settings(first));
  }

  /** The options that give a fit this row's parameters. */
  public static String settings(TuneCandidate candidate) {
    String clusters =
        String.format(
            Locale.ROOT,
            "-D hdbscan.min-cluster-size=%d -D hdbscan.min-samples=%d",
            candidate.clusterer().minClusterSize(),
            candidate.clusterer().effectiveMinSamples());
    return candidate.nNeighbors() == 0
        ? clusters
        : String.format(Locale.ROOT, "-D umap.n-neighbors=%d %s", candidate.nNeighbors(), clusters);
  }

  static ObjectNode toJson(List<TuneCandidate> candidates, long seed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("seed", seed);
    json.put("topNWords", TopicEvaluator.DEFAULT_TOP_N_WORDS);
    ArrayNode rows = json.putArray("candidates");
    for (TuneCandidate candidate : candidates) {
      ObjectNode row = rows.addObject();
      if (candidate.nNeighbors() > 0) {
        row.put("nNeighbors", candidate.nNeighbors());
      }
      row.put("minClusterSize", candidate.clusterer().minClusterSize());
      row.put("minSamples", candidate.clusterer().effectiveMinSamples());
      row.put("documents", candidate.labels().length);
      row.put("topics", candidate.topics());
      row.put("outliers", candidate.outliers());
      EvaluationJson.put(row, "outlierShare", candidate.outlierShare());
      EvaluationJson.put(row, "npmi", candidate.npmi());
      EvaluationJson.put(row, "diversity", candidate.diversity());
      EvaluationJson.put(row, "relativeValidity", candidate.relativeValidity());
      row.put("best", candidate.best());
      row.put("settings", settings(candidate));
    }
    return json;
  }
}
