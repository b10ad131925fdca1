package org.sparkbertopic.representation.llm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes what a model thinks before it answers, in the forms that models and servers return:
 * {@code <think>...</think>} and its relatives, with either tag possibly missing; the channels of
 * OpenAI's harmony format, with and without their marks; and the marks of chat templates around an
 * answer.
 */
final class Thoughts {

  private static final String NAMES =
      "(?:seed:)?(?:think|thinking|thought|thoughts|reason|reasoning|reflection|analysis|scratchpad"
          + "|inner_monologue|inner_thoughts|chain_of_thought|cot|plan|planning)";

  /** Group 1 matches in a closing tag, group 2 in a self-closing one. */
  private static final Pattern TAG =
      Pattern.compile(
          "(?i)(?:<\\|?\\s*(/)?\\s*%1$s(?:\\s[^<>]*?)?\\s*(/)?\\|?>|\\[(/)?(?:think|thinking|reasoning)]|◁(/)?%1$s▷|<\\|(?:begin_of_|start_)%1$s\\|>|<\\|(end_of_|end_)%1$s\\|>)"
              .replace("%1$s", NAMES));

  private static final Pattern FINAL_CHANNEL =
      Pattern.compile("(?is)<\\|?channel\\|?>\\s*final\\b.*?<\\|?message\\|?>");

  /** What remains of channels if the server drops the marks. */
  private static final Pattern BARE_CHANNELS = Pattern.compile("(?s)^\\s*analysis(?=\\p{Lu}).*");

  private static final String BARE_FINAL = "assistantfinal";

  private static final Pattern RESPONSE_FOLLOWS =
      Pattern.compile("(?is)^\\s*here(?:'s| is) my thought process:.*here(?:'s| is) my response:");

  private static final Pattern THOUGHT_PROCESS =
      Pattern.compile("(?is)^\\s*(?:here(?:'s| is) my thought process|thinking process):.*");

  /** Marks of chat templates before an answer. */
  private static final Pattern TEMPLATE_START =
      Pattern.compile(
          "(?i)^\\s*(?:(?:<\\|[a-z_0-9]+\\|>|<s>|<bos>|<start_of_turn>|\\[/INST])\\s*(?:assistant\\b|model\\b)?\\s*)++");

  /** Marks of chat templates after an answer: what follows is not part of it. */
  private static final Pattern TEMPLATE_END =
      Pattern.compile("(?is)(?:<\\|[a-z_0-9]+\\|>|</s>|<eos>|<end_of_turn>|\\[INST]).*");

  private Thoughts() {}

  /**
   * The rest of an answer.
   *
   * @param text empty if nothing is left
   * @param thought whether there was a thought
   */
  record Said(String text, boolean thought) {}

  static Said without(String answer) {
    if (answer.contains("channel|>") || answer.contains("<|channel")) {
      return channels(answer);
    }
    Matcher bare = BARE_CHANNELS.matcher(answer);
    if (bare.matches()) {
      int end = answer.lastIndexOf(BARE_FINAL);
      return new Said(end < 0 ? "" : answer.substring(end + BARE_FINAL.length()), true);
    }
    Matcher response = RESPONSE_FOLLOWS.matcher(answer);
    if (response.find()) {
      return new Said(answer.substring(response.end()), true);
    }
    if (THOUGHT_PROCESS.matcher(answer).matches() && !TAG.matcher(answer).find()) {
      return new Said("", true);
    }
    return tags(answer);
  }

  private static Said channels(String answer) {
    Matcher channel = FINAL_CHANNEL.matcher(answer);
    int from = -1;
    while (channel.find()) {
      from = channel.end();
    }
    return new Said(from < 0 ? "" : unmarked(answer.substring(from)), true);
  }

  /**
   * The last text outside of thoughts; a closing tag without an opening one ends a thought that
   * began before.
   */
  private static Said tags(String answer) {
    Matcher tag = TAG.matcher(answer);
    int depth = 0;
    int from = 0;
    boolean thought = false;
    String outside = "";
    while (tag.find()) {
      if (tag.group(2) != null) {
        outside = later(outside, depth == 0 ? answer.substring(from, tag.start()) : "");
        from = tag.end();
        continue;
      }
      thought = true;
      boolean closes =
          tag.group(1) != null
              || tag.group(3) != null
              || tag.group(4) != null
              || tag.group(5) != null;
      if (!closes) {
        outside = later(outside, depth == 0 ? answer.substring(from, tag.start()) : "");
        depth++;
      } else if (depth > 0) {
        depth--;
      } else {
        outside = "";
      }
      from = tag.end();
    }
    if (depth == 0) {
      outside = later(outside, answer.substring(from));
    }
    return new Said(unmarked(outside), thought);
  }

  private static String later(String before, String after) {
    return unmarked(after).isBlank() ? before : after;
  }

  private static String unmarked(String text) {
    String begun = TEMPLATE_START.matcher(text).replaceFirst("");
    return TEMPLATE_END.matcher(begun).replaceFirst("");
  }
}
