package org.sparkbertopic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.ReductionModels;

/** What each room may depend on: the last column of the table of rooms, kept true. */
@AnalyzeClasses(packages = "org.sparkbertopic", importOptions = RoomsTest.NoTests.class)
class RoomsTest {

  /** Wherever the classes of the tests were compiled to. */
  static final class NoTests implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/");
    }
  }

  private static final String US = "org.sparkbertopic";
  private static final String VECTOR_API = "jdk.incubator.vector..";

  private static ArchRule only(String room, String... allowed) {
    String[] packages = new String[allowed.length + 2];
    packages[0] = "java..";
    packages[1] = US + "." + room + "..";
    System.arraycopy(allowed, 0, packages, 2, allowed.length);
    return classes()
        .that()
        .resideInAPackage(US + "." + room + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true);
  }

  private static String room(String name) {
    return US + "." + name + "..";
  }

  @ArchTest static final ArchRule compute_is_jdk_only = only("compute");

  @ArchTest
  static final ArchRule reduction_is_usable_from_plain_java =
      only("reduction", room("compute"), room("io"), VECTOR_API);

  @ArchTest
  static final ArchRule the_vector_api_may_be_missing =
      noClasses()
          .that()
          .doNotHaveSimpleName("SimdPairLoops")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(VECTOR_API)
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("SimdPairLoops");

  @ArchTest
  static final ArchRule clustering_is_usable_from_plain_java =
      noClasses()
          .that()
          .resideInAPackage(room("clustering"))
          .and()
          .resideOutsideOfPackage(room("clustering.mllib"))
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..", room("clustering"), room("compute"), room("io"), "smile..")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage(room("clustering.mllib"));

  @ArchTest
  static final ArchRule mllib_is_used_in_its_corner =
      only(
          "clustering.mllib",
          US + ".clustering",
          room("compute"),
          room("io"),
          "org.apache.spark..",
          "scala..");

  @ArchTest
  static final ArchRule smile_stays_in_its_corner =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("clustering.smile"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("smile..");

  @ArchTest
  static final ArchRule assign_puts_reduction_and_clustering_together =
      noClasses()
          .that()
          .resideInAPackage(room("assign"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              room("stage"), room("operations"), room("pipeline"), room("persistence"));

  @ArchTest static final ArchRule ctfidf_is_jdk_only = only("ctfidf", room("compute"));

  @ArchTest
  static final ArchRule topics_are_values = only("topics", room("compute"), room("ctfidf"));

  @ArchTest
  static final ArchRule representation_depends_on_contracts =
      classes()
          .that()
          .resideInAPackage(US + ".representation")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", US + ".representation", room("compute"), room("ctfidf"), room("topics"));

  @ArchTest
  static final ArchRule opennlp_stays_in_its_corner =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("representation.opennlp"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("opennlp..");

  @ArchTest
  static final ArchRule mlflow_stays_in_its_corner =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("job.tracking"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.mlflow..", "org.mlflow_project..");

  @ArchTest
  static final ArchRule http_knows_nothing_of_what_is_asked =
      only("http", room("compute"), "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule provenance_describes_and_knows_nothing =
      only("provenance", "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule io_knows_files =
      only("io", "org.apache.hadoop..", "com.fasterxml.jackson..", "org.apache.commons.codec..");

  /** What assigns documents runs in a JVM without Spark; TopicScorerTest runs it there. */
  @ArchTest
  static final ArchRule documents_are_scored_without_spark =
      noClasses()
          .that()
          .resideInAnyPackage(room("scorer"), room("assign"))
          .or()
          .areAssignableTo(ClusterModel.class)
          .or()
          .areAssignableTo(ReductionModel.class)
          .or()
          .areAssignableTo(ClusterModels.Reader.class)
          .or()
          .areAssignableTo(ReductionModels.Reader.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule only_writers_of_models_need_hadoop =
      noClasses()
          .that()
          .resideInAPackage(room("persistence"))
          .and()
          .haveNameNotMatching(
              ".*\\.(HadoopStore|ModelDirectory|DirectorySwap|FileReplacement|VersionedSave)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  /** Hadoop is needed by no algorithm: its formats are read and written from plain Java. */
  @ArchTest
  static final ArchRule formats_need_no_hadoop =
      noClasses()
          .that()
          .resideInAnyPackage(room("io"), room("reduction"), room("clustering"))
          .and()
          .doNotHaveSimpleName("FilePaths")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("FilePaths");

  @ArchTest
  static final ArchRule devices_multiply_and_know_nothing_of_neighbours =
      only(
          "device",
          US + ".embedding.onnx",
          room("compat"),
          room("compute"),
          room("io"),
          "ai.onnxruntime..",
          "org.slf4j..");

  @ArchTest
  static final ArchRule entailment_runs_models_as_embedding_does =
      noClasses()
          .that()
          .resideInAPackage(room("representation.nli"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule report_draws_from_values =
      only(
          "report",
          room("compute"),
          room("reduction"),
          room("clustering.smile"),
          room("ctfidf"),
          room("topics"),
          "com.fasterxml.jackson..",
          "org.apache.commons.codec..");

  @ArchTest
  static final ArchRule persistence_knows_hadoop_but_not_spark =
      noClasses()
          .that()
          .resideInAPackage(room("persistence"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothing_depends_on_the_jobs =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("job"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(room("job"));

  /**
   * Arrows go down: jobs, estimator and model, growing models, pipeline, operations, stages,
   * assignment and steps.
   */
  @ArchTest
  static final ArchRule arrows_go_down =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("jobs")
          .definedBy(room("job"))
          .layer("estimator and model")
          .definedBy(US)
          .layer("online")
          .definedBy(room("online"))
          .layer("scorer")
          .definedBy(room("scorer"))
          .layer("pipeline")
          .definedBy(room("pipeline"))
          .layer("operations")
          .definedBy(room("operations"))
          .layer("stages")
          .definedBy(room("stage"))
          .layer("steps")
          .definedBy(
              room("assign"),
              room("persistence"),
              room("device"),
              room("embedding"),
              room("reduction"),
              room("clustering"),
              room("vectorizer"),
              room("ctfidf"),
              room("representation"),
              room("evaluation"),
              room("report"),
              room("topics"),
              room("params"),
              room("provenance"),
              room("http"),
              room("io"),
              room("compat"),
              room("compute"))
          .whereLayer("jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("estimator and model")
          .mayOnlyBeAccessedByLayers("jobs")
          .whereLayer("online")
          .mayOnlyBeAccessedByLayers("jobs", "estimator and model")
          .whereLayer("scorer")
          .mayOnlyBeAccessedByLayers("jobs", "estimator and model")
          .whereLayer("pipeline")
          .mayOnlyBeAccessedByLayers("jobs", "estimator and model", "online", "scorer")
          .whereLayer("operations")
          .mayOnlyBeAccessedByLayers("jobs", "estimator and model", "online", "pipeline")
          .whereLayer("stages")
          .mayOnlyBeAccessedByLayers(
              "jobs", "estimator and model", "online", "pipeline", "operations");

  @ArchTest
  static final ArchRule rooms_have_no_cycles =
      SlicesRuleDefinition.slices().matching(US + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      SlicesRuleDefinition.slices().matching(US + ".(**)").should().beFreeOfCycles();
}
