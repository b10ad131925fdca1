package org.sparkbertopic.job.page;

import java.util.List;
import java.util.Map;
import org.sparkbertopic.report.ReportData;

/**
 * What the page tells of the record of a run.
 *
 * @param settings what the run made of settings, such as a share of the documents
 * @param versions of what took part, by their names
 * @param started when, in ISO 8601
 * @param documents all of the run
 */
public record RunFacts(
    long seed,
    List<ReportData.Fact> settings,
    Map<String, String> versions,
    String started,
    List<ReportData.Stage> stages,
    List<String> warnings,
    long documents) {}
