#!/usr/bin/env bash
# Executes the notebooks top to bottom, and fails if a cell fails.
#
#   notebooks/run.sh [NOTEBOOK...]          in place: replaces the outputs in the repository
#   notebooks/run.sh --check [NOTEBOOK...]  copies in target/notebooks; the repository stays as it is
#   notebooks/run.sh --lab                  opens JupyterLab with the kernels for Java and Python
#
# Installs what is missing into target/notebooks: a virtual environment, the Java kernel, the jar. Needs Java 17,
# Python 3.11 or later with venv, Maven's repository and Python's package index. Ends with status 3 if what is
# missing cannot be had.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

root=$PWD
work=$root/target/notebooks
kernel_version=3.0.1
kernel=$work/rapaio-jupyter-kernel-$kernel_version.jar
environment=$work/python
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

mode=execute
case "${1:-}" in
  --check | --lab) mode=${1#--} && shift ;;
  -*) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" && exit 2 ;;
esac
notebooks=("$@")
if [ ${#notebooks[@]} -eq 0 ]; then
  # The first one writes what the others read.
  notebooks=(notebooks/0*.ipynb notebooks/python/0*.ipynb)
fi

missing() {
  echo "notebooks/run.sh: $1" >&2
  exit 3
}

find_jar() { find target -maxdepth 1 -name 'spark-bertopic-*-all.jar' 2>/dev/null | head -n 1; }
mkdir -p "$work"
[ -n "$(find_jar)" ] && [ -d target/spark/jars ] || ./mvnw -B -ntp -q -DskipTests package
jar=$root/$(find_jar)

if [ ! -e "$kernel" ]; then
  ./mvnw -B -ntp -q dependency:copy -Dartifact=io.github.padreati:rapaio-jupyter-kernel:$kernel_version \
    -DoutputDirectory="$work" || missing "Maven has no rapaio-jupyter-kernel $kernel_version"
fi

command -v python3 >/dev/null || missing "there is no python3"
if [ ! -x "$environment/bin/python" ]; then
  python3 -m venv "$environment" || missing "python3 has no venv"
fi
# The packages of a file, once.
install() {
  local requirements=notebooks/kernel/$1 installed=$environment/$1
  if ! cmp -s "$requirements" "$installed"; then
    "$environment/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements" ||
      missing "the packages of $requirements cannot be installed"
    cp "$requirements" "$installed"
  fi
}
install requirements.txt
if [ "$mode" != check ]; then
  install requirements-python.txt
fi

# How the kernel starts, and how it shows figures and tables, which it finds as a service.
display=$work/display
rm -rf "$display" && mkdir -p "$display/META-INF/services"
"${java}c" -nowarn -d "$display" -cp "$kernel:$jar:target/spark/jars/*" notebooks/kernel/*.java
echo NotebookDisplay >"$display/META-INF/services/org.rapaio.jupyter.kernel.display.spi.DisplayProvider"

# The library and Spark are on the kernel's own class path: Spark starts threads that must find their classes.
mkdir -p "$work/kernels/spark-bertopic-java"
"$environment/bin/python" - "$work/kernels/spark-bertopic-java/kernel.json" <<PYTHON
import json, sys
spec = {
    "display_name": "Java (spark-bertopic)",
    "language": "java",
    "interrupt_mode": "message",
    "argv": [
        "$java", "@$root/conf/java.options", "-Xmx2g", "-Dspark.ui.enabled=false",
        "-Dlog4j2.configurationFile=$root/conf/spark/log4j2.properties",
        "-cp", "$display:$root/target/spark/jars/*:$jar:$kernel",
        "NotebookKernel", "{connection_file}",
    ],
}
with open(sys.argv[1], "w") as file:
    json.dump(spec, file, indent=1)
PYTHON

export PATH=$environment/bin:$PATH JUPYTER_PATH=$work
# Spark of the environment, with the build's settings: its log says warnings only.
unset SPARK_HOME
export SPARK_BERTOPIC_JAR=$jar SPARK_CONF_DIR=$root/conf/spark PYSPARK_PYTHON=$environment/bin/python
export PYTHONPATH=$root/python/src PYTHONDONTWRITEBYTECODE=1
# A figure is its specification; pictures for other readers are added below.
export PLOTLY_RENDERER=plotly_mimetype

if [ "$mode" = lab ]; then
  python -m pip install -q --disable-pip-version-check jupyterlab
  exec python -m jupyterlab --notebook-dir "$root/notebooks"
fi

executed=$work/executed
rm -rf "$executed"
# PySpark is large, so the notebooks in Java come before it is fetched.
java_notebooks=() python_notebooks=()
for notebook in "${notebooks[@]}"; do
  case $notebook in
    *python/*) python_notebooks+=("$notebook") ;;
    *) java_notebooks+=("$notebook") ;;
  esac
done
[ ${#java_notebooks[@]} -eq 0 ] || python notebooks/kernel/execute.py "$executed" "${java_notebooks[@]}"
if [ ${#python_notebooks[@]} -gt 0 ]; then
  install requirements-python.txt
  python notebooks/kernel/execute.py "$executed" "${python_notebooks[@]}"
fi
[ "$mode" = execute ] || exit 0

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
for notebook in "${notebooks[@]}"; do
  done=$executed/${notebook#notebooks/}
  if [ -n "$chromium" ]; then
    python notebooks/kernel/pictures.py "$chromium" "$done"
  else
    echo "there is no Chromium: $notebook has figures for Plotly, but no pictures of them" >&2
  fi
  cp "$done" "$notebook"
done
