package org.sparkbertopic.persistence.hub;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A model that was sent to the hub.
 *
 * @param address that {@code BERTopicModel.load} takes: {@code hf://owner/name@commit}
 * @param page of the commit
 * @param pullRequest page of the pull request
 * @param sent files that are new or have changed
 * @param unchanged files that the hub had already
 * @param deletedFiles paths of files of earlier models, which the repository lost
 * @param cardKept whether a README.md of the owner's own was left as it is
 */
public record PushedModel(
    String address,
    String page,
    Optional<String> pullRequest,
    int sent,
    int unchanged,
    List<String> deletedFiles,
    boolean cardKept) {

  public PushedModel {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(page, "page");
    Objects.requireNonNull(pullRequest, "pullRequest");
    deletedFiles = List.copyOf(deletedFiles);
  }

  /** Number of files of earlier models that were deleted. */
  public int deleted() {
    return deletedFiles.size();
  }
}
