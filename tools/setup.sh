#!/bin/sh
# Makes the virtual environment, installs the locked versions, and compiles the kernels once.
# Usage: sh tools/setup.sh PYTHON VENV
set -eu
python=$1
venv=$2

if [ -z "$python" ]; then
  echo "Reclaim needs Python 3.11 or later, and found none on PATH." >&2
  echo "Next: install it, or name it: make setup PYTHON=/path/to/python3" >&2
  exit 1
fi

# Some systems ship Python without ensurepip: then the system's pip installs from outside.
if ! "$venv/bin/python" -c '' 2>/dev/null; then
  rm -rf "$venv"
  "$python" -m venv "$venv" >/dev/null 2>&1 || "$python" -m venv --clear --without-pip "$venv"
fi
if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  pip() { "$venv/bin/python" -m pip "$@"; }
else
  pip() { "$python" -m pip --python "$venv/bin/python" "$@"; }
fi

echo "Installing the locked versions into $venv ..."
pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

echo "Compiling the kernels, once ..."
"$venv/bin/python" -m reclaim.x12.warm
