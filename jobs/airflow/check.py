"""What `check.sh` runs: check.py ROOT JAR WORK, in an environment with Airflow, with SPARK_HOME set."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import psutil

ROOT, JAR, WORK = (Path(argument).resolve() for argument in sys.argv[1:4])
DAGS = WORK / "dags"
LOGS = WORK / "logs"
OUTPUT = WORK / "output"
DOCUMENTS = WORK / "documents"
CORPUS = ROOT / "src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz"
BIN = Path(sys.executable).parent

# The corpus is laid out as the documents of these days. The fits of the two Mondays after read them.
FIRST_DAY = date(2026, 1, 5)
DAYS = 14
NEXT_MONDAY = "2026-01-19"

# How long the longest wait may take, such as that for a run on a busy machine
PATIENCE_SECONDS = 1800

ENVIRONMENT = {
    **os.environ,
    "PYTHONUNBUFFERED": "1",
    "PATH": f"{WORK / 'bin'}:{BIN}:{os.environ['PATH']}",
    "AIRFLOW_HOME": str(WORK / "home"),
    "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    "AIRFLOW__CORE__PARALLELISM": "1",
    # A busy machine
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{WORK}/home/airflow.db?timeout=60",
    "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
    "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
    "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
    "AIRFLOW_CONN_SPARK_DEFAULT": '{"conn_type": "spark", "host": "local[2]"}',
    "AIRFLOW_VAR_SPARK_BERTOPIC_JAR": str(JAR),
    "AIRFLOW_VAR_SPARK_BERTOPIC_DOCUMENTS": str(DOCUMENTS),
    "AIRFLOW_VAR_SPARK_BERTOPIC_OUTPUT": str(OUTPUT),
    "AIRFLOW_VAR_SPARK_BERTOPIC_CONF": str(WORK / "conf"),
    "SPARK_BERTOPIC_DRIVER_MEMORY": "2g",
    "SPARK_BERTOPIC_RETRY_SECONDS": "5",
    "SPARK_LOCAL_IP": "127.0.0.1",
}

passed, failed = [], []


class CheckFailed(Exception):
    """A check found something else than it expects; the message says what."""


def expect(condition: object, what: str) -> None:
    if not condition:
        raise CheckFailed(what)


def check(name: str, work: Callable[[], str | None]) -> None:
    if not re.search(os.environ.get("ONLY", ""), name) and work is not versions:
        return
    start = time.monotonic()
    try:
        detail = work()
    except Exception as failure:
        failed.append(name)
        print(f"FAILED  {name}: {type(failure).__name__}: {failure}")
    else:
        passed.append(name)
        print(f"ok      {name}{': ' + detail if detail else ''} ({time.monotonic() - start:.0f} s)")


def quote(who: str, lines: list[str]) -> None:
    """Prints what a command said, below the line of the check that follows."""
    for line in dict.fromkeys(lines):  # Airflow repeats the last lines in its exception
        print(f"        {who} | {line}")


def wait_for(what: str, happened: Callable[[], object], pause: float = 0.2) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        expect(time.monotonic() < end, f"waited {PATIENCE_SECONDS} s for {what}")
        time.sleep(pause)


class Test:
    """`airflow dags test` of one DAG, with its log."""

    def __init__(self, dag: str, logical_date: str, name: str, **environment: str) -> None:
        self.dag = dag
        self.log = LOGS / f"{name}.log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = psutil.Popen(
                [str(BIN / "airflow"), "dags", "test", dag, logical_date],
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**ENVIRONMENT, **environment},
                cwd=WORK,
            )

    def wait(self) -> int:
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def lines(self) -> list[str]:
        """The messages of the log, without time and place."""
        with contextlib.suppress(FileNotFoundError):
            text = self.log.read_text(encoding="utf-8", errors="replace")
            return [re.sub(r"^\S+Z \[\w+ *\] |\s+\[[\w.]+\]( \w+=.*)?$", "", line) for line in text.splitlines()]
        return []

    def said(self, pattern: str) -> list[str]:
        return [line for line in self.lines() if re.search(pattern, line)]

    def wait_until_said(self, pattern: str) -> None:
        wait_for(f"'{pattern}' in {self.log}", lambda: self.said(pattern) or self.process.poll() is not None)
        expect(self.said(pattern), f"{self.log} ended without '{pattern}'")

    def driver(self) -> psutil.Process:
        """Spark's driver, which is a child of this process."""
        for child in self.process.children(recursive=True):
            if "java" in child.name() and any("org.sparkbertopic.job" in word for word in child.cmdline()):
                return child
        raise CheckFailed(f"no driver runs under process {self.process.pid}")

    def finished(self) -> str:
        """The line of the end of the run."""
        return " ".join(self.said("DagRun Finished")[-1:])


