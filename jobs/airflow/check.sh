#!/usr/bin/env bash
# check.sh [JAR]: runs the DAGs of this folder through Airflow 3.3 and spark-submit on the demo corpus.
#
# Makes a Python environment in target/airflow (Python 3.11; downloads Airflow and its providers), with Spark 3.5 in
# it unless SPARK_HOME is set. JAR is target/spark-bertopic-*-all.jar unless given. Takes about ten minutes and needs
# 4 GB of memory and a free port. Prints a line for each check and at last "N passed, M failed"; the logs are in
# target/airflow/work. PYTHON (python3.11), AIRFLOW_ENVIRONMENT (a finished environment) and ONLY
# (a regular expression for the names of checks) may be set.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target="$root/target/airflow"
environment=${AIRFLOW_ENVIRONMENT:-$target/venv}
jar=${1:-$(find "$root/target" -maxdepth 1 -name 'spark-bertopic-*-all.jar' 2>/dev/null | head -n 1)}
if [ ! -f "$jar" ]; then
  echo "check.sh: there is no jar '${jar:-target/spark-bertopic-*-all.jar}'; run ./mvnw -B -DskipTests package, or name one" >&2
  exit 2
fi

if [ ! -x "$environment/bin/airflow" ]; then
  "${PYTHON:-python3.11}" -m venv "$environment"
  "$environment/bin/pip" install --quiet "apache-airflow==3.3.*" "apache-airflow-providers-apache-spark==6.*" \
    "apache-airflow-providers-databricks==7.*" "apache-airflow-providers-cncf-kubernetes==10.*" \
    "databricks-bundles==1.*" psutil pyyaml
fi
if [ -z "${SPARK_HOME:-}" ]; then
  site=$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  [ -d "$site/pyspark" ] || "$environment/bin/pip" install --quiet "pyspark==3.5.*"
  export SPARK_HOME="$site/pyspark"
fi

exec "$environment/bin/python" -u "$here/check.py" "$root" "$jar" "$target/work"
