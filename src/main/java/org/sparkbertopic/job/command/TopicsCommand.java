package org.sparkbertopic.job.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * {@code spark-bertopic topics}: looks at the topics of a finished run, and makes others of them.
 */
@Command(
    name = "topics",
    description = "Shows the topics of a finished run, or makes a new run with others of them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TopicsInfoCommand.class,
      TopicsProvenanceCommand.class,
      TopicsFindCommand.class,
      TopicsOverTimeCommand.class,
      TopicsPerClassCommand.class,
      TopicsHierarchyCommand.class,
      TopicsTreeCommand.class,
      TopicsMergeCommand.class,
      TopicsReduceCommand.class,
      TopicsDeleteCommand.class,
      TopicsLabelCommand.class,
      TopicsUpdateCommand.class,
      TopicsOutliersCommand.class,
      TopicsDistributionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "What changes topics writes a run of its own (--output); the run it is made of stays as it is."
    })
public final class TopicsCommand {}
