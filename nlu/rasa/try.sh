#!/usr/bin/env bash
# `make rasa`: a Rasa server of our sentences in an environment of its own, and the contract with it.
# PYTHON310 names a Python 3.10; RASA_PORT another port than 5005; STAY=1 leaves the server running
# in the foreground after the tests.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=nlu/rasa
venv=.venv-rasa
work=$PWD/var/rasa
port=${RASA_PORT:-5005}
url=http://127.0.0.1:$port

find_python() {
  local found
  for found in "${PYTHON310:-}" python3.10 "$HOME"/.pyenv/versions/3.10.*/bin/python; do
    [ -n "$found" ] && "$found" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' \
      2>/dev/null && echo "$found" && return
  done
  echo "Rasa 3.6 needs Python 3.10 and there is none; say where: make rasa PYTHON310=/path/to/python3.10" >&2
  return 1
}

make_environment() {
  local python requirements=(--require-hashes -r $here/requirements.lock)
  [ $venv/.ready -nt $here/requirements.lock ] && return
  python=$(find_python)
  if [ "$(uname -sm)" != "Linux x86_64" ]; then
    echo "The lock is for Linux on x86_64; here pip chooses the versions."
    requirements=(-r $here/requirements.in)
  fi
  echo "Installing Rasa into $venv, about 3 GB …"
  "$python" -m venv $venv
  $venv/bin/pip install -qq --disable-pip-version-check "${requirements[@]}"
  touch $venv/.ready
}

rasa() {  # a home of its own: nothing is written into the user's
  HOME=$work TMPDIR=$work/tmp RASA_CACHE_DIRECTORY=$work/cache MPLCONFIGDIR=$work \
    RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=2 \
    exec $venv/bin/rasa "$@"
}

answers() {
  $venv/bin/python -c 'import sys, urllib.request as u
u.build_opener(u.ProxyHandler({})).open(sys.argv[1] + "/status", timeout=2)' "$url" 2>/dev/null
}

serve() {
  ! answers || { echo "Port $port is taken; another one: make rasa RASA_PORT=5006" >&2; exit 1; }
  rasa run --enable-api -i 127.0.0.1 -p "$port" --model "$work/models/fengqiao.tar.gz" \
    >"$work/server.log" 2>&1 &
  server=$!
  trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT
  for _ in $(seq 120); do
    answers && return
    kill -0 $server 2>/dev/null || { echo "The Rasa server has stopped; see var/rasa/server.log" >&2; exit 1; }
    sleep 1
  done
  echo "The Rasa server does not answer; see var/rasa/server.log" >&2
  exit 1
}

mkdir -p "$work/tmp" "$work/models"
make_environment
echo "Training, three or four minutes …"
(rasa train nlu --nlu nlu/data --config $here/config.yml --domain $here/domain.yml \
  --out "$work/models" --fixed-model-name fengqiao) >"$work/train.log" 2>&1 \
  || { tail -20 "$work/train.log" >&2; exit 1; }
serve
FENGQIAO_RASA_URL=$url .venv/bin/python -m pytest tests/rasa
if [ -n "${STAY:-}" ]; then
  echo "Rasa answers at $url; end it with Ctrl-C."
  wait $server
fi
