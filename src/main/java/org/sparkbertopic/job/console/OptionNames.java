package org.sparkbertopic.job.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Translates the library's parameter names ({@code maxOutliers}) to the options of a command. */
final class OptionNames {

  private static final Pattern PARAMETER =
      Pattern.compile("^[a-z]+(?= must )|\\b[a-z]+(?:[A-Z][a-z0-9]*)+\\b");

  private OptionNames() {}

  /** The message with options in place of parameters, where the command has a matching option. */
  static String inOptions(CommandSpec command, String message) {
    return PARAMETER
        .matcher(message)
        .replaceAll(
            parameter -> {
              String option = "--" + SettingKeys.kebab(parameter.group());
              return Matcher.quoteReplacement(
                  command.findOption(option) == null ? parameter.group() : option);
            });
  }
}
