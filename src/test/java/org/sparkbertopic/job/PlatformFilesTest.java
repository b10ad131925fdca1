package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.console.ExitStatus;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The files for other platforms have the fields of their schemas (platform-fields.txt), and name
 * classes, commands and keys of this version. The platforms themselves are not there.
 */
class PlatformFilesTest {

  private static final Path BUNDLE = Path.of("jobs/databricks/databricks.yml");
  private static final Path APPLICATION = Path.of("jobs/kubernetes/sparkapplication.yaml");
  private static final String JAR = "/opt/spark-bertopic/spark-bertopic-all.jar";

  /** Seconds after which the folder of a run that is gone is free. */
  private static final int FREE_AFTER_SECONDS = 60;

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{var\\.([a-z_]+)}");
  private static final Pattern REFERENCE = Pattern.compile("\\{\\{([^}]*)}}");
  private static final Pattern RUNTIME = Pattern.compile("[0-9]+\\.[0-9]+\\.x-scala2\\.1[23]");

  /** Seconds, minutes, hours, days of month, months, days of week; one of the days is a "?". */
  private static final Pattern QUARTZ =
      Pattern.compile(
          "[0-9]{1,2} [0-9]{1,2} [0-9]{1,2} (?:\\? \\* (?:MON|TUE|WED|THU|FRI|SAT|SUN)|\\* \\* \\?)");

  @TempDir Path folder;

  /** Fields of each place: those that must be there, and all. */
  private record Fields(Set<String> required, Set<String> known) {}