def succeed(test: Test) -> None:
    status = test.wait()
    expect(status == 0 and "state=success" in test.finished(), f"status {status}, see {test.log}")


def prepare() -> None:
    shutil.rmtree(WORK, ignore_errors=True)
    for folder in (DAGS, LOGS, OUTPUT, WORK / "conf", WORK / "bin", WORK / "home"):
        folder.mkdir(parents=True)
    for file in [*(ROOT / "jobs/airflow").glob("spark_bertopic*.py"), ROOT / "jobs/kubernetes/sparkapplication.yaml"]:
        shutil.copy(file, DAGS)
    columns = "input { id-column = id, text-column = text }\n"
    (WORK / "conf/transform.conf").write_text(columns)
    (WORK / "conf/update.conf").write_text(columns)
    (WORK / "conf/fit.conf").write_text(
        columns + "embedding.backend = tfidf\nvectorizer.stop-words = english\nseed = 42\n"
    )
    with gzip.open(CORPUS, "rt", encoding="utf-8") as corpus:
        documents = list(corpus)
    for offset in range(DAYS):
        write_day(FIRST_DAY + timedelta(days=offset), documents[offset::DAYS])
    # spark-submit itself, with a copy of what it prints: a driver whose Airflow worker is dead prints to nobody.
    submit = WORK / "bin/spark-submit"
    submit.write_text(
        "#!/usr/bin/env bash\n"
        '[ -z "${SUBMIT_LOG:-}" ] || exec > >(exec tee -p -a "$SUBMIT_LOG") 2>&1\n'
        'exec "$SPARK_HOME/bin/spark-submit" "$@"\n'
    )
    submit.chmod(0o755)


def write_day(day: date, documents: list[str]) -> None:
    folder = DOCUMENTS / f"day={day}"
    folder.mkdir(parents=True)
    (folder / "part.jsonl").write_text("".join(documents), encoding="utf-8")


