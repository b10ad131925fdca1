#!/usr/bin/env bash
# Runs fit, transform and update with a real MLflow server on loopback, and reads back what it keeps:
# with artifacts served by the server, with artifacts in a folder, with a user and password, with a
# server that is down, and with one that never answers.
#
#   jobs/check-mlflow.sh [FOLDER]
#
# Needs a built jar (./mvnw -B -DskipTests package) and Python 3, which installs MLflow into
# target/mlflow unless MLFLOW_VENV names a virtual environment that has it.
set -euo pipefail
cd "$(dirname "$0")/.."

work=${1:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
environment=${MLFLOW_VENV:-$PWD/target/mlflow}
if [[ ! -x $environment/bin/mlflow ]]; then
  python3 -m venv "$environment"
  "$environment/bin/python" -m pip install -q mlflow
fi
bertopic=${SPARK_BERTOPIC:-jobs/spark-bertopic}
echo "$("$environment/bin/mlflow" --version), results in $work"

servers=()
trap 'for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done' EXIT

free_port() {
  "$environment/bin/python" -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
}

# serve NAME PORT OPTION...: starts a server and waits for its answer
serve() {
  local name=$1 port=$2
  shift 2
  MLFLOW_DISABLE_TELEMETRY=true "$environment/bin/mlflow" server --host 127.0.0.1 --port "$port" --workers 1 \
    --backend-store-uri "sqlite:///$work/$name.db" "$@" >"$work/$name.log" 2>&1 &
  servers+=($!)
  for _ in $(seq 120); do
    if "$environment/bin/python" - "$port" <<'PY' 2>/dev/null
import sys, urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/health", timeout=2).read()
PY
    then return; fi
    sleep 1
  done
  echo "the server $name does not answer; see $work/$name.log" >&2
  exit 1
}

quick=(-D embedding.backend=tfidf -D vectorizer.stop-words=english -D umap=bertopic)
corpus=$work/corpus.jsonl
# Every eighth passage of the demo corpus, and as many others for the update
"$environment/bin/python" - "$work" <<'PY'
import gzip, pathlib, sys

lines = gzip.open("src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz").readlines()
for name, first in ("corpus.jsonl", 0), ("later.jsonl", 1):
    pathlib.Path(sys.argv[1], name).write_bytes(b"".join(lines[first::8]))
PY
fit() {
  local output=$1
  shift
  "$bertopic" fit --input "$corpus" --output "$output" -D input.id-column=id "${quick[@]}" "$@"
}

echo "--- artifacts served by the server"
port=$(free_port)
serve served "$port" --artifacts-destination "$work/served"
uri=http://127.0.0.1:$port
fit "$work/fit" -D tracking.mlflow.uri="$uri" -D tracking.mlflow.experiment=check \
  -D tracking.mlflow.run-name="first run" -D tracking.mlflow.tags.team=search | grep MLflow
"$bertopic" transform --model "$work/fit/model" --input "$corpus" --output "$work/transform" \
  -D input.id-column=id -D tracking.mlflow.uri="$uri/" -D tracking.mlflow.experiment=check | grep MLflow
"$bertopic" update --model "$work/fit/model" --input "$work/later.jsonl" --output "$work/update" --chunk later \
  -D input.id-column=id -D tracking.mlflow.uri="$uri" \
  -D tracking.mlflow.experiment=check -D tracking.mlflow.model=false | grep MLflow
"$bertopic" evaluate --run "$work/fit" | grep MLflow
MLFLOW_TRACKING_URI=$uri "$environment/bin/python" - "$work" <<'PY'
import json, pathlib, sys
import mlflow
from mlflow import MlflowClient

work = pathlib.Path(sys.argv[1])
client = MlflowClient()
experiment = client.get_experiment_by_name("check")
runs = {r.data.tags["spark-bertopic.command"]: r for r in client.search_runs([experiment.experiment_id])}
assert set(runs) == {"fit", "transform", "update"}, runs
for command, run in runs.items():
    record = json.loads((work / command / "run.json").read_text())
    assert run.info.status == "FINISHED", run.info.status
    assert record["mlflowRun"] == run.info.run_id
    assert run.data.metrics["documents"] == record["documents"]
    assert run.data.metrics["topics"] == record["topics"]
    assert run.data.metrics["outliers"] == record["outliers"]
    for stage in record["stages"]:
        assert abs(run.data.metrics["seconds." + stage["name"]] - stage["seconds"]) < 1e-9
    print(command, "kept:", len(run.data.params), "parameters,", len(run.data.metrics), "metrics,",
          f"{run.data.metrics['topics']:.0f} topics")
fit = runs["fit"]
measures = {name: fit.data.metrics[name] for name in ("coherence_npmi", "coherence_cv", "diversity")}
assert 0 < measures["coherence_cv"] <= 1 and 0 < measures["diversity"] <= 1, measures
print("evaluate added:", measures)
assert fit.info.run_name == "first run" and fit.data.tags["team"] == "search"
assert fit.data.params["embedding.backend"] == "tfidf" and fit.data.params["seed"] == "42"
assert not [key for key in fit.data.params if key.startswith("tracking")]
folder = pathlib.Path(mlflow.artifacts.download_artifacts(run_id=fit.info.run_id, dst_path=str(work / "down")))
sent = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
for name in ("topics.json", "report.html"):
    assert sent[name] == (work / "fit" / name).read_bytes(), name
model = work / "fit" / "model"
files = {"model/" + str(p.relative_to(model)): p.read_bytes() for p in model.rglob("*") if p.is_file()}
assert files and all(sent[name] == content for name, content in files.items())
print("artifacts of fit:", len(sent), "files,", sum(map(len, sent.values())), "bytes, all as written")
names = {a.path for a in client.list_artifacts(runs["update"].info.run_id)}
assert "model" not in names and "topics.json" in names, names
PY

echo "--- the fitted model, loaded from the artifacts"
"$bertopic" topics info --model "$work/down/model" 2>/dev/null | head -3 ||
  "$bertopic" topics provenance --model "$work/down/model" | head -3

echo "--- the same command again sends nothing"
fit "$work/fit" -D tracking.mlflow.uri="$uri" -D tracking.mlflow.experiment=other | grep finished

echo "--- a run that fails"
if fit "$work/failed" -D tracking.mlflow.uri="$uri" -D tracking.mlflow.experiment=failed \
  -D 'input.select=["id", "assert_true(id is null) as text"]' >"$work/failed.out" 2>&1; then
  echo "it did not fail" >&2
  exit 1
fi
MLFLOW_TRACKING_URI=$uri "$environment/bin/python" - <<'PY'
from mlflow import MlflowClient
client = MlflowClient()
experiment = client.get_experiment_by_name("failed")
(run,) = client.search_runs([experiment.experiment_id])
assert run.info.status == "FAILED" and run.data.tags["spark-bertopic.error"]
print("kept:", run.info.status, "-", run.data.tags["spark-bertopic.error"][:120].replace("\n", " "))
PY

echo "--- artifacts in a folder that both can write"
port=$(free_port)
serve folder "$port" --no-serve-artifacts --default-artifact-root "file://$work/folder"
fit "$work/fit-folder" -D tracking.mlflow.uri="http://127.0.0.1:$port" | grep MLflow
cmp "$work/fit-folder/topics.json" "$(find "$work/folder" -path '*/artifacts/topics.json')"
echo "topics.json is there, as written"

echo "--- a server that asks for user and password"
port=$(free_port)
export MLFLOW_FLASK_SERVER_SECRET_KEY=check MLFLOW_AUTH_CONFIG_PATH=$work/auth.ini
cat >"$work/auth.ini" <<INI
[mlflow]
default_permission = READ
database_uri = sqlite:///$work/users.db
admin_username = admin
admin_password = a-long-password-1
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
INI
if "$environment/bin/python" -c "import flask_wtf" 2>/dev/null; then
  serve auth "$port" --app-name basic-auth --artifacts-destination "$work/auth-artifacts"
  fit "$work/fit-refused" -D tracking.mlflow.uri="http://127.0.0.1:$port" | grep MLflow
  MLFLOW_TRACKING_USERNAME=admin MLFLOW_TRACKING_PASSWORD=a-long-password-1 \
    fit "$work/fit-auth" -D tracking.mlflow.uri="http://127.0.0.1:$port" | grep MLflow
  if grep -rl a-long-password "$work"/fit*/; then
    echo "a password was recorded" >&2
    exit 1
  fi
  cmp "$work/fit-auth/topics.json" "$(find "$work/auth-artifacts" -path '*/artifacts/topics.json')"
  echo "its artifacts are there, and no file of the runs has the password"
else
  echo "left out: install 'mlflow[auth]' into $environment"
fi

echo "--- a server that is down"
fit "$work/fit-down" -D tracking.mlflow.uri="http://127.0.0.1:$(free_port)" | grep MLflow
grep -o '"MLflow at[^"]*' "$work/fit-down/run.json"

echo "--- a server that never answers"
port=$(free_port)
"$environment/bin/python" -c "
import socket, time
s = socket.socket(); s.bind(('127.0.0.1', $port)); s.listen(8)
time.sleep(600)" &
servers+=($!)
start=$(date +%s)
fit "$work/fit-mute" -D tracking.mlflow.uri="http://127.0.0.1:$port" -D tracking.mlflow.timeout-seconds=5 | grep MLflow
echo "the whole run took $(($(date +%s) - start)) s"
echo "done: all as expected"
