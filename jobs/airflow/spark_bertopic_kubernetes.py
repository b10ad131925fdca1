"""DAGs of spark-bertopic on Kubernetes: `spark_bertopic_dags` describes them.

A fit is a SparkApplication of the Spark operator, by `sparkapplication.yaml` beside this file or in ../kubernetes.
The documents of a day are few: a single pod assigns them with Spark in local mode. SPARK_BERTOPIC_IMAGE is an image of
`docker/Dockerfile`; the jar is the one inside. Paths are on a store that every pod reaches, such as s3a://.

Both operators find the pod of a task again when the Airflow worker dies (`reattach_on_restart`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
from kubernetes.client import models as k8s

from spark_bertopic_dags import DEFAULT_ARGUMENTS, dags

IMAGE = os.environ.get("SPARK_BERTOPIC_IMAGE", "registry.example.com/spark-bertopic:0.1.0")
NAMESPACE = os.environ.get("SPARK_BERTOPIC_NAMESPACE", "default")
SERVICE_ACCOUNT = os.environ.get("SPARK_BERTOPIC_SERVICE_ACCOUNT", "spark")
JAR = "/opt/spark-bertopic/spark-bertopic-all.jar"
MEMORY = "8g"

HERE = Path(__file__).parent
PLACES = [folder / "sparkapplication.yaml" for folder in (HERE, HERE.parent / "kubernetes")]


def application_file() -> Path:
    for file in PLACES:
        if file.exists():
            return file
    raise FileNotFoundError(f"copy jobs/kubernetes/sparkapplication.yaml into the DAG folder: {PLACES[0]} is not there")


def application(arguments: list[Any]) -> dict[str, Any]:
    """The SparkApplication of the file with other arguments. Airflow retries it, not the Spark operator."""
    template = yaml.safe_load(application_file().read_text(encoding="utf-8"))
    template["metadata"]["namespace"] = NAMESPACE
    spec = template["spec"]
    spec["image"] = IMAGE
    spec["arguments"] = arguments
    spec["restartPolicy"] = {"type": "Never"}
    spec["driver"]["serviceAccount"] = SERVICE_ACCOUNT
    return template


def submit(task_id: str, arguments: list[Any]) -> KubernetesPodOperator:
    if task_id == "fit":
        return SparkKubernetesOperator(
            task_id=task_id,
            name=f"spark-bertopic-{task_id}",
            namespace=NAMESPACE,
            template_spec=application(arguments),
            **DEFAULT_ARGUMENTS,
        )
    return KubernetesPodOperator(
        task_id=task_id,
        name=f"spark-bertopic-{task_id}",
        namespace=NAMESPACE,
        image=IMAGE,
        service_account_name=SERVICE_ACCOUNT,
        cmds=["/opt/spark/bin/spark-submit"],
        arguments=["--master", "local[*]", "--driver-memory", MEMORY]
        + ["--class", "org.sparkbertopic.job.Main", JAR]
        + arguments,
        container_resources=k8s.V1ResourceRequirements(requests={"cpu": "4", "memory": "10Gi"}),
        **DEFAULT_ARGUMENTS,
    )


fit, transform, update = dags("spark_bertopic_kubernetes", submit)
