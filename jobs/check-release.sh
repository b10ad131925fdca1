#!/usr/bin/env bash
# check-release.sh: builds the release of the present commit twice, in two fresh clones, and compares the files.
# Prints one line for each file; ends with 1 if any differs.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for build in one two; do
  git clone -q "$here" "$work/$build"
  (cd "$work/$build" && ./mvnw -B -ntp -q -Prelease -DskipTests package)
done

cd "$work/one/target"
status=0
for file in spark-bertopic-*.jar bom.json bom.xml *.sha256; do
  if cmp -s "$file" "$work/two/target/$file"; then
    echo "same bytes: $file $(sha256sum "$file" | cut -c1-16)"
  else
    echo "differs: $file"
    status=1
  fi
done
exit $status
