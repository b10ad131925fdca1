package org.sparkbertopic.job.tracking;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.sparkbertopic.job.run.RunRecord;

/** The tracking server, by MLflow's own client. */
final class MlflowServer implements AutoCloseable {

  /** Most parameters that a server takes at once. */
  private static final int PARAMETERS_AT_ONCE = 100;

  private final MlflowSettings settings;
  private final MlflowClient client;

  MlflowServer(MlflowSettings settings, MlflowCredentials credentials) {
    this.settings = settings;
    this.client = new MlflowClient(credentials.ofClient(settings.server().toString()));
  }

  /** Creates a run with its parameters, metrics and tags. It is running until {@link #end}. */
  RunInfo start(RunRecord record, RunFacts facts) {
    String experiment = experiment();
    long started = Instant.parse(record.started).toEpochMilli();
    Map<String, String> tags = new TreeMap<>(facts.tags());
    tags.putAll(settings.tags());
    if (!settings.runName().isEmpty()) {
      tags.put("mlflow.runName", settings.runName());
    }
    CreateRun.Builder request =
        CreateRun.newBuilder().setExperimentId(experiment).setStartTime(started);
    tags.forEach((key, value) -> request.addTags(RunTag.newBuilder().setKey(key).setValue(value)));
    RunInfo run = client.createRun(request.build());
    if (run.getRunId().isEmpty()) {
      // The client takes any JSON, and a redirect, for an answer.
      throw new IllegalStateException("its answer names no run");
    }
    log(run.getRunId(), facts);
    return run;
  }

  private String experiment() {
    Optional<Experiment> known = find();
    if (known.isPresent()) {
      return known.get().getExperimentId();
    }
    try {
      return client.createExperiment(settings.experiment());
    } catch (MlflowClientException e) {
      // Another run may have made it meanwhile.
      return find().map(Experiment::getExperimentId).orElseThrow(() -> e);
    }
  }

  /** By a search: the client repeats a request for a name that there is not, with warnings. */
  private Optional<Experiment> find() {
    String quote = settings.experiment().contains("'") ? "\"" : "'";
    return client
        .searchExperiments(
            "name = " + quote + settings.experiment() + quote, ViewType.ACTIVE_ONLY, 1, List.of())
        .getItems()
        .stream()
        .findFirst();
  }

  /** Adds metrics to a run. */
  void log(String run, Map<String, Double> metrics) {
    long now = System.currentTimeMillis();
    List<Metric> all = new ArrayList<>();
    metrics.forEach(
        (key, value) ->
            all.add(
                Metric.newBuilder()
                    .setKey(key)
                    .setValue(value)
                    .setTimestamp(now)
                    .setStep(0)
                    .build()));
    client.logBatch(run, all, List.of(), List.of());
  }

  private void log(String run, RunFacts facts) {
    log(run, facts.metrics());
    List<Param> parameters = new ArrayList<>();
    facts
        .parameters()
        .forEach(
            (key, value) -> parameters.add(Param.newBuilder().setKey(key).setValue(value).build()));
    for (int from = 0; from < parameters.size(); from += PARAMETERS_AT_ONCE) {
      int to = Math.min(parameters.size(), from + PARAMETERS_AT_ONCE);
      client.logBatch(run, List.of(), parameters.subList(from, to), List.of());
    }
  }

  /** Ends a run with the status of its record. */
  void end(String run, RunRecord.Status status) {
    client.setTerminated(
        run, status == RunRecord.Status.DONE ? RunStatus.FINISHED : RunStatus.FAILED);
  }

  /** Closes the connections, so that a request that waits for its answer fails. */
  @Override
  public void close() throws IOException {
    client.close();
  }
}
