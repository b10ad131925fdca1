package org.sparkbertopic.job.console;

import org.sparkbertopic.job.console.Listing.Format;
import picocli.CommandLine.Option;

/** How a command prints its rows. */
public final class ListingOption {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "how rows are printed: table, json or csv; default: table")
  private Format format = Format.TABLE;

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  public Format format() {
    return json ? Format.JSON : format;
  }
}
