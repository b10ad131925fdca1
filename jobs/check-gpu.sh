#!/usr/bin/env bash
# Checks on a machine with an NVIDIA GPU that embeddings, neighbours, layouts and places of new points
# are those of the CPU, and prints rates. Run it before a job with embedding.device = cuda or
# neighbors.device = cuda.
#
#   jobs/check-gpu.sh [ROWS [MEASURED [TEXTS]]]
#
# ROWS x 384 numbers are compared all with all, in plain Java too. The rates of searches are those
# among MEASURED rows. Default: 20,000 and 100,000 (without a GPU: 4,000 and 20,000), and 600 texts.
#
# Where nvidia-smi finds a GPU, the profile gpu is built (onnxruntime_gpu in place of onnxruntime, 350 MB
# to download), which needs CUDA 12 and cuDNN 9. Without a GPU the search of the GPU runs on ONNX
# Runtime's CPU provider, which checks all but CUDA itself. VECTOR=off leaves the JVM's vector module
# out. CHECK_OPTS goes to the JVM.
#
# Lines: "right", "WRONG" or "unknown" and what was compared; "rate NAME NUMBER UNIT". Exit status: 0
# all was checked and is right, 1 something is wrong or could not run, 3 all that was checked is right,
# but without a GPU.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

profiles=bench
has_gpu=false
rows=4000
measured=20000
if command -v nvidia-smi >/dev/null && nvidia-smi -L | grep -q '^GPU '; then
  nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader
  profiles=bench,gpu
  has_gpu=true
  rows=20000
  measured=100000
fi
rows=${1:-$rows}
measured=${2:-$measured}
texts=${3:-600}
if [[ ! $rows =~ ^[1-9][0-9]{3,6}$ || ! $measured =~ ^[1-9][0-9]{3,6}$ || ! $texts =~ ^[1-9][0-9]{1,6}$ ]]; then
  echo "ROWS and MEASURED must be numbers from 1000, TEXTS one from 10, got '$rows $measured $texts'; see the head of $0" >&2
  exit 1
fi

class_path_file=target/check-gpu.classpath
./mvnw -B -q "-P$profiles" test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx4g "-Dcheck-gpu.has-gpu=$has_gpu")
if [[ ${VECTOR:-on} != off && $("${java[0]}" --list-modules) == *jdk.incubator.vector* ]]; then
  java+=(--add-modules jdk.incubator.vector)
fi
# shellcheck disable=SC2206
java+=(${CHECK_OPTS:-})

status=0
"${java[@]}" -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.GpuCheck "$rows" "$measured" "$texts" \
  src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz || status=$?
case $status in
  0) echo "all checked, all right" ;;
  3) echo "right as far as it was checked: there is no GPU, so CUDA was not" ;;
  *)
    echo "failed, see above" >&2
    status=1
    ;;
esac
exit $status
