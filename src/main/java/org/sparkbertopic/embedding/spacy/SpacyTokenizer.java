package org.sparkbertopic.embedding.spacy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbertopic.embedding.words.WordIterator;

/**
 * Splits a text like spaCy's rule-based tokenizer (spaCy's documentation, "How spaCy's tokenizer
 * works"). Safe for concurrent use.
 *
 * <p>Splits at white space, and then each chunk alone: first exceptions, then prefixes and suffixes
 * from the outside, then infixes. White space other than a single blank also forms tokens. A last
 * pass searches exceptions among the finished tokens. The tokens of the first chunks are cached.
 */
final class SpacyTokenizer {

  /**
   * Longer chunks are not split. Expressions such as the one for URLs take quadratic time and much
   * stack, and natural text has no such runs without white space.
   */
  static final int LONGEST_CHUNK = 1024;

  private static final int LONGEST_REMEMBERED = 80;
  private static final int MOST_REMEMBERED = 50_000;

  private final SpacyRules rules;
  private final Map<String, int[]> remembered = new ConcurrentHashMap<>();
  private final AtomicInteger rememberedCount = new AtomicInteger();
  private final SpacyPhrases phrases;

  SpacyTokenizer(SpacyRules rules) {
    this.rules = rules;
    Map<String, String[]> exceptionTokens = new HashMap<>();
    for (String exception : rules.exceptions().keySet()) {
      if (!rules.exceptionsWithAffixesOnly() || hasAffixOrBlank(exception)) {
        TokenSpans tokens = new TokenSpans();
        chunks(exception, tokens, false);
        String[] texts = new String[tokens.size()];
        for (int i = 0; i < texts.length; i++) {
          texts[i] = exception.substring(tokens.start(i), tokens.end(i));
        }
        exceptionTokens.put(exception, texts);
      }
    }
    this.phrases = new SpacyPhrases(exceptionTokens, rules.exceptions());
  }

  private boolean hasAffixOrBlank(String text) {
    return affix(rules.prefix(), text, 0, text.length()) > 0
        || affix(rules.suffix(), text, 0, text.length()) > 0
        || text.indexOf(' ') >= 0
        || (rules.infix() != null && rules.infix().matcher(text).find());
  }

  /** Fills {@code tokens} with the tokens of a text. */
  void tokenize(String text, TokenSpans tokens) {
    tokens.clear();
    chunks(text, tokens, true);
    phrases.apply(text, tokens);
  }

  private void chunks(String text, TokenSpans tokens, boolean withExceptions) {
    int start = 0;
    boolean inSpace = !text.isEmpty() && isSpace(text.charAt(0));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c) != inSpace) {
        if (start < i) {
          chunk(text.substring(start, i), start, tokens, withExceptions);
        }
        start = c == ' ' ? i + 1 : i;
        inSpace = !inSpace;
      }
    }
    if (start < text.length()) {
      chunk(text.substring(start), start, tokens, withExceptions);
    }
  }

  private void chunk(String chunk, int offset, TokenSpans tokens, boolean withExceptions) {
    if (chunk.length() > LONGEST_CHUNK) {
      tokens.add(offset, offset + chunk.length());
      return;
    }
    int[] lengths = withExceptions ? rules.exceptions().get(chunk) : null;
    boolean remember = withExceptions && lengths == null && chunk.length() <= LONGEST_REMEMBERED;
    if (remember) {
      lengths = remembered.get(chunk);
    }
    if (lengths != null) {
      tokens.addAll(offset, lengths);
      return;
    }
    int first = tokens.size();
    split(chunk, offset, tokens, withExceptions);
    if (remember
        && rememberedCount.get() < MOST_REMEMBERED
        && remembered.putIfAbsent(chunk, tokens.lengthsFrom(first)) == null) {
      rememberedCount.incrementAndGet();
    }
  }

  /** Removes prefixes and suffixes repeatedly, then splits at the infixes. */
  private void split(String chunk, int offset, TokenSpans tokens, boolean withExceptions) {
    TokenSpans suffixes = new TokenSpans();
    int from = 0;
    int to = chunk.length();
    int lastLength = -1;
    while (from < to && to - from != lastLength) {
      if (matches(rules.token(), chunk, from, to)
          || (withExceptions && isException(chunk, from, to))) {
        break;
      }
      lastLength = to - from;
      int prefix = affix(rules.prefix(), chunk, from, to);
      if (prefix > 0 && withExceptions && isException(chunk, from + prefix, to)) {
        tokens.add(offset + from, offset + from + prefix);
        from += prefix;
        break;
      }
      int suffix = affix(rules.suffix(), chunk, from + prefix, to);
      if (suffix > 0 && withExceptions && isException(chunk, from, to - suffix)) {
        suffixes.add(offset + to - suffix, offset + to);
        to -= suffix;
        break;
      }
      if (prefix > 0) {
        tokens.add(offset + from, offset + from + prefix);
        from += prefix;
      }
      if (suffix > 0) {
        suffixes.add(offset + to - suffix, offset + to);
        to -= suffix;
      }
    }
    if (from < to) {
      core(chunk, from, to, offset, tokens, withExceptions);
    }
    for (int i = suffixes.size() - 1; i >= 0; i--) {
      tokens.add(suffixes.start(i), suffixes.end(i));
    }
  }

  private void core(
      String chunk, int from, int to, int offset, TokenSpans tokens, boolean withExceptions) {
    int[] exception = withExceptions ? rules.exceptions().get(chunk.substring(from, to)) : null;
    if (exception != null) {
      tokens.addAll(offset + from, exception);
    } else if (rules.infix() == null
        || matches(rules.token(), chunk, from, to)
        || matches(rules.url(), chunk, from, to)) {
      tokens.add(offset + from, offset + to);
    } else {
      infixes(chunk, from, to, offset, tokens);
    }
  }

  private void infixes(String chunk, int from, int to, int offset, TokenSpans tokens) {
    Matcher infix = rules.infix().matcher(chunk).region(from, to);
    int start = from;
    while (infix.find()) {
      if (infix.start() == from) {
        continue;
      }
      if (infix.start() > start) {
        tokens.add(offset + start, offset + infix.start());
      }
      if (infix.end() > infix.start()) {
        tokens.add(offset + infix.start(), offset + infix.end());
      }
      start = infix.end();
    }
    if (start < to) {
      tokens.add(offset + start, offset + to);
    }
  }

  private boolean isException(String chunk, int from, int to) {
    return from < to && rules.exceptions().containsKey(chunk.substring(from, to));
  }

  private static int affix(AffixSearch search, String chunk, int from, int to) {
    return search == null ? 0 : search.length(chunk, from, to);
  }

  private static boolean matches(Pattern pattern, String chunk, int from, int to) {
    return pattern != null && pattern.matcher(chunk).region(from, to).lookingAt();
  }

  private static boolean isSpace(char c) {
    return WordIterator.isBlank(c);
  }
}