def new_day(day: date, count: int) -> None:
    """Documents with ids of their own."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as corpus:
        documents = [json.loads(line) for _, line in zip(range(count), corpus)]
    write_day(day, [json.dumps({"id": f"{day}#{i}", "text": d["text"]}) + "\n" for i, d in enumerate(documents)])


def airflow(*arguments: str) -> str:
    done = subprocess.run(
        [str(BIN / "airflow"), *arguments],
        env=ENVIRONMENT,
        cwd=WORK,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    expect(done.returncode == 0, f"airflow {' '.join(arguments)}: status {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def versions() -> str:
    airflow("db", "migrate")
    from importlib.metadata import version

    spark = subprocess.run(
        [os.environ["SPARK_HOME"] + "/bin/spark-submit", "--version"], capture_output=True, text=True
    ).stderr
    names = ["apache-airflow"] + [f"apache-airflow-providers-{n}" for n in ("apache-spark", "databricks", "cncf-kubernetes")]
    found = [f"{name.removeprefix('apache-')} {version(name)}" for name in names]
    return ", ".join([f"Spark {re.search(r'version ([0-9.]+)', spark)[1]}", *found])


def dags_are_parsed() -> str:
    found = airflow("dags", "list-import-errors")
    expect("No data found" in found, f"import errors: {found}")
    out = subprocess.run(
        [sys.executable, __file__, str(ROOT), str(JAR), str(WORK), "--construct"],
        env={**ENVIRONMENT, "PYTHONPATH": str(DAGS)},
        capture_output=True,
        text=True,
    )
    expect(out.returncode == 0, out.stdout + out.stderr)
    return out.stdout.strip().splitlines()[-1]


def construct() -> None:
    """Imports the files and looks at their tasks; in a process of its own, with the environment of a worker."""
    import importlib

    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
    from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
    from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
    from airflow.providers.databricks.operators.databricks import DatabricksSubmitRunOperator
    from airflow.serialization.serialized_objects import DagSerialization

    common = importlib.import_module("spark_bertopic_dags")
    operators = {
        "spark_bertopic": (SparkSubmitOperator, SparkSubmitOperator),
        "spark_bertopic_databricks": (DatabricksSubmitRunOperator, DatabricksSubmitRunOperator),
        "spark_bertopic_kubernetes": (SparkKubernetesOperator, KubernetesPodOperator),
    }
    for name, (of_fit, of_day) in operators.items():
        file = importlib.import_module(name)
        for dag, command in ((file.fit, "fit"), (file.transform, "transform"), (file.update, "update")):
            task = dag.get_task(command)
            assert type(task) is (of_fit if command == "fit" else of_day), (name, command, type(task))
            assert dag.dag_id == f"{name}_{command}" and dag.max_active_runs == 1 and not dag.catchup
            assert task.retries == 5 and task.has_retry_policy, (name, command)
            if command != "fit":
                assert task.upstream_task_ids == {"model"}, (name, command, task.upstream_task_ids)
            again = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))
            assert again.get_task(command).task_id == command

    # The API call of Databricks, and the one of the Spark operator, with their templates filled in
    variables = {key.removeprefix("AIRFLOW_VAR_").lower(): value for key, value in os.environ.items() if "AIRFLOW_VAR_" in key}
    context = {
        "data_interval_start": datetime(2026, 1, 5, 2, tzinfo=timezone.utc),
        "data_interval_end": datetime(2026, 1, 12, 2, tzinfo=timezone.utc),
        "var": SimpleNamespace(value=SimpleNamespace(**variables)),
        "days_until": common.days_until,
    }
    for name in operators:
        task = sys.modules[name].fit.get_task("fit")
        task.render_template_fields(context)
        fields = [str(getattr(task, field)) for field in task.template_fields]
        assert any(f"{OUTPUT}/fit/2026-01-05" in field for field in fields), (name, fields)
        assert not any("{{" in field for field in fields), (name, fields)
    file = sys.modules["spark_bertopic_databricks"]
    call = file.fit.get_task("fit")._prepare_submit_json({})
    assert call["spark_jar_task"]["main_class_name"] == "org.sparkbertopic.job.DatabricksMain", call
    assert call["new_cluster"]["data_security_mode"] == "DATA_SECURITY_MODE_DEDICATED", call
    body = sys.modules["spark_bertopic_kubernetes"].fit.get_task("fit").template_body["spark"]
    assert body["kind"] == "SparkApplication" and body["spec"]["arguments"][0] == "fit", body
    assert body["spec"]["restartPolicy"] == {"type": "Never"}, body

    # YARN in cluster mode passes the operator's own rule only with the ResourceManager's REST API.
    os.environ["SPARK_BERTOPIC_YARN_CLUSTER"] = "true"
    os.environ["AIRFLOW_CONN_SPARK_DEFAULT"] = json.dumps(
        {
            "conn_type": "spark",
            "host": "yarn",
            "extra": {"deploy-mode": "cluster", "yarn_resourcemanager_webapp_address": "http://127.0.0.1:8088"},
        }
    )
    yarn = importlib.reload(sys.modules["spark_bertopic"]).fit.get_task("fit")
    hook = yarn._get_hook()
    hook._validate_yarn_track_via_rm_api_config()
    assert hook._is_yarn_cluster_mode and yarn.durable
    del os.environ["SPARK_BERTOPIC_YARN_CLUSTER"]
    plain = importlib.reload(sys.modules["spark_bertopic"]).fit.get_task("fit")
    try:
        plain.execute({})
    except ValueError as refused:
        assert "yarn_track_via_rm_api" in str(refused), refused
    else:
        raise AssertionError("YARN's cluster mode without the REST API was not refused")

    # What a failed pod raises
    pod = failed_pod(2)
    try:
        operator = sys.modules["spark_bertopic_kubernetes"].transform.get_task("transform")
        # Stands for the API server, which has this pod
        operator.pod_manager = SimpleNamespace(read_pod=lambda pod: pod)
        operator.patch_already_checked = operator.process_pod_deletion = lambda *_, **__: None
        operator.cleanup(pod, pod)
    except Exception as raised:
        assert common.exit_status(str(raised)) == 2, raised
    else:
        raise AssertionError("a pod with exit code 2 raised nothing")
    policy = common.RetryUnlessUnusable()
    for message, action in (
        ("Cannot execute: spark-submit x. Error code is: 2.\nLast spark-submit output:\nno", "fail"),
        ("Cannot execute: spark-submit x. Error code is: 1.\nLast output:\nError code is: 2.", "default"),
        ("Cannot execute: x. Error code is: 1. Kubernetes spark exit code is: 2\nLast", "fail"),
        ("Spark application app-1 failed (phase=Failed exit_code=2 reason=Error)", "fail"),
        (str(failed_pod(1)), "default"),
        ("fit failed with terminal state: x and with the errors [{'error': 'Failed (exit status 2): no key'}]", "fail"),
        ("the worker was lost", "default"),
    ):
        assert policy.evaluate(RuntimeError(message), 1, 5).action.value == action, message
    print("9 DAGs by SparkSubmitOperator, DatabricksSubmitRunOperator, SparkKubernetesOperator, KubernetesPodOperator")


def failed_pod(exit_code: int):
    from kubernetes.client import models as k8s

    terminated = k8s.V1ContainerStateTerminated(exit_code=exit_code, reason="Error")
    status = k8s.V1ContainerStatus(
        name="base",
        image="image",
        image_id="",
        ready=False,
        restart_count=0,
        state=k8s.V1ContainerState(terminated=terminated),
    )
    return k8s.V1Pod(
        metadata=k8s.V1ObjectMeta(name="pod", namespace="default", annotations={}, labels={}),
        spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]),
        status=k8s.V1PodStatus(phase="Failed", container_statuses=[status]),
    )


def bundle_is_valid() -> str:
    """The jobs of the Databricks bundle, read by the classes that Databricks publishes for its schema."""
    import yaml
    from databricks.bundles.jobs import Job
    from databricks.bundles.volumes import Volume

    bundle = yaml.safe_load((ROOT / "jobs/databricks/databricks.yml").read_text(encoding="utf-8"))
    resources = bundle["resources"]
    for job in resources["jobs"].values():
        Job.from_dict(job)
    for volume in resources.get("volumes", {}).values():
        Volume.from_dict(volume)
    broken = json.loads(json.dumps(next(iter(resources["jobs"].values()))))
    broken["tasks"][0]["spark_jar_task"]["main_clas"] = "x"
    try:
        Job.from_dict(broken)
    except Exception:
        return f"{len(resources['jobs'])} jobs"
    raise CheckFailed("a misspelt field was accepted, so this check proves nothing")


def fit() -> str:
    test = Test("spark_bertopic_fit", f"{NEXT_MONDAY}T02:00:00", "fit")
    succeed(test)
    quote("fit", test.said(r"\d documents, \d+ topics|^Results"))
    topics = json.loads((OUTPUT / "fit/2026-01-12/topics.json").read_text(encoding="utf-8"))
    return f"{len(topics)} topics"


def transform() -> str:
    test = Test("spark_bertopic_transform", "2026-01-13T04:00:00", "transform")
    succeed(test)
    quote("transform", test.said(r"documents in \d+ topics|^Results"))
    return rows("transform/2026-01-12")


def rows(folder: str) -> str:
    run = json.loads((OUTPUT / folder / "run.json").read_text(encoding="utf-8"))
    expect(run["status"] == "DONE", f"{folder}: {run['status']}")
    return f"{folder} is {run['status']}"


def updates() -> str:
    """The day of the fit brings nothing new; the next one continues the model of that update."""
    new_day(date(2026, 1, 19), 300)
    first = Test("spark_bertopic_update", "2026-01-19T04:00:00", "update-1")
    succeed(first)
    second = Test("spark_bertopic_update", "2026-01-20T04:00:00", "update-2")
    succeed(second)
    quote("update", first.said("^ *chunk ") + second.said("^ *chunk "))
    expect(second.said("--model .*update/2026-01-18/model"), "the second update starts from the first's model")
    return rows("update/2026-01-19")


def killed_and_retried() -> str:
    test = Test("spark_bertopic_fit", "2026-01-12T02:00:00", "killed")
    test.wait_until_said("^< embed")
    driver = test.driver()
    driver.kill()
    succeed(test)
    kept = test.said("taken up from the earlier run")
    quote("first", test.said(r"^< embed")[:1])
    quote("Airflow", [line.partition("}")[2] for line in test.said(r"AirflowException: .*Error code is: -9")[:1]])
    quote("retry", kept + test.said(r"\d documents, \d+ topics"))
    expect(len(kept) == 3, f"the retry took up {kept}")
    expect(len(test.said("^> embed")) == 1, "the retry embedded again")
    return f"process {driver.pid} was killed, the retry took up {len(kept)} stages"


def bad_configuration() -> str:
    conf = WORK / "bad-conf"
    conf.mkdir()
    (conf / "fit.conf").write_text("input.text-colum = text\n")
    test = Test(
        "spark_bertopic_fit", "2026-01-26T02:00:00", "bad", AIRFLOW_VAR_SPARK_BERTOPIC_CONF=str(conf)
    )
    status = test.wait()
    quote("fit", test.said("^spark-bertopic: ")[:1])
    decision = re.findall(r"Retry policy decision.*?(action=\w+).*?(reason='.*')", test.log.read_text(encoding="utf-8"))
    quote("Airflow", [" ".join(found) for found in decision])
    expect(status == 1 and "state=failed" in test.finished(), f"status {status}")
    expect(len(test.said("Spark-Submit cmd")) == 1, f"{len(test.said('Spark-Submit cmd'))} tries")
    return "exit status 2, one try"


@contextlib.contextmanager
def zombie(name: str, logical_date: str, after: str) -> Iterator[tuple[psutil.Process, Path]]:
    """A driver whose Airflow worker was killed, after it had said something."""
    log = LOGS / f"{name}-driver.log"
    test = Test("spark_bertopic_fit", logical_date, f"{name}-first", SUBMIT_LOG=str(log))
    test.wait_until_said(after)
    driver = test.driver()
    test.process.send_signal(signal.SIGKILL)
    test.process.wait()
    try:
        yield driver, log
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            driver.send_signal(signal.SIGCONT)
            driver.kill()


def told(log: Path, pattern: str) -> list[str]:
    return [line for line in log.read_text(encoding="utf-8").splitlines() if re.search(pattern, line)]


def beside_a_working_zombie() -> str:
    """The first driver still works: the retry leaves the folder to it and finds it finished."""
    # Enough work for the first one: it must still be there when the second one has started.
    for day, documents in ((29, 5000), (30, 5000), (31, 5000)):
        new_day(date(2026, 1, day), documents)
    monday = "2026-02-02T02:00:00"
    with zombie("working-zombie", monday, "^> train the embedder") as (driver, log):
        retry = Test("spark_bertopic_fit", monday, "working-zombie-retry")
        retry.wait_until_said("is in use by")
        expect(driver.is_running(), "the zombie ended before the retry started")
        succeed(retry)
        quote("zombie", told(log, r"documents, \d+ topics|^Results|^spark-bertopic: "))
        quote("retry", retry.said("^spark-bertopic: .*in use by") + retry.said(r"documents, \d+ topics|^Results"))
        refused = len(retry.said("Spark-Submit cmd")) - 1
        expect(told(log, "^Results"), f"the zombie did not finish: {log}")
        expect(not retry.said("^> embed"), "the retry worked beside the zombie")
    return f"refused {refused} times, then found the run of the zombie"


def beside_a_paused_zombie() -> str:
    """The first driver hangs: the retry takes over after a minute, and the first one stops when it wakes."""
    monday = "2026-01-26T02:00:00"
    with zombie("paused-zombie", monday, "^< embed") as (driver, log):
        driver.suspend()
        retry = Test("spark_bertopic_fit", monday, "paused-zombie-retry")
        retry.wait_until_said("which is gone")
        driver.resume()
        succeed(retry)
        wait_for("the end of the zombie", lambda: not driver.is_running() or driver.status() == "zombie")
        quote("retry", retry.said("^spark-bertopic: .*in use by") + retry.said("which is gone|taken up from"))
        quote("retry", retry.said(r"documents, \d+ topics|^Results"))
        quote("zombie", told(log, "^spark-bertopic: "))
        expect(told(log, "was taken over by"), f"the zombie did not notice: {log}")
        expect(not told(log, "^Results"), "the zombie published")
    return "taken over after a minute of silence; the first driver stopped"


def backfill() -> str:
    """Three days by a real scheduler, API server and DAG processor, and the scheduled run of yesterday."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ENVIRONMENT["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = f"http://127.0.0.1:{port}/execution/"
    day = (datetime.now(timezone.utc) - timedelta(hours=4)).date() - timedelta(days=1)
    new_day(day, 50)
    dag = "spark_bertopic_transform"
    airflow("dags", "unpause", "-y", dag)
    # The last of the intervals starts on the 16th at four o'clock.
    days = ("--from-date", "2026-01-14", "--to-date", "2026-01-17")
    airflow("backfill", "create", "--dag-id", dag, *days, "--max-active-runs", "1")
    server = ["api-server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    services = []
    try:
        for service in (server, ["dag-processor"], ["scheduler"]):
            log = (LOGS / f"{service[0]}.log").open("w")
            services.append(
                psutil.Popen(
                    [str(BIN / "airflow"), *service], stdout=log, stderr=subprocess.STDOUT, env=ENVIRONMENT, cwd=WORK
                )
            )
            if service is server:
                wait_for("the API server", lambda: listens(port))

        def runs() -> list[dict]:
            out = airflow("dags", "list-runs", dag, "-o", "json")
            found = json.loads(out[out.index("[{") :])  # warnings come first
            return [run for run in found if run["run_id"].startswith(("backfill", "scheduled"))]

        wait_for("three backfilled runs and a scheduled one", lambda: done(runs(), 4), pause=10)
        for run in sorted(runs(), key=lambda run: run["run_id"]):
            print(f"        scheduler | {run['run_id']}: {run['state']}")
            expect(run["state"] == "success", f"{run['run_id']}: {run['state']}")
    finally:
        for service in services:
            with contextlib.suppress(psutil.NoSuchProcess):
                for process in [*service.children(recursive=True), service]:
                    process.terminate()
        psutil.wait_procs(services, timeout=30)
    expected = [f"2026-01-{n}" for n in (14, 15, 16)]
    for expected_day in [*expected, str(day)]:
        rows(f"transform/{expected_day}")
    return f"{', '.join(expected)} backfilled, {day} on schedule"


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def done(runs: list[dict], count: int) -> bool:
    return sum(run["state"] in ("success", "failed") for run in runs) >= count


def main() -> int:
    prepare()
    check("versions", versions)
    check("DAGs and operators are constructed by their classes", dags_are_parsed)
    check("the Databricks bundle has the fields of its schema", bundle_is_valid)
    check("fit", fit)
    check("transform", transform)
    check("update, twice", updates)
    check("a driver is killed, and the retry resumes", killed_and_retried)
    check("a bad configuration is not retried", bad_configuration)
    check("a retry beside a zombie that works", beside_a_working_zombie)
    check("a retry beside a zombie that hangs", beside_a_paused_zombie)
    check("a backfill of three days", backfill)
    print(f"{len(passed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if "--construct" in sys.argv:
        construct()
    else:
        sys.exit(main())
