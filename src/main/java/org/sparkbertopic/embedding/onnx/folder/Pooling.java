package org.sparkbertopic.embedding.onnx.folder;

import java.util.Locale;

/**
 * How the vectors of a text's tokens become one vector. The constants are in the order in which
 * sentence-transformers concatenates several.
 */
public enum Pooling {
  /** The pooling that the model's files set, or the mean. */
  MODEL(""),
  /** The first token's vector. */
  CLS("pooling_mode_cls_token"),
  /** The largest value of each dimension. */
  MAX("pooling_mode_max_tokens"),
  /** The mean (Reimers and Gurevych: Sentence-BERT, EMNLP 2019, section 3). */
  MEAN("pooling_mode_mean_tokens"),
  /** The sum divided by the square root of the number of tokens. */
  MEAN_SQRT_LEN("pooling_mode_mean_sqrt_len_tokens"),
  /** The mean with the tokens' positions, counted from 1, as weights (SGPT, arXiv 2202.08904). */
  WEIGHTED_MEAN("pooling_mode_weightedmean_tokens"),
  /** The last token's vector. */
  LAST_TOKEN("pooling_mode_lasttoken");

  private final String configKey;

  Pooling(String configKey) {
    this.configKey = configKey;
  }

  /** The key of sentence-transformers' {@code 1_Pooling/config.json} that switches it on. */
  public String configKey() {
    return configKey;
  }

  /** The name in configuration files. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
