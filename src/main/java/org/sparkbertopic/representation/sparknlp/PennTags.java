package org.sparkbertopic.representation.sparknlp;

import java.util.Map;

/** Universal parts of speech for the tags of the Penn Treebank. */
final class PennTags {

  private static final Map<String, String> UNIVERSAL =
      Map.ofEntries(
          Map.entry("CC", "CCONJ"),
          Map.entry("CD", "NUM"),
          Map.entry("DT", "DET"),
          Map.entry("EX", "PRON"),
          Map.entry("FW", "X"),
          Map.entry("IN", "ADP"),
          Map.entry("JJ", "ADJ"),
          Map.entry("JJR", "ADJ"),
          Map.entry("JJS", "ADJ"),
          Map.entry("LS", "X"),
          Map.entry("MD", "AUX"),
          Map.entry("NN", "NOUN"),
          Map.entry("NNP", "PROPN"),
          Map.entry("NNPS", "PROPN"),
          Map.entry("NNS", "NOUN"),
          Map.entry("PDT", "DET"),
          Map.entry("POS", "PART"),
          Map.entry("PRP", "PRON"),
          Map.entry("PRP$", "PRON"),
          Map.entry("RB", "ADV"),
          Map.entry("RBR", "ADV"),
          Map.entry("RBS", "ADV"),
          Map.entry("RP", "ADP"),
          Map.entry("TO", "PART"),
          Map.entry("UH", "INTJ"),
          Map.entry("VB", "VERB"),
          Map.entry("VBD", "VERB"),
          Map.entry("VBG", "VERB"),
          Map.entry("VBN", "VERB"),
          Map.entry("VBP", "VERB"),
          Map.entry("VBZ", "VERB"),
          Map.entry("WDT", "DET"),
          Map.entry("WP", "PRON"),
          Map.entry("WP$", "PRON"),
          Map.entry("WRB", "ADV"),
          Map.entry("-LRB-", "PUNCT"),
          Map.entry("-RRB-", "PUNCT"),
          Map.entry("``", "PUNCT"),
          Map.entry("''", "PUNCT"),
          Map.entry(",", "PUNCT"),
          Map.entry(".", "PUNCT"),
          Map.entry(":", "PUNCT"),
          Map.entry("$", "SYM"),
          Map.entry("#", "SYM"));

  private PennTags() {}

  /** The tag itself if it is not the Penn Treebank's. */
  static String universal(String tag) {
    return UNIVERSAL.getOrDefault(tag, tag);
  }
}
