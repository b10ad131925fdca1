package org.sparkbertopic.compat;

import java.util.Optional;
import org.apache.spark.JobArtifactSet$;
import org.apache.spark.JobArtifactState;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Option;
import scala.runtime.AbstractFunction0;

/**
 * Files for executors. Since Spark 4 a task of a query gets the files that were added for its
 * session, and none of those that were added to the context; a task of an RDD gets those of the
 * context.
 */
public final class SessionFiles {

  private SessionFiles() {}

  /** Names those who see a file that is added now: the same name, the same tasks. */
  public static String audience(SparkContext spark) {
    return spark.applicationId() + session().map(state -> ' ' + state.uuid()).orElse("");
  }

  /** Sends a file to the tasks of this application and of the thread's session. */
  public static void add(SparkContext spark, String uri) {
    spark.addFile(uri);
    session()
        .ifPresent(
            state ->
                JobArtifactSet$.MODULE$.withActiveJobArtifactState(
                    state,
                    new AbstractFunction0<Object>() {
                      @Override
                      public Object apply() {
                        spark.addFile(uri);
                        return null;
                      }
                    }));
  }

  /** What Spark 4 tells the sessions apart by; empty in Spark 3.5. */
  private static Optional<JobArtifactState> session() {
    Option<SparkSession> active = SparkSession.getActiveSession();
    Option<SparkSession> session = active.isDefined() ? active : SparkSession.getDefaultSession();
    if (session.isEmpty() || !NamedMethods.has(session.get(), "artifactManager")) {
      return Optional.empty();
    }
    Object manager = NamedMethods.call(session.get(), "artifactManager");
    return Optional.of((JobArtifactState) NamedMethods.call(manager, "state"));
  }
}
