package org.sparkbertopic.job.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** What the library says of its parameters ({@code maxOutliers}), said of a command's options. */
final class OptionNames {

  private static final Pattern PARAMETER =
      Pattern.compile("^[a-z]+(?= must )|\\b[a-z]+(?:[A-Z][a-z0-9]*)+\\b");

  private OptionNames() {}

  /** The message, with options in place of the parameters that the command has options for. */
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
