#!/usr/bin/env bash
# Writes requirements/*.txt from pyproject.toml: exact versions with hashes, and no registry's address.
set -eu
cd "$(dirname "$0")/.."
compile() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@" >/dev/null
}
compile pyproject.toml -o requirements/runtime.txt
compile pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt
compile --group bench -c requirements/dev.txt -o requirements/bench.txt
