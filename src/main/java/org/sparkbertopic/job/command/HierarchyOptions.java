package org.sparkbertopic.job.command;

import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.operations.merging.TopicSpace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The run whose topics are merged step by step, and the vectors by which they are compared. */
final class HierarchyOptions {

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--by",
      paramLabel = "SPACE",
      description =
          "vectors to compare topics by: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private TopicSpace space = TopicSpace.CTFIDF;

  @Option(
      names = "--linkage",
      paramLabel = "LINKAGE",
      description =
          "what makes two merged topics near: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}, BERTopic's")
  private Linkage linkage = Linkage.WARD;

  FinishedRun open() {
    return run.open();
  }

  TopicHierarchy hierarchy(FinishedRun opened) {
    return ErrorMessages.usersFault(() -> opened.model().hierarchicalTopics(space, linkage));
  }
}
