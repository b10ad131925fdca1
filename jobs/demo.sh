#!/usr/bin/env bash
# demo.sh [OUTPUT]: topics of the bundled corpus (State of the Union addresses, 1945 to 2021) with
# the bundled model. Builds what is missing. OUTPUT is target/demo unless given.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
output=${1:-$here/target/demo}
[ $# -gt 0 ] && shift

exec "$here/jobs/spark-bertopic" --driver-memory 2g fit \
  --conf "$here/conf/demo.conf" -D "output.path=\"$output\"" "$@"
