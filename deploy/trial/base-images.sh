#!/usr/bin/env bash
# Makes stand-ins for the two images that the project builds on, under the names that the Dockerfiles and the compose file
# give them, from nothing but Debian's and npm's packages. For machines that cannot pull from an image registry.
# Usage: base-images.sh NODE_IMAGE REDIS_IMAGE FOLDER
set -euo pipefail
readonly node_image=$1 redis_image=$2 folder=$3
readonly suite=bookworm

# Debian's archives as this machine's apt knows them, as lines for sources.list.
debian_sources() {
  # shellcheck disable=SC2016 # the names in $() are apt-get's, not the shell's
  apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u
}

# $1: folder of the root file system. Debian's images keep no package files and no documentation.
make_debian() {
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$1" \
    "$(debian_sources | awk -v suite="$suite" '$3 == suite { print $2; exit }')" >"$folder/debootstrap.log" ||
    { tail "$folder/debootstrap.log" >&2; return 1; }
  debian_sources >"$1/etc/apt/sources.list"
  echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };' \
    >"$1/etc/apt/apt.conf.d/docker-clean"
  printf 'path-exclude /usr/share/%s/*\n' doc info locale man >"$1/etc/dpkg/dpkg.cfg.d/docker"
  printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d" # no package starts its service
  chmod +x "$1/usr/sbin/policy-rc.d"
  rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/usr/share/{doc,info,locale,man}/*
}

# $1: folder of the root file system; $2: major version of Node.
add_node() {
  npm install --silent --prefix "$folder/node" "node-linux-$(node --print process.arch)@$2"
  install "$folder"/node/node_modules/node-linux-*/bin/node "$1/usr/local/bin/node"
  npm install --silent --global --prefix "$1/usr/local" npm@11
}

rm -rf "$folder" # of a run that was broken off
mkdir -p "$folder"
readonly root=$folder/root
make_debian "$root"
tar --create --directory "$root" --one-file-system . |
  podman import --quiet - localhost/stand-in-debian >/dev/null
podman build --quiet --isolation chroot --pull-never --tag "$redis_image" --file - >/dev/null <<'DOCKERFILE'
FROM localhost/stand-in-debian
RUN groupadd --system --gid 999 redis && useradd --system --uid 999 --gid redis redis \
    && apt-get update && apt-get install --yes --no-install-recommends redis-server \
    && rm -rf /var/lib/apt/lists/* && install --directory --owner redis --group redis /data
VOLUME /data
WORKDIR /data
CMD ["redis-server"]
DOCKERFILE
add_node "$root" "$(sed -E 's/.*:([0-9]+).*/\1/' <<<"$node_image")"
tar --create --directory "$root" --one-file-system . |
  podman import --quiet --change 'CMD ["node"]' - "$node_image" >/dev/null
rm -rf "$folder"
