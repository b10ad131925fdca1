#!/usr/bin/env bash
# UMAP and HDBSCAN against umap-learn, fast_hdbscan and hdbscan: same arrays, same cores, one run.
#
#   jobs/bench-kernels.sh [--only umap|hdbscan] [EMBEDDINGS.npy [ROUNDS]]
#   jobs/bench-kernels.sh --growth [EMBEDDINGS.npy [ROUNDS]]
#
# EMBEDDINGS is a matrix of floats (numpy.save); default: 18,565 x 384 synthetic ones. ROUNDS: 5.
# PYTHON=python3 runs the peers; those it cannot import have "-" for their figures. VECTOR=off leaves
# the JVM's vector module out. BENCH_OPTS goes to the JVM.
# --growth: time at 12,500, 25,000, 50,000 and 100,000 points, its exponent, and the heap that the
# largest fit of UMAP needs; takes minutes.
#
# The last lines are, one for a figure: bench NAME OURS PEER RATIO, with RATIO = OURS / PEER. Fits and
# neighbours are in seconds (NAME-cpu: of all processors together, which is what to compare where other
# programs run), transform and predict in points per second, heap in MB, the rest are shares of 1. Exit
# status 1 where it could not be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

only=all
growth=false
while [[ ${1:-} == --* ]]; do
  case $1 in
    --growth) growth=true ;;
    --only)
      only=${2:-}
      if [[ $only != umap && $only != hdbscan ]]; then
        echo "--only must be umap or hdbscan, got '$only'; leave it out to run both" >&2
        exit 1
      fi
      shift
      ;;
    *)
      echo "option must be --growth or --only, got $1; see the head of $0" >&2
      exit 1
      ;;
  esac
  shift
done
embeddings=${1:--}
rounds=${2:-5}
if [[ $embeddings != - && ! -r $embeddings ]]; then
  echo "EMBEDDINGS must be a readable .npy file, got $embeddings; give its path" >&2
  exit 1
fi
if [[ ! $rounds =~ ^[1-9][0-9]*$ ]]; then
  echo "ROUNDS must be a positive number, got $rounds; give 5 for a quiet machine" >&2
  exit 1
fi

./mvnw -B -q -Pbench test-compile >&2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The kernels and their benchmarks need nothing but the JDK.
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp target/test-classes:target/classes)
if [[ ${VECTOR:-on} != off && $("${java[0]}" --list-modules) == *jdk.incubator.vector* ]]; then
  java+=(--add-modules jdk.incubator.vector)
fi
# shellcheck disable=SC2206
java+=(${BENCH_OPTS:-})

if $growth; then
  "${java[@]}" -Xmx3g org.sparkbertopic.bench.GrowthBenchmark "$folder" "$embeddings" "$rounds"
  "${java[@]}" -Xmx1500m org.sparkbertopic.bench.PeakHeap "$folder/growth.npy"
else
  python=${PYTHON:-python3}
  command -v "$python" >/dev/null || python=-
  "${java[@]}" -Xmx3g org.sparkbertopic.bench.KernelBenchmark "$only" "$folder" "$embeddings" \
    "$rounds" "$python" src/bench/python/peers.py
fi
