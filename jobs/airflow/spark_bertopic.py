"""DAGs of spark-bertopic by spark-submit: `spark_bertopic_dags` describes them.

The connection `spark_default` names the master. In client mode (the default) the task has the exit status and the
log of the command, so status 2 is not retried. For YARN in cluster mode, set YARN_CLUSTER and give the connection
`yarn_resourcemanager_webapp_address`: a retry then reconnects to an application that still runs. The ResourceManager
does not know the exit status, so every failure is retried there.
"""

from __future__ import annotations

import os
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

from spark_bertopic_dags import DEFAULT_ARGUMENTS, JAR, dags

DRIVER_MEMORY = os.environ.get("SPARK_BERTOPIC_DRIVER_MEMORY", "8g")
YARN_CLUSTER = os.environ.get("SPARK_BERTOPIC_YARN_CLUSTER") == "true"

# SparkSubmitOperator refuses YARN's cluster mode with durable=True and without the REST API.
OF_YARN = {"deploy_mode": "cluster", "yarn_track_via_rm_api": True, "durable": True} if YARN_CLUSTER else {}


def submit(task_id: str, arguments: list[Any]) -> SparkSubmitOperator:
    return SparkSubmitOperator(
        task_id=task_id,
        name=f"spark-bertopic-{task_id}",
        application=JAR,
        java_class="org.sparkbertopic.job.Main",
        application_args=arguments,
        driver_memory=DRIVER_MEMORY,
        # A fit takes 1.7 times as long without the Vector API. A Java without this module does not start:
        # conf={"spark.driver.extraJavaOptions": "--add-modules=jdk.incubator.vector"},
        **OF_YARN,
        **DEFAULT_ARGUMENTS,
    )


fit, transform, update = dags("spark_bertopic", submit)
