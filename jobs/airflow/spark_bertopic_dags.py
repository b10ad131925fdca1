"""The DAGs of spark-bertopic, for any operator that runs its commands.

`spark_bertopic.py`, `spark_bertopic_databricks.py` and `spark_bertopic_kubernetes.py` each give `dags` a
function that makes the task of a command. This module needs Airflow 3.3 (`retry_policy`).

    NAME_fit        weekly   fits topics to the documents of the last WINDOW_DAYS days
    NAME_transform  daily    assigns the documents of a day to the topics of the newest model
    NAME_update     daily    adds the documents of a day to the newest model

Unpause the fit and one of the daily ones. Every run writes to a folder that is named by its
`data_interval_start`, so that a retry, a cleared task or a backfill comes to the same folder: the command
resumes what was interrupted and leaves alone what is finished.

Variables of Airflow:

    spark_bertopic_documents   folder with the documents of each day in a folder day=YYYY-MM-DD
    spark_bertopic_output      folder for the results
    spark_bertopic_conf        folder with fit.conf, transform.conf and update.conf: columns and settings
    spark_bertopic_jar         spark-bertopic-*-all.jar
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from airflow.sdk import DAG, Asset, CronDataIntervalTimetable, RetryDecision, RetryPolicy, task
from airflow.sdk.exceptions import AirflowFailException

# A fit reads the folders of these days and no others. A folder that arrives while the fit reads does not
# matter then; input that changes would end it.
WINDOW_DAYS = 90

# A run whose machine vanished keeps its folder locked for a minute, so the first retry comes later.
RETRY_DELAY = timedelta(seconds=int(os.environ.get("SPARK_BERTOPIC_RETRY_SECONDS", "120")))

UNUSABLE = 2

# Where the operators' exceptions have the exit status of the command. The first pattern that is found counts:
# the messages end with lines of the log, which may hold anything.
EXIT_STATUS = (
    r"Kubernetes spark exit code is: (\d+)",  # SparkSubmitOperator on Kubernetes
    r"Error code is: (\d+)\.",  # SparkSubmitOperator
    r"phase=Failed exit_code=(\d+)",  # SparkSubmitOperator with track_driver_via_k8s_api
    r"'exit_code': ([1-9]\d*)",  # the pod operators, which quote the pod
    r"\(exit status (\d+)\)",  # DatabricksMain, which throws
)


def exit_status(message: str) -> int | None:
    """The exit status of the command in an operator's exception; None if it is not there."""
    for pattern in EXIT_STATUS:
        found = re.search(pattern, message)
        if found:
            return int(found[1])
    return None


class RetryUnlessUnusable(RetryPolicy):
    """Retries any failure but exit status 2, which a retry cannot change."""

    def evaluate(self, exception, try_number, max_tries, context=None) -> RetryDecision:
        if exit_status(str(exception)) == UNUSABLE:
            return RetryDecision.fail(
                reason="exit status 2: the configuration or the input cannot be used; the log says why"
            )
        return RetryDecision.default()


DEFAULT_ARGUMENTS = {
    "retries": 5,
    "retry_delay": RETRY_DELAY,
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(hours=1),
    "retry_policy": RetryUnlessUnusable(),
}

DAY = "{{ data_interval_start | ds }}"
DOCUMENTS = "{{ var.value.spark_bertopic_documents }}"
OUTPUT = "{{ var.value.spark_bertopic_output }}"
CONF = "{{ var.value.spark_bertopic_conf }}"
JAR = "{{ var.value.spark_bertopic_jar }}"


def days_until(end: datetime) -> str:
    """The dates of the days before `end`, for a glob: {2026-01-05,2026-01-06}."""
    days = (end - timedelta(days=back) for back in range(WINDOW_DAYS, 0, -1))
    return "{" + ",".join(day.strftime("%Y-%m-%d") for day in days) + "}"


def dags(name: str, run: Callable[[str, list[Any]], Any]) -> tuple[DAG, DAG, DAG]:
    """The three DAGs; `run(task_id, arguments)` makes the task of a command."""
    model = Asset(f"{name}_model")

    def dag(suffix: str, cron: str, description: str, **options: Any) -> DAG:
        return DAG(
            f"{name}_{suffix}",
            description=description,
            # A plain cron string would give intervals without length, and the day that is not over yet.
            schedule=CronDataIntervalTimetable(cron, timezone="UTC"),
            start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
            catchup=False,
            max_active_runs=1,
            user_defined_macros={"days_until": days_until},
            tags=["spark-bertopic"],
            **options,
        )

    def publish(path: str) -> Any:
        @task(task_id="publish", outlets=[model])
        def publish_model(path: str, *, outlet_events) -> None:
            outlet_events[model].extra = {"path": path}

        return publish_model(path)

    # A task of its own, so that every retry of the next task gets the same model.
    def newest_model() -> Any:
        @task(task_id="model", inlets=[model], retries=0)
        def choose_model(*, inlet_events) -> str:
            for event in inlet_events[model].ascending(False).limit(1):
                return event.extra["path"]
            raise AirflowFailException(f"there is no model yet; run {name}_fit first")

        return choose_model()

    with dag("fit", "0 2 * * 1", "Finds the topics of the last days") as fit:
        folder = f"{OUTPUT}/fit/{DAY}"
        run(
            "fit",
            ["fit", "--conf", f"{CONF}/fit.conf"]
            + ["--input", DOCUMENTS + "/day={{ days_until(data_interval_end) }}"]
            + ["--output", folder],
        ) >> publish(f"{folder}/model")

    with dag("transform", "0 4 * * *", "Assigns the documents of a day to topics") as transform:
        run(
            "transform",
            ["transform", "--conf", f"{CONF}/transform.conf", "--model", newest_model()]
            + ["--input", f"{DOCUMENTS}/day={DAY}", "--output", f"{OUTPUT}/transform/{DAY}"],
        )

    # Each update starts from the model of the one before.
    daily = {"default_args": {"depends_on_past": True}}
    with dag("update", "0 4 * * *", "Adds the documents of a day to the model", **daily) as update:
        folder = f"{OUTPUT}/update/{DAY}"
        run(
            "update",
            ["update", "--conf", f"{CONF}/update.conf", "--model", newest_model(), "--chunk", DAY]
            + ["--input", f"{DOCUMENTS}/day={DAY}", "--output", folder]
            # The first update after a fit has a day that the fit read.
            + ["-D", "online.known-ids=skip"],
        ) >> publish(f"{folder}/model")

    return fit, transform, update
