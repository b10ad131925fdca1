package org.sparkbertopic.representation.nli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.sparkbertopic.representation.EntailmentModel;

/**
 * A transformer for natural language inference in ONNX format: any whose {@code config.json} names
 * a label {@code entailment} (bart-large-mnli, deberta-v3-*-mnli, mDeBERTa ...). Runs in this JVM,
 * with one pair of texts at a time on each core, so that results do not depend on the batch.
 *
 * @param model a folder with {@code config.json}, {@code tokenizer.json} and {@code model.onnx}
 *     (also below {@code onnx/}), or {@code org/model} of the Hugging Face hub
 * @param file the ONNX file in that folder; empty: {@code onnx/model.onnx} or {@code model.onnx}
 */
public record OnnxEntailment(String model, String file) implements EntailmentModel {

  private static final long serialVersionUID = 1L;

  /** Sessions stay open until the JVM ends. */
  private static final Map<OnnxEntailment, EntailmentSession> OPEN = new ConcurrentHashMap<>();

  public OnnxEntailment {
    Objects.requireNonNull(file, "file");
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "model must be a folder or org/model, got a blank; export one with:"
              + " optimum-cli export onnx --task text-classification -m MODEL FOLDER");
    }
  }

  /** Uses the default ONNX file of the model. */
  public static OnnxEntailment of(String model) {
    return new OnnxEntailment(model, "");
  }

  @Override
  public void checkReady() {
    session();
  }

  @Override
  public double[][] logits(List<String> texts, List<String> hypotheses) {
    int pairs = Math.multiplyExact(texts.size(), hypotheses.size());
    if (pairs == 0) {
      return new double[0][];
    }
    EntailmentSession session = session();
    double[][] logits = new double[pairs][];
    IntStream.range(0, pairs)
        .parallel()
        .forEach(
            i ->
                logits[i] =
                    session.logits(
                        texts.get(i / hypotheses.size()), hypotheses.get(i % hypotheses.size())));
    return logits;
  }

  private EntailmentSession session() {
    return OPEN.computeIfAbsent(this, key -> EntailmentSession.open(EntailmentFiles.of(key)));
  }
}
