package org.sparkbertopic.job.fit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.job.config.ConfigKeys;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.run.RunRecord;

/** Differences between a request and the earlier run in the same directory. */
final class RunChanges {

  /** Keys that change no result. */
  private static final Set<String> NOT_READ = Set.of("tracking");

  /** Keys that only a fit reads, for its page, and later commands on the finished run. */
  private static final Set<String> READ_BY_FIT =
      Set.of("input.timestamp-column", "input.class-column");

  private RunChanges() {}

  /** One line per change; empty if the earlier run's result is the requested one. */
  static List<String> between(RunRecord earlier, RunRecord present) {
    List<String> changes = new ArrayList<>();
    if (!present.command.equals(earlier.command)) {
      changes.add("command: " + present.command + ", was " + earlier.command);
    }
    Set<String> notRead = new TreeSet<>(NOT_READ);
    if (!present.command.equals("fit")) {
      notRead.addAll(READ_BY_FIT);
    }
    describeChanges("", earlier.configuration, present.configuration, notRead, changes);
    // One that ended while it read its input may not know it.
    if (earlier.inputFingerprint != null
        && !Objects.equals(present.inputFingerprint, earlier.inputFingerprint)) {
      changes.add("the input's rows");
    }
    if (!Objects.equals(present.likeDigest, earlier.likeDigest)) {
      changes.add("the earlier model of --like");
    }
    return changes;
  }

  /** Earlier versions recorded choices in the user's spelling. */
  private static boolean isSame(String key, JsonNode before, JsonNode now) {
    return before.equals(now)
        || (now != null
            && before.isTextual()
            && now.isTextual()
            && ConfigKeys.isChoice(key)
            && ConfigKeys.normal(before.asText()).equals(ConfigKeys.normal(now.asText())));
  }

  private static void describeChanges(
      String prefix, JsonNode before, JsonNode now, Set<String> notRead, List<String> changes) {
    if (notRead.contains(prefix)) {
      return;
    }
    if (before == null || now == null || !before.isObject() || !now.isObject()) {
      if (before == null ? now != null : !isSame(prefix, before, now)) {
        changes.add(
            SecretOptions.isSecretKey(prefix)
                ? prefix
                : SecretText.redacted(
                    String.format(Locale.ROOT, "%s: %s, was %s", prefix, now, before)));
      }
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      describeChanges(
          prefix.isEmpty() ? name : prefix + "." + name,
          before.get(name),
          now.get(name),
          notRead,
          changes);
    }
  }
}
