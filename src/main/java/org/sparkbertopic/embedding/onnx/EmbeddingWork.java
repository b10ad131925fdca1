package org.sparkbertopic.embedding.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.onnx.folder.LongDocuments;
import org.sparkbertopic.embedding.onnx.folder.VectorStep;

/**
 * Embeds texts with an open model: tokenizes, splits into batches of equal token length, and
 * combines the vectors of the windows of long texts.
 */
final class EmbeddingWork {

  private final OnnxModel model;
  private final EmbeddingPlan plan;
  private final int tokensPerBatch;
  private final TokenWindows windows;

  /**
   * @throws IllegalArgumentException if the prompt or the overlap leaves no room for a text
   */
  EmbeddingWork(OnnxModel model, EmbeddingPlan plan, int tokensPerBatch) {
    this.model = model;
    this.plan = plan;
    this.tokensPerBatch = tokensPerBatch;
    int overlap = plan.longDocuments() == LongDocuments.CHUNK ? plan.chunkOverlap() : 0;
    this.windows = new TokenWindows(model.tokenizer(), prepared(""), plan.maxTokens(), overlap);
  }

  int dimension() {
    return model.dimension(plan);
  }

  EmbeddedTexts embed(List<String> texts) {
    dimension();
    Pieces pieces = new Pieces(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      pieces.add(i, prepared(texts.get(i)));
    }
    float[][] vectors = inBatches(pieces.ids);
    return new EmbeddedTexts(
        pieces.join(vectors), pieces.truncated, pieces.tokensSeen, pieces.tokensLost);
  }

  /** As in sentence-transformers: add the prompt, then strip, then change the case. */
  private String prepared(String text) {
    String whole = stripped(plan.prompt().isEmpty() ? text : plan.prompt().concat(text));
    return plan.lowerCase() ? whole.toLowerCase(Locale.ROOT) : whole;
  }

  /** Strips what Python regards as whitespace from both ends. */
  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  private float[][] inBatches(List<int[]> ids) {
    int[] lengths = new int[ids.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = ids.get(i).length;
    }
    int promptTokens =
        plan.includePrompt() || plan.prompt().isEmpty()
            ? 0
            : model.tokenizer().promptLength(prepared(""));
    float[][] vectors = new float[lengths.length][];
    for (int[] batch : TokenBatches.plan(lengths, tokensPerBatch, model.mostTextsPerBatch())) {
      SparkTask.stopIfKilled();
      int[][] batchIds = new int[batch.length][];
      for (int i = 0; i < batch.length; i++) {
        batchIds[i] = ids.get(batch[i]);
      }
      float[][] batchVectors = model.embed(batchIds, plan, promptTokens);
      for (int i = 0; i < batch.length; i++) {
        vectors[batch[i]] = batchVectors[i];
      }
    }
    return vectors;
  }

  /** The token sequences of texts; a text that is split has several. */
  private final class Pieces {

    private final List<int[]> ids = new ArrayList<>();
    private final boolean[] truncated;
    private long tokensSeen;
    private long tokensLost;

    /** {@code [texts]}: weights of a text's windows; null if the text is not split. */
    private final int[][] weights;

    Pieces(int texts) {
      truncated = new boolean[texts];
      weights = new int[texts][];
    }

    void add(int text, String prepared) {
      TextTokenizer.Tokens tokens = model.tokenizer().tokenize(prepared, plan.maxTokens());
      if (tokens.truncated() && plan.longDocuments() == LongDocuments.CHUNK) {
        TokenWindows.Windows parts = windows.of(withoutPrompt(prepared));
        ids.addAll(parts.ids());
        weights[text] = parts.weights();
        tokensSeen += parts.tokens();
        return;
      }
      ids.add(tokens.ids());
      truncated[text] = tokens.truncated();
      tokensSeen += tokens.ids().length - tokens.special();
      tokensLost += tokens.lost();
    }

    /** The prompt is at the beginning, unless it is blank. */
    private String withoutPrompt(String prepared) {
      String prompt = prepared("");
      return prepared.startsWith(prompt) ? prepared.substring(prompt.length()) : prepared;
    }

    float[][] join(float[][] vectors) {
      float[][] joined = new float[weights.length][];
      int next = 0;
      for (int text = 0; text < joined.length; text++) {
        if (weights[text] == null) {
          joined[text] = vectors[next++];
        } else {
          int to = next + weights[text].length;
          joined[text] = mean(Arrays.copyOfRange(vectors, next, to), weights[text]);
          next = to;
        }
      }
      return joined;
    }

    private float[] mean(float[][] parts, int[] weight) {
      double[] sum = new double[parts[0].length];
      double total = 0;
      for (int part = 0; part < parts.length; part++) {
        total += weight[part];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += (double) weight[part] * parts[part][i];
        }
      }
      float[] mean = new float[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sum[i] / total);
      }
      return allOfUnitLength(parts) ? VectorStep.UNIT_LENGTH.apply(mean) : mean;
    }
  }

  /** Whether the model scales its vectors, in a module or in its graph. */
  private static boolean allOfUnitLength(float[][] vectors) {
    for (float[] vector : vectors) {
      double squares = 0;
      for (float x : vector) {
        squares += (double) x * x;
      }
      if (Math.abs(squares - 1) > 1e-3) {
        return false;
      }
    }
    return true;
  }
}
