package org.sparkbertopic.job.command;

import org.sparkbertopic.job.topics.TopicsAssignCommand;
import org.sparkbertopic.job.topics.TopicsSplitCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * {@code spark-bertopic topics}: shows the topics of a finished run, or changes them in a new run.
 */
@Command(
    name = "topics",
    description = "Shows the topics of a finished run, or changes them in a new run.",
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
      TopicsAssignCommand.class,
      TopicsSplitCommand.class,
      TopicsRecountCommand.class,
      TopicsDistributionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Commands that change topics write a new run (--output). The original stays as it is."
    })
public final class TopicsCommand {}
