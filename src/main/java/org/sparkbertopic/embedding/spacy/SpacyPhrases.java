package org.sparkbertopic.embedding.spacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last pass of spaCy's tokenizer: a sequence of tokens that matches the split form of an
 * exception becomes the tokens of the exception. Longer sequences have precedence, then those
 * farther left.
 */
final class SpacyPhrases {

  private record Match(int first, int end) {}

  private final Map<String, List<String[]>> byFirstToken = new HashMap<>();
  private final Map<String, int[]> exceptions;

  /**
   * @param phrases tokens of each exception that is searched
   * @param exceptions lengths of the tokens that replace them
   */
  SpacyPhrases(Map<String, String[]> phrases, Map<String, int[]> exceptions) {
    this.exceptions = exceptions;
    for (String[] phrase : phrases.values()) {
      if (phrase.length > 0) {
        byFirstToken.computeIfAbsent(phrase[0], first -> new ArrayList<>()).add(phrase);
      }
    }
  }

  void apply(String text, TokenSpans tokens) {
    List<Match> matches = matches(text, tokens);
    if (matches.isEmpty()) {
      return;
    }
    int[] endOfPhrase = choose(matches, tokens.size());
    TokenSpans result = new TokenSpans();
    for (int i = 0; i < tokens.size(); ) {
      int end = endOfPhrase[i];
      int[] lengths =
          end == 0 ? null : exceptions.get(text.substring(tokens.start(i), tokens.end(end - 1)));
      if (lengths == null) {
        result.add(tokens.start(i), tokens.end(i));
        i++;
      } else {
        result.addAll(tokens.start(i), lengths);
        i = end;
      }
    }
    tokens.clear();
    for (int i = 0; i < result.size(); i++) {
      tokens.add(result.start(i), result.end(i));
    }
  }

  private List<Match> matches(String text, TokenSpans tokens) {
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      List<String[]> candidates = byFirstToken.get(text.substring(tokens.start(i), tokens.end(i)));
      if (candidates == null) {
        continue;
      }
      for (String[] phrase : candidates) {
        if (standsAt(text, tokens, i, phrase)) {
          matches.add(new Match(i, i + phrase.length));
        }
      }
    }
    return matches;
  }

  private static boolean standsAt(String text, TokenSpans tokens, int first, String[] phrase) {
    if (first + phrase.length > tokens.size()) {
      return false;
    }
    for (int i = 1; i < phrase.length; i++) {
      int start = tokens.start(first + i);
      int length = phrase[i].length();
      if (tokens.end(first + i) - start != length || !text.startsWith(phrase[i], start)) {
        return false;
      }
    }
    return true;
  }

  /** For each token, the end of the phrase that begins there; zero if there is none. */
  private static int[] choose(List<Match> matches, int tokens) {
    matches.sort(
        Comparator.comparingInt((Match match) -> match.first() - match.end())
            .thenComparingInt(Match::first));
    BitSet seen = new BitSet(tokens);
    int[] endOfPhrase = new int[tokens];
    for (Match match : matches) {
      if (!seen.get(match.first()) && !seen.get(match.end() - 1)) {
        endOfPhrase[match.first()] = match.end();
      }
      // A match that was not chosen also blocks others.
      seen.set(match.first(), match.end());
    }
    return endOfPhrase;
  }
}
