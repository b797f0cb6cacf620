#!/usr/bin/env bash
# Installs what is missing of the named sections of packages.txt ("build" when none is named).
# A package that is there already costs no network. Without the rights to install, it prints the one command
# that someone who has them may type.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
missing=()
while read -r section package _; do
  case "$section" in ''|'#'*) continue ;; esac
  case " ${*:-build} " in *" $section "*) ;; *) continue ;; esac
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing+=("$package")
done < "$here/packages.txt"
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "These packages are missing, and there is no apt-get to install them: ${missing[*]}" >&2
  exit 1
fi
commands="apt-get update && $install"
if [ "$(id -u)" = 0 ]; then
  as_root=""
elif command -v sudo >/dev/null; then
  if ! sudo -n true 2>/dev/null && [ ! -t 0 ]; then  # it would ask for a password, and there is nobody to ask
    echo "linetwin needs packages that only root may install. Type:" >&2
    echo "  sudo sh -c '$commands'" >&2
    exit 1
  fi
  as_root="sudo"
else
  echo "linetwin needs packages that only root may install. Type:" >&2
  echo "  su -c '$commands'" >&2
  exit 1
fi
echo "Installing: ${missing[*]}"
$as_root apt-get update -q
$as_root env DEBIAN_FRONTEND=noninteractive $install
