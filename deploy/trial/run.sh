#!/usr/bin/env bash
# Builds both images and starts the compose file, without a Docker engine and without an image registry, then plays the main
# job through them with an emulated WhatsApp. Ends with exit code 0 only if every step of it happened.
# Usage: run.sh [--clean]   --clean also removes what makes the next run faster.
set -euo pipefail
cd "$(dirname "$0")/../.."
readonly scratch=$PWD/.data/images # podman keeps everything in here
readonly packages=(aardvark-dns debootstrap iptables netavark podman podman-compose runc)
readonly project=wagw-trial
# The trial's own key and secret go by other names than those in .env.
export API_KEY=unused API_BIND=127.0.0.1 ENV_FILE=/dev/null
TRIAL_API_KEY=$(openssl rand -hex 32)
TRIAL_WEBHOOK_SECRET=whsec_$(openssl rand -base64 32)
export TRIAL_API_KEY TRIAL_WEBHOOK_SECRET

main() {
  install_tools
  configure_podman
  trap clean_up EXIT
  node_image=$(sed -n 's/^ARG NODE_IMAGE=//p' Dockerfile.worker)
  redis_image=$(sed -n 's/^ *image: \(.*redis:.*\)/\1/p' docker-compose.yml)
  if ! podman image exists "$node_image" || ! podman image exists "$redis_image"; then
    say 'Making stand-ins for the base images'
    deploy/trial/base-images.sh "$node_image" "$redis_image" "$scratch/base"
  fi
  build api
  build worker
  start
  check_health
  play
  check_stop
  podman images --filter reference='localhost/whatsapp-gateway-*' --format '  ✓ {{.Repository}}: {{.Size}}'
}

say() { printf '\n== %s\n' "$*"; }

install_tools() {
  local missing=() package
  for package in "${packages[@]}"; do
    dpkg --status "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [[ ${#missing[@]} == 0 && $UID == 0 ]] && return
  if [[ $UID != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "This needs root on Debian or Ubuntu with the packages ${packages[*]}." >&2
    exit 1
  fi
  say "Installing ${missing[*]}"
  apt-get -qq update
  apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null
}

# Everything in its own folder, and limits that no machine has to raise, which is not allowed everywhere.
configure_podman() {
  mkdir -p "$scratch"
  cat >"$scratch/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=8192:8192", "nproc=16384:16384"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$scratch/run/libpod"
[network]
network_config_dir = "$scratch/networks"
CONF
  cat >"$scratch/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$scratch/storage"
runroot = "$scratch/run"
CONF
  export CONTAINERS_CONF=$scratch/containers.conf CONTAINERS_STORAGE_CONF=$scratch/storage.conf
}

# $1: api or worker. What npm is configured with on this machine is there during the build only.
build() {
  say "Building whatsapp-gateway-$1"
  local npmrc=$scratch/npmrc authority options=()
  authority=$(npm config get cafile 2>/dev/null)
  (umask 077; npm_settings >"$npmrc")
  if [[ -f $authority ]]; then
    echo 'cafile=/run/certificate-authorities' >>"$npmrc"
    options+=(--volume "$authority:/run/certificate-authorities:ro")
  fi
  podman build --isolation chroot --format docker --pull-never --secret "id=npmrc,src=$npmrc" "${options[@]}" \
    --file "Dockerfile.$1" --tag "whatsapp-gateway-$1" . >"$scratch/build-$1.log" 2>&1 ||
    { tail -n 40 "$scratch/build-$1.log" >&2; exit 1; }
}

npm_settings() {
  local user_settings
  user_settings=$(npm config get userconfig 2>/dev/null)
  [[ -f $user_settings ]] && sed '/^cafile/d' "$user_settings"
  printf '\nregistry=%s\n' "$(npm config get registry 2>/dev/null)"
}

compose() {
  podman-compose --project-name "$project" --file docker-compose.yml --file deploy/trial/compose.yml "$@" \
    >>"$scratch/compose.log" 2>&1
}

start() {
  say 'Starting Redis, api, two workers and the trial'
  API_PORT=$(node --eval 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
  export API_PORT
  : >"$scratch/compose.log"
  compose up --detach
}

# Without systemd podman runs no health check by itself.
check_health() {
  local name address deadline=$((SECONDS + 60))
  for name in redis_1 api_1 worker_1 worker_2; do
    until podman healthcheck run "${project}_$name" >/dev/null 2>&1; do
      ((SECONDS < deadline)) || fail "$name is not healthy"
      sleep 1
    done
    echo "  ✓ $name is healthy; its user is $(podman exec "${project}_$name" id --user)"
  done
  address=$(podman port "${project}_api_1" 3001/tcp)
  curl --silent --fail "http://$address/health/live" >/dev/null || fail "the API does not answer on $address"
  echo "  ✓ the API answers on $address"
  curl --silent --fail "http://$address/console/" >/dev/null || fail "the console is not in the image"
  echo '  ✓ the console is served'
}

# Shows what black-box.ts says, and stops the worker that it names.
play() {
  local line worker
  podman logs --follow "${project}_trial_1" 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line"
    [[ $line == *'→ stopping the worker'* ]] || continue
    podman stats --no-stream --format '    {{.Name}}: {{.MemUsage}}, {{.PIDs}} processes and threads'
    worker=${line##* } # its name begins with the container's id
    stop "${worker%%-*}"
  done
  [[ $(podman wait "${project}_trial_1") == 0 ]] || fail
}

# SIGTERM must reach node through tini, and node must end by itself in time.
check_stop() {
  local name
  for name in api_1 worker_1 worker_2; do stop "${project}_$name"; done
  echo '  ✓ api and workers ended by themselves when told to'
}

# $1: name or id of a container
stop() {
  local code
  podman stop --time 30 "$1" >/dev/null 2>>"$scratch/compose.log"
  code=$(podman inspect --format '{{.State.ExitCode}}' "$1")
  [[ $code == 0 ]] || fail "$1 ended with $code when told to stop"
}

fail() {
  echo "✗ ${1:-the trial failed; the last lines of each log follow}" >&2
  tail -n 20 "$scratch/compose.log" >&2
  local container
  for container in $(podman ps --all --format '{{.Names}}'); do
    printf -- '-- %s\n' "$container" >&2
    podman logs --tail 40 "$container" >&2
  done
  exit 1
}

clean_up() {
  compose down --volumes --timeout 10 || true
  rm -f "$scratch/npmrc"
  [[ $clean == no ]] || { podman system reset --force >/dev/null 2>&1 && rm -rf "$scratch"; }
}

clean=no
[[ ${1:-} == --clean ]] && clean=yes
main
