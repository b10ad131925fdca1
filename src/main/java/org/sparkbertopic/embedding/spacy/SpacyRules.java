package org.sparkbertopic.embedding.spacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sparkbertopic.embedding.words.VectorFiles;

/**
 * The rules in a pipeline's file {@code tokenizer}, a MessagePack map.
 *
 * @param prefix finds prefixes of a chunk; null if the pipeline has none, as for the next four
 * @param suffix finds suffixes of a chunk
 * @param infix finds infixes in the rest
 * @param token matches text that is one token
 * @param url matches text that is one token after its affixes are removed
 * @param exceptions texts with a special split: the lengths of their tokens
 * @param exceptionsWithAffixesOnly whether the last pass only searches exceptions that contain
 *     affixes
 */
record SpacyRules(
    AffixSearch prefix,
    AffixSearch suffix,
    Pattern infix,
    Pattern token,
    Pattern url,
    Map<String, int[]> exceptions,
    boolean exceptionsWithAffixesOnly) {

  private static final String WHAT = "the rules of spaCy's own tokenizer";

  /** Real files have less than a hundredth of this size. */
  private static final long LARGEST = 64L << 20;

  /** The id of the attribute ORTH, a token's text, in the exceptions. */
  private static final long ORTH = 65;

  static SpacyRules read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw unusable(file, "there is no such file", null);
    }
    try {
      MessagePack in = new MessagePack(Files.readAllBytes(file));
      Object content = in.read();
      if (!(content instanceof Map<?, ?> rules)
          || !in.atEnd()
          || !rules.containsKey("prefix_search")) {
        throw unusable(file, "it is something else", null);
      }
      return new SpacyRules(
          compiled(file, rules, "prefix_search", AffixSearch::prefix),
          compiled(file, rules, "suffix_search", AffixSearch::suffix),
          compiled(file, rules, "infix_finditer", PythonRegex::compile),
          compiled(file, rules, "token_match", PythonRegex::compile),
          compiled(file, rules, "url_match", PythonRegex::compile),
          exceptions(file, rules.get("exceptions")),
          !Boolean.FALSE.equals(rules.get("faster_heuristics")));
    } catch (MessagePack.MalformedException e) {
      throw unusable(file, e.getMessage(), e);
    }
  }

  private static <T> T compiled(
      Path file, Map<?, ?> rules, String name, Function<String, T> compiler) {
    Object source = rules.get(name);
    if (source == null) {
      return null;
    }
    if (!(source instanceof String text)) {
      throw unusable(file, "its " + name + " is no text", null);
    }
    try {
      return compiler.apply(text);
    } catch (PatternSyntaxException | StackOverflowError e) {
      String problem =
          e instanceof PatternSyntaxException syntax ? syntax.getDescription() : "too deep";
      throw unusable(
          file,
          "its " + name + " is no regular expression that Java can follow: " + problem,
          e instanceof Exception exception ? exception : null);
    }
  }

  private static Map<String, int[]> exceptions(Path file, Object content) {
    Map<String, int[]> exceptions = new LinkedHashMap<>();
    if (content == null) {
      return exceptions;
    }
    if (!(content instanceof Map<?, ?> map)) {
      throw unusable(file, "its exceptions are no map", null);
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String text)
          || !(entry.getValue() instanceof List<?> parts)) {
        throw unusable(file, "its exception " + entry.getKey() + " is no list of tokens", null);
      }
      exceptions.put(text, lengths(file, text, parts));
    }
    return exceptions;
  }

  private static int[] lengths(Path file, String text, List<?> parts) {
    int[] lengths = new int[parts.size()];
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < lengths.length; i++) {
      Object part = parts.get(i) instanceof Map<?, ?> token ? orth(token) : null;
      if (!(part instanceof String orth) || orth.isEmpty()) {
        throw unusable(file, "a token of its exception \"" + text + "\" has no text", null);
      }
      lengths[i] = orth.length();
      joined.append(orth);
    }
    if (!joined.toString().equals(text)) {
      throw unusable(file, "its exception \"" + text + "\" is split into other text", null);
    }
    return lengths;
  }

  private static Object orth(Map<?, ?> token) {
    Object byNumber = token.get(ORTH);
    return byNumber == null ? token.get("ORTH") : byNumber;
  }

  private static IllegalArgumentException unusable(Path file, String problem, Exception cause) {
    return VectorFiles.unusable(
        file,
        WHAT,
        problem,
        VectorFiles.COPY_AGAIN
            + ", or give another pipeline: those with a tokenizer of another kind (Chinese,"
            + " Japanese, Korean, Thai, Vietnamese) cannot be used",
        cause);
  }
}