  private static Map<String, Fields> schema() throws IOException {
    Map<String, Fields> places = new HashMap<>();
    try (var in = PlatformFilesTest.class.getResourceAsStream("platform-fields.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split("\\|", -1);
          Set<String> required = words(parts[1]);
          Set<String> known = words(parts[2]);
          known.addAll(required);
          places.put(parts[0].strip(), new Fields(required, known));
        }
      }
    }
    return places;
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(Arrays.stream(text.split(" ", -1)).filter(w -> !w.isEmpty()).toList());
  }

  private static void hasFields(String place, Object node) throws IOException {
    Fields fields = schema().get(place);
    assertNotNull(fields, place);
    Set<String> found = map(node).keySet();
    for (String name : found) {
      assertTrue(fields.known().contains(name), () -> place + " has no field " + name);
    }
    for (String name : fields.required()) {
      assertTrue(found.contains(name), () -> place + " lacks " + name);
    }
  }

  private static Map<String, Object> yaml(Path file) throws IOException {
    return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  private static Map<String, Object> map(Map<String, Object> parent, String name) {
    assertNotNull(parent.get(name), name);
    return map(parent.get(name));
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<String, Object> parent, String name) {
    assertNotNull(parent.get(name), name);
    return (List<Object>) parent.get(name);
  }

  private static List<String> texts(Map<String, Object> parent, String name) {
    return list(parent, name).stream().map(String.class::cast).toList();
  }

  private static void isClassOfOurs(String name) {
    Path source = Path.of("src/main/java", name.replace('.', '/') + ".java");
    assertTrue(Files.exists(source), () -> "there is no class " + name);
  }

  /** The command, its options and its keys exist. */
  private static void isCommand(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(arguments);
    words.add("--help");
    assertEquals(ExitStatus.DONE, quietly(words.toArray(String[]::new)), arguments::toString);
    Set<String> keys = keys(arguments.get(0));
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals("-D")) {
        String key = arguments.get(i + 1).split("=", 2)[0];
        assertTrue(keys.contains(key), () -> "unknown key " + key);
      }
    }
  }

  private static Set<String> keys(String command) throws IOException {
    Set<String> keys = new TreeSet<>();
    try (var in = PlatformFilesTest.class.getResourceAsStream("keys-of-" + command + ".txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> keys.add(line.split("\\|", 2)[0].strip()));
    }
    return keys;
  }

  private static int quietly(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream into =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
      System.setOut(into);
      System.setErr(into);
      return Main.run(arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void the_bundle_has_the_fields_of_its_schema() throws IOException {
    Map<String, Object> bundle = yaml(BUNDLE);
    hasFields("bundle", bundle);
    hasFields("bundle.bundle", bundle.get("bundle"));
    for (Object variable : map(bundle, "variables").values()) {
      hasFields("bundle.variables", variable);
    }
    for (Object target : map(bundle, "targets").values()) {
      hasFields("bundle.targets", target);
    }
    Map<String, Object> resources = map(bundle, "resources");
    assertEquals(Set.of("volumes", "jobs"), resources.keySet());
    for (Object volume : map(resources, "volumes").values()) {
      hasFields("bundle.volume", volume);
      assertEquals("MANAGED", map(volume).get("volume_type"));
    }
    for (Object job : map(resources, "jobs").values()) {
      hasFields("bundle.job", job);
      Map<String, Object> fields = map(job);
      if (fields.containsKey("schedule")) {
        hasFields("bundle.job.schedule", fields.get("schedule"));
      }
      for (Object parameter : list(fields, "parameters")) {
        hasFields("bundle.job.parameter", parameter);
      }
      for (Object cluster : list(fields, "job_clusters")) {
        hasFields("bundle.job.cluster", cluster);
        hasFields("bundle.job.cluster.new_cluster", map(cluster).get("new_cluster"));
      }
      for (Object task : list(fields, "tasks")) {
        hasFields("bundle.job.task", task);
        hasFields("bundle.job.task.spark_jar_task", map(task).get("spark_jar_task"));
        for (Object library : list(map(task), "libraries")) {
          hasFields("bundle.job.task.library", library);
        }
      }
    }
  }

  @Test
  void jobs_of_the_bundle_run_commands_of_ours_on_dedicated_clusters() throws IOException {
    Map<String, Object> jobs = map(map(yaml(BUNDLE), "resources"), "jobs");
    assertEquals(Set.of("fit", "transform", "update"), jobs.keySet());
    for (Map.Entry<String, Object> entry : jobs.entrySet()) {
      Map<String, Object> job = map(entry.getValue());
      assertEquals(1, job.get("max_concurrent_runs"));
      Set<String> clusters = new TreeSet<>();
      for (Object cluster : list(job, "job_clusters")) {
        clusters.add((String) map(cluster).get("job_cluster_key"));
        Map<String, Object> machines = map(map(cluster), "new_cluster");
        assertEquals("DATA_SECURITY_MODE_DEDICATED", machines.get("data_security_mode"));
        assertEquals("${var.runtime}", machines.get("spark_version"));
      }
      Map<String, Object> task = map(list(job, "tasks").get(0));
      assertEquals(1, list(job, "tasks").size());
      assertEquals(entry.getKey(), task.get("task_key"));
      assertTrue(clusters.contains(task.get("job_cluster_key")), "job_cluster_key");
      assertTrue((int) task.get("max_retries") > 0, "max_retries");
      int pause = (int) task.get("min_retry_interval_millis");
      assertTrue(pause > TimeUnit.SECONDS.toMillis(FREE_AFTER_SECONDS), "pause " + pause);
      Map<String, Object> run = map(task, "spark_jar_task");
      isClassOfOurs((String) run.get("main_class_name"));
      List<String> arguments = texts(run, "parameters");
      assertEquals(entry.getKey(), arguments.get(0));
      isCommand(arguments);
      Object jar = map(list(task, "libraries").get(0)).get("jar");
      assertTrue(jar.toString().endsWith(".jar"), jar::toString);
    }
  }

  @Test
  void the_bundle_is_scheduled_by_quartz() throws IOException {
    Map<String, Object> jobs = map(map(yaml(BUNDLE), "resources"), "jobs");
    Map<String, Object> fit = map(map(jobs, "fit"), "schedule");
    Map<String, Object> transform = map(map(jobs, "transform"), "schedule");
    for (Map<String, Object> schedule : List.of(fit, transform)) {
      String cron = (String) schedule.get("quartz_cron_expression");
      assertTrue(QUARTZ.matcher(cron).matches(), cron);
      assertEquals("UTC", schedule.get("timezone_id"));
      assertTrue(Set.of("PAUSED", "UNPAUSED").contains(schedule.get("pause_status")));
    }
    assertTrue(fit.get("quartz_cron_expression").toString().endsWith("? * MON"), "each week");
    assertTrue(transform.get("quartz_cron_expression").toString().endsWith("* * ?"), "each day");
    assertNull(map(jobs, "update").get("schedule"), "an update needs the run before");
  }

  @Test
  void variables_and_references_of_the_bundle_are_defined() throws IOException {
    String text = Files.readString(BUNDLE);
    Map<String, Object> bundle = yaml(BUNDLE);
    Map<String, Object> variables = map(bundle, "variables");
    Set<String> used = new TreeSet<>();
    for (Matcher name = VARIABLE.matcher(text); name.find(); ) {
      used.add(name.group(1));
    }
    assertEquals(new TreeSet<>(variables.keySet()), used);
    assertFalse(VARIABLE.matcher(text).replaceAll("").contains("${"), "only variables");
    int defaults = 0;
    for (Map.Entry<String, Object> target : map(bundle, "targets").entrySet()) {
      Map<String, Object> values = map(map(target.getValue()), "variables");
      assertTrue(variables.keySet().containsAll(values.keySet()), target::toString);
      for (Map.Entry<String, Object> variable : variables.entrySet()) {
        assertTrue(
            map(variable.getValue()).containsKey("default")
                || values.containsKey(variable.getKey()),
            () -> target.getKey() + " gives no " + variable.getKey());
      }
      String runtime = (String) values.get("runtime");
      assertTrue(RUNTIME.matcher(runtime).matches(), runtime);
      defaults += Boolean.TRUE.equals(map(target.getValue()).get("default")) ? 1 : 0;
    }
    assertEquals(1, defaults, "targets that are the default");

    for (Object job : map(map(bundle, "resources"), "jobs").values()) {
      Set<String> known = new TreeSet<>(Set.of("job.trigger.time.iso_date"));
      for (Object parameter : list(map(job), "parameters")) {
        known.add("job.parameters." + map(parameter).get("name"));
      }
      for (Matcher name = REFERENCE.matcher(job.toString()); name.find(); ) {
        assertTrue(known.contains(name.group(1)), name::group);
      }
    }
  }

  @Test
  void the_spark_application_has_the_fields_of_v1beta2() throws IOException {
    Map<String, Object> application = yaml(APPLICATION);
    assertEquals(Set.of("apiVersion", "kind", "metadata", "spec"), application.keySet());
    assertEquals("sparkoperator.k8s.io/v1beta2", application.get("apiVersion"));
    assertEquals("SparkApplication", application.get("kind"));
    Map<String, Object> metadata = map(application, "metadata");
    assertEquals(Set.of("name", "namespace"), metadata.keySet());
    assertTrue(metadata.get("name").toString().matches("[a-z][a-z0-9-]{0,40}"));

    Map<String, Object> spec = map(application, "spec");
    hasFields("SparkApplication.spec", spec);
    assertEquals("Java", spec.get("type"));
    assertEquals("cluster", spec.get("mode"));
    assertEquals("local://" + JAR, spec.get("mainApplicationFile"));
    isClassOfOurs((String) spec.get("mainClass"));
    isCommand(texts(spec, "arguments"));
    assertTrue(spec.get("sparkVersion").toString().matches("3\\.5\\.\\d+"));
    assertFalse(spec.get("image").toString().endsWith("latest"));
    assertTrue(spec.get("image").toString().contains(":"));

    Map<String, Object> restart = map(spec, "restartPolicy");
    hasFields("SparkApplication.spec.restartPolicy", restart);
    assertEquals("OnFailure", restart.get("type"));
    assertTrue((int) restart.get("onFailureRetries") > 0);
    assertTrue((int) restart.get("onFailureRetryInterval") > FREE_AFTER_SECONDS);
    assertNotNull(restart.get("onSubmissionFailureRetries"), "needed with OnFailure");

    for (String role : List.of("driver", "executor")) {
      Map<String, Object> pod = map(spec, role);
      hasFields("SparkApplication.spec." + role, pod);
      assertTrue((int) pod.get("cores") >= 1);
      assertTrue(pod.get("memory").toString().matches("[1-9][0-9]*g"));
      Map<String, Object> security = map(pod, "securityContext");
      hasFields("SparkApplication.spec." + role + ".securityContext", security);
      assertEquals(185, security.get("runAsUser"));
      assertEquals(true, security.get("runAsNonRoot"));
    }
    assertTrue((int) map(spec, "executor").get("instances") >= 1);
  }

  @Test
  void images_are_pinned_and_run_as_sparks_user() throws IOException {
    Object sparkVersion = map(yaml(APPLICATION), "spec").get("sparkVersion");
    for (String name : List.of("Dockerfile", "Dockerfile.gpu")) {
      List<String> lines = instructions(Path.of("docker", name));
      String tag = argument(lines, "SPARK_TAG");
      assertTrue(tag.matches("[0-9.]+-scala2\\.1[23]-java17-ubuntu"), tag);
      assertTrue(tag.startsWith(sparkVersion + "-"), () -> tag + " and " + sparkVersion);
      Set<String> stages = new TreeSet<>();
      for (String line : lines) {
        Matcher from = Pattern.compile("FROM (\\S+)(?: AS (\\S+))?").matcher(line);
        if (from.matches()) {
          assertTrue(
              from.group(1).matches("[a-z]+/[a-z]+:\\$\\{[A-Z_]+}")
                  || stages.contains(from.group(1)),
              line);
          stages.add(String.valueOf(from.group(2)));
        }
      }
      assertTrue(lines.contains("FROM apache/spark:${SPARK_TAG} AS " + firstStage(name)), name);
      assertFalse(String.join("\n", lines).contains("latest"), name);
      assertTrue(lines.contains("COPY target/spark-bertopic-*-all.jar " + JAR), name);
      List<String> users = lines.stream().filter(line -> line.startsWith("USER ")).toList();
      assertEquals("USER 185", users.get(users.size() - 1), name);
      assertTrue(lines.stream().anyMatch(line -> line.contains("DJL_CACHE_DIR=/tmp/djl")), name);
      sourcesAreInTheContext(name, lines);
    }
    String all = Files.readString(Path.of("docker/Dockerfile"));
    assertFalse(
        Pattern.compile("x86_64|aarch64|TARGETARCH").matcher(all).find(), "for both processors");
    List<String> gpu = instructions(Path.of("docker/Dockerfile.gpu"));
    String cuda = argument(gpu, "CUDA_TAG");
    assertTrue(cuda.matches("12\\.[0-9.]+-cudnn-runtime-ubuntu22\\.04"), cuda);
    Matcher script =
        Pattern.compile("discoveryScript\\s+(\\S+)")
            .matcher(Files.readString(Path.of("conf/gpu.conf")));
    assertTrue(script.find());
    assertTrue(gpu.contains("RUN test -x " + script.group(1)), "the discovery script is there");
  }

  private static String firstStage(String name) {
    return name.equals("Dockerfile") ? "plain" : "spark";
  }

  /** What the build copies from here is not kept out by the list beside the file. */
  private static void sourcesAreInTheContext(String name, List<String> lines) throws IOException {
    List<String> kept = Files.readAllLines(Path.of("docker", name + ".dockerignore"));
    assertTrue(kept.contains("*"));
    for (String line : lines) {
      if (line.startsWith("COPY ") && !line.contains("--from")) {
        String[] paths = line.split(" ", -1);
        for (String path : Arrays.copyOfRange(paths, 1, paths.length - 1)) {
          Path parent = Path.of(path).getParent();
          assertTrue(
              kept.stream().anyMatch(rule -> rule.startsWith("!" + parent + "/")),
              () -> name + ": " + path);
          assertTrue(path.contains("*") || Files.exists(Path.of(path)), path);
        }
      }
    }
  }

  /** Instructions on one line each, without comments. */
  private static List<String> instructions(Path file) throws IOException {
    String text = Files.readString(file).replaceAll("(?m)^#.*\\n", "");
    return text.replaceAll("\\\\\\n\\s*", "").lines().filter(line -> !line.isBlank()).toList();
  }

  private static String argument(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith("ARG " + name + "="))
        .map(line -> line.split("=", 2)[1])
        .findFirst()
        .orElseThrow();
  }

  @Test
  void dags_are_python_and_name_classes_of_ours() throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("jobs/airflow"))) {
      all.filter(file -> file.toString().endsWith(".py")).sorted().forEach(files::add);
    }
    assertEquals(5, files.size());
    for (Path file : files) {
      String text = Files.readString(file);
      Matcher name = Pattern.compile("\"(org\\.sparkbertopic\\.[A-Za-z.]+)\"").matcher(text);
      while (name.find()) {
        if (name.group(1).matches(".*\\.[A-Z][A-Za-z]+")) {
          isClassOfOurs(name.group(1));
        }
      }
    }
    List<String> command = new ArrayList<>(List.of("python3", "-m", "py_compile"));
    files.forEach(file -> command.add(file.toString()));
    ProcessBuilder python = new ProcessBuilder(command).redirectErrorStream(true);
    python.environment().put("PYTHONPYCACHEPREFIX", folder.toString());
    Process compiler;
    try {
      compiler = python.start();
    } catch (IOException absent) {
      return; // a machine without Python builds the jar too
    }
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, compiler.waitFor(), said);
  }
}
