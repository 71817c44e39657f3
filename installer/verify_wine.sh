#!/usr/bin/env bash
# Installs the MSI in Wine, takes a whole exam with it, and prints what was seen as a table.
#
#   sudo installer/verify_wine.sh [--msi FILE --newer FILE] [--out DIR] [--reduced]
#   sudo installer/verify_wine.sh --make      only the Debian folder with Wine in it
#   sudo installer/verify_wine.sh --drop      take that folder away again
#
# The folder is made once, with Debian 13 and its Wine 10 (about 2 GB), and kept: below the cache folder of the
# user, or where EXAMCLIENT_WINE says. Nothing stays mounted in it. Without --msi both MSIs are built first.
# Exit code: 0 where every row is as expected, 1 where one is not, 77 where it cannot be run here.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
folder=${EXAMCLIENT_WINE:-${XDG_CACHE_HOME:-$HOME/.cache}/examclient-wine}
packages="wine wine64 xvfb xauth xdotool maim locales"
made="Debian 13: $packages"

cannot() { echo "$1" >&2; exit 77; }

# What is mounted is mounted for this one command only, so that the folder can be removed at any time.
mounted() {
  # shellcheck disable=SC2016 # the words are the inner shell's
  unshare --mount --propagation private sh -c '
    mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && exec "$@"' "$folder" "$@"
}

make_folder() {
  [ "$(cat "$folder/made" 2>/dev/null)" != "$made" ] || return 0
  PATH=$PATH:/usr/sbin
  command -v debootstrap >/dev/null || apt-get install -qy --no-install-recommends debootstrap >/dev/null ||
    cannot "Making the folder needs debootstrap; install that first."
  echo "Making the Debian folder with Wine in $folder (once) ..."
  rm -rf --one-file-system "$folder"
  mkdir -p "$folder"
  mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
  keys=()
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || keys=(--no-check-gpg)
  debootstrap --variant=minbase "${keys[@]}" trixie "$folder" ${mirror:+"$mirror"} >"$folder.log" 2>&1 ||
    cannot "debootstrap did not work; see $folder.log"
  cp /etc/apt/apt.conf.d/* "$folder/etc/apt/apt.conf.d/" 2>/dev/null || true
  cp /etc/resolv.conf "$folder/etc/resolv.conf"
  mounted chroot "$folder" sh -c "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    $packages && localedef -i zh_CN -f UTF-8 zh_CN.UTF-8 && apt-get clean" >>"$folder.log" 2>&1 ||
    cannot "Wine could not be installed in the folder; see $folder.log"
  echo "$made" >"$folder/made"
}

[ "$(uname -s)" = Linux ] || cannot "This needs Linux; on Windows, install the MSI itself."
[ "$(id -u)" = 0 ] || cannot "This needs root, for a Debian folder of its own. Run it with sudo."
if [ "${1:-}" = --drop ]; then
  rm -rf --one-file-system "$folder" "$folder.log"
  exit
fi
make_folder
[ "${1:-}" != --make ] || exit 0
cd "$here"
python3 run.py examserver --help >/dev/null # sets the environment up where that was not done yet
export PYTHONPATH=$here:$here/protocol:$here/client:$here/server:$here/demo
python=${EXAMCLIENT_PYTHON:-$here/.venv/bin/python}
mounted "$python" -m installer.verify --folder "$folder" "$@"
