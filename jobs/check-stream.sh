#!/usr/bin/env bash
# check-stream.sh MODEL INPUT WORK [OPTIONS of stream and transform ...]
#
# Shows what a stream promises, on a folder of files:
#   1. transform and stream (available-now, each in a process of its own) over the same files: documents a
#      second. The time is that of the work: of the stages, and of the batches.
#   2. the stream again, one file a batch, killed 20 times at random moments: every document once.
# WORK is an empty folder. KILLS (20; 0: none), PAIRS (1) of 1., LEAST (8) and SPREAD (1000) for the moments of
# kills (LEAST seconds and up to SPREAD hundredths more), and BERTOPIC (the command) may be set.
# The last lines are, one for a figure: bench NAME OURS PEER RATIO, with RATIO = OURS / PEER. Exit status 1
# where a document was lost, written twice, or got another topic.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bertopic=${BERTOPIC:-$here/jobs/spark-bertopic}
model=$1 input=$2 work=$3
shift 3
mkdir -p "$work"

rows() { # rows of JSON lines in the batches or the table of a run
  find -L "$1" -name 'part-*.json' -exec cat {} +
}

figures=()
for ((pair = 1; pair <= ${PAIRS:-1}; pair++)); do
  rm -rf "$work/batch" "$work/stream" "$work/stream-checkpoint"
  $bertopic transform --model "$model" --input "$input" --output "$work/batch" -D output.format=json "$@" >"$work/batch.log" 2>&1
  $bertopic stream --model "$model" --input "$input" --output "$work/stream" --checkpoint "$work/stream-checkpoint" \
    --trigger available-now -D output.format=json "$@" >"$work/stream.log" 2>&1
  grep '^< batch' "$work/stream.log"
  figures+=("$(python3 - "$work" "$(rows "$work/batch/assignments" | wc -l)" "$(rows "$work/stream/assignments" | wc -l)" <<'PYTHON'
import json, re, sys
from datetime import datetime

work, of_batch, of_stream = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
run = json.load(open(work + "/batch/run.json"))
time = lambda name: datetime.fromisoformat(run[name].replace("Z", "+00:00"))
batch = of_batch / max(1.0, (time("finished") - time("started")).total_seconds())
seconds = [float(s) for s in re.findall(r"^< batch .* documents in ([0-9.]+) s", open(work + "/stream.log").read(), re.M)]
stream = of_stream / sum(seconds)
print(f"bench stream-documents-per-second {stream:.1f} {batch:.1f} {stream / batch:.2f}")
PYTHON
)")
  echo "${figures[-1]}"
done

for ((kill = 1; kill <= ${KILLS:-20}; kill++)); do
  $bertopic stream --model "$model" --input "$input" --output "$work/killed" --checkpoint "$work/killed-checkpoint" \
    --trigger "1 second" -D output.format=json -D input.options.maxFilesPerTrigger=1 "$@" >"$work/killed.log" 2>&1 &
  pid=$!
  # Between the start of the session and some batches later
  sleep "$(awk "BEGIN { print ${LEAST:-8} + $RANDOM % ${SPREAD:-1000} / 100 }")"
  pkill -KILL -P "$pid" 2>/dev/null || true
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  echo "kill $kill: $(find "$work/killed/assignments" -maxdepth 1 -name 'batch=*' 2>/dev/null | wc -l) batches, $(rows "$work/killed/assignments" 2>/dev/null | wc -l) rows"
done
$bertopic stream --model "$model" --input "$input" --output "$work/killed" --checkpoint "$work/killed-checkpoint" \
  --trigger available-now -D output.format=json -D input.options.maxFilesPerTrigger=1 "$@" >"$work/killed.log" 2>&1

status=0
python3 - "$work" <<'PYTHON' || status=1
import glob, json, sys
from collections import Counter

def rows(folder):
    for name in glob.glob(folder + "/**/part-*.json", recursive=True):
        with open(name) as lines:
            for line in lines:
                yield json.loads(line)

work = sys.argv[1]
expected = {row["id"]: row["topic"] for row in rows(work + "/batch/assignments")}
found = Counter(row["id"] for row in rows(work + "/killed/assignments"))
lost = expected.keys() - found.keys()
twice = [name for name, count in found.items() if count > 1]
other = [row["id"] for row in rows(work + "/killed/assignments") if expected.get(row["id"]) != row["topic"]]
print(f"documents {len(expected)}, in the output {sum(found.values())}, lost {len(lost)}, twice {len(twice)}, with another topic {len(other)}")
sys.exit(1 if lost or twice or other else 0)
PYTHON
printf '%s\n' "${figures[@]}"
exit $status
