"""DAGs of spark-bertopic on Databricks, each task one run of a JAR task: `spark_bertopic_dags` describes them.

The connection `databricks_default` names the workspace. Paths are those of Unity Catalog's volumes, such as
/Volumes/main/topics/files/output. `jobs/databricks/databricks.yml` has the same as jobs of Databricks' own scheduler.

The operator keeps the run's id (`durable`): when the Airflow worker dies, the retry reconnects to the run. A run that
failed is submitted anew, and the command resumes. Without `idempotency_token`: it would give the failed run back.
"""

from __future__ import annotations

import os
from typing import Any

from airflow.providers.databricks.operators.databricks import DatabricksSubmitRunOperator

from spark_bertopic_dags import DEFAULT_ARGUMENTS, JAR, dags

CLUSTER = {
    "spark_version": os.environ.get("SPARK_BERTOPIC_RUNTIME", "17.3.x-scala2.13"),
    "node_type_id": os.environ.get("SPARK_BERTOPIC_NODE_TYPE", "i3.2xlarge"),
    "num_workers": 4,
    # The jobs use RDDs and the SparkContext, which clusters of the standard mode do not give.
    "data_security_mode": "DATA_SECURITY_MODE_DEDICATED",
}


def submit(task_id: str, arguments: list[Any]) -> DatabricksSubmitRunOperator:
    return DatabricksSubmitRunOperator(
        task_id=task_id,
        run_name=f"spark-bertopic-{task_id}",
        new_cluster=CLUSTER,
        spark_jar_task={"main_class_name": "org.sparkbertopic.job.DatabricksMain", "parameters": arguments},
        libraries=[{"jar": JAR}],
        **DEFAULT_ARGUMENTS,
    )


fit, transform, update = dags("spark_bertopic_databricks", submit)
