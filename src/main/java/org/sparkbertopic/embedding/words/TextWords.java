package org.sparkbertopic.embedding.words;

/**
 * Finds the words of a text in files of word vectors, and pools their vectors. Holds the scratch
 * memory of one caller; a result depends only on its text.
 */
final class TextWords {

  private static final String[] CONTRACTIONS = {"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"};

  private final WordIterator scanner;
  private final WordLookup lookup;
  private final VectorPool pool;
  private final boolean unknownAsZeros;
  private final float[] zeros;
  private final boolean splits;
  private WordSink sink;

  /** Receives the words of a text in order. */
  interface WordSink {

    /**
     * @param spelling as {@link WordLookup#spelling}
     * @param vector overwritten by the next word
     */
    void known(String spelling, float[] vector);

    void unknown();
  }

  private final WordSink pooling =
      new WordSink() {
        @Override
        public void known(String spelling, float[] vector) {
          pool.add(vector);
        }

        @Override
        public void unknown() {
          if (unknownAsZeros) {
            pool.add(zeros);
          }
        }
      };

  TextWords(
      WordSplitting splitting, WordLookup lookup, WordPooling pooling, boolean unknownAsZeros) {
    this.scanner = new WordIterator(splitting);
    this.splits = splitting != WordSplitting.WHITESPACE;
    this.lookup = lookup;
    this.pool = new VectorPool(pooling, lookup.dimension());
    this.unknownAsZeros = unknownAsZeros;
    this.zeros = new float[lookup.dimension()];
  }

  float[] vectorOf(String text) {
    pool.clear();
    forEach(text, pooling);
    return pool.result();
  }

  void forEach(String text, WordSink words) {
    sink = words;
    scanner.reset(text);
    while (scanner.next()) {
      String word = text.substring(scanner.start(), scanner.end());
      boolean known = add(word);
      if (!known && splits) {
        known = scanner.isPunctuation() ? addOne(word) : addParts(word);
      }
      if (!known) {
        sink.unknown();
      }
    }
  }

  private boolean add(String word) {
    boolean known = lookup.find(word);
    if (known) {
      sink.known(lookup.spelling(), lookup.vector());
    }
    return known;
  }

  /** Adds one character for a run such as "!!!". */
  private boolean addOne(String run) {
    int width = Character.charCount(run.codePointAt(0));
    return width < run.length() && add(run.substring(0, width));
  }

  private boolean addParts(String unknown) {
    String word = unknown.replace('\u2019', '\'').replace('\u2010', '-');
    if (!word.equals(unknown) && add(word)) {
      return true;
    }
    if (word.endsWith(".") && add(word.substring(0, word.length() - 1))) {
      return true;
    }
    return addContraction(word) || addBetweenJoiners(word);
  }

  private boolean addContraction(String word) {
    for (String contraction : CONTRACTIONS) {
      int cut = word.length() - contraction.length();
      if (cut > 0 && word.regionMatches(true, cut, contraction, 0, contraction.length())) {
        boolean stem = add(word.substring(0, cut));
        boolean ending = add(word.substring(cut));
        return stem || ending;
      }
    }
    return false;
  }

  private boolean addBetweenJoiners(String word) {
    boolean known = false;
    int from = 0;
    for (int at = 0; at <= word.length(); at++) {
      if (at == word.length() || WordIterator.isJoiner(word.charAt(at)) || word.charAt(at) == ',') {
        boolean part = at > from && at - from < word.length();
        known |= part && add(word.substring(from, at));
        from = at + 1;
      }
    }
    return known;
  }
}
