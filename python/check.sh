#!/usr/bin/env bash
# Builds the wheel and runs the tests of the Python package on versions of PySpark.
#
#   python/check.sh [SPARK_VERSION...]      default: 3.5.7 4.2.0
#
# Needs a built jar (./mvnw -B -DskipTests package), or SPARK_BERTOPIC_JAR, and Python's package index for
# what is not installed yet: each version has a virtual environment in target/python-VERSION.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
versions=("$@")
[[ ${#versions[@]} -gt 0 ]] || versions=(3.5.7 4.2.0)
if [[ -z ${SPARK_BERTOPIC_JAR:-} ]]; then
  SPARK_BERTOPIC_JAR=$(ls target/spark-bertopic-*-all.jar 2>/dev/null | head -1 || true)
  [[ -n $SPARK_BERTOPIC_JAR ]] || { echo "no jar in target; run ./mvnw -B -DskipTests package" >&2; exit 2; }
  SPARK_BERTOPIC_JAR=$PWD/$SPARK_BERTOPIC_JAR
fi
export SPARK_BERTOPIC_JAR
# Spark of the environment under test, not another one.
unset SPARK_HOME PYTHONPATH

echo "jar: $SPARK_BERTOPIC_JAR"
status=0
for version in "${versions[@]}"; do
  environment=$PWD/target/python-$version
  [[ -x $environment/bin/python ]] || python3 -m venv "$environment"
  python=$environment/bin/python
  if ! "$python" -c "import pyspark, sys; sys.exit(pyspark.__version__ != '$version')" 2>/dev/null; then
    "$python" -m pip install -q "pyspark==$version"
  fi
  "$python" -c "import mypy, numpy, pandas, plotly, pytest" 2>/dev/null ||
    "$python" -m pip install -q mypy numpy pandas plotly pytest

  # Not in the source folder, where setuptools would leave its own files.
  rm -rf target/python-wheel target/python-source
  mkdir -p target/python-wheel
  cp -r python target/python-source
  "$python" -m pip wheel -q --no-deps -w target/python-wheel target/python-source
  wheel=$(ls target/python-wheel/*.whl)
  "$python" -m pip install -q --no-deps --force-reinstall "$wheel"

  echo "=== PySpark $version, $("$python" --version), $(basename "$wheel")"
  (cd python && "$python" -m mypy --python-executable "$python" --cache-dir ../target/mypy) || status=1
  # By the installed wheel: the tests see no source folder.
  (cd target/python-source/tests && PYSPARK_PYTHON=$python SPARK_BERTOPIC_ROOT=$root \
    "$python" -m pytest -q -p no:cacheprovider . ) || status=1
done
exit $status
