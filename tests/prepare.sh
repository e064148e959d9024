#!/bin/sh
# What the tests use besides Python: found, installed (as root on Debian), or named as left out.
# With CI set nothing may be left out.
set -eu

missing=
left_out=

look_for() { # NAME PACKAGE COMMAND...: any one of the commands will do
  name=$1 package=$2
  shift 2
  for each in "$@"; do
    command -v "$each" >/dev/null 2>&1 && return
    [ -x "$each" ] && return
  done
  missing="$missing $package"
  left_out="$left_out
  $name (apt install $package)"
}

look() {
  missing= left_out=
  look_for PostgreSQL postgresql pg_ctl /usr/lib/postgresql/*/bin/pg_ctl
  look_for Chromium chromium chromium chromium-browser google-chrome
  look_for LibreOffice libreoffice-writer-nogui soffice libreoffice
  look_for 'LibreOffice Calc' libreoffice-calc-nogui /usr/lib/libreoffice/program/libsclo.so
  look_for 'PDF tools' poppler-utils pdftoppm
}

look
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
  echo "Installing for the tests:$missing …"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # one word a package
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null || true
  look
fi

[ -d ../shared ] || left_out="$left_out
  checks against ../shared (the official texts and the questions beside the checkout)"

if [ -n "$left_out" ]; then
  echo "Left out, because this machine lacks it:$left_out" >&2
  [ -z "${CI:-}" ] || { echo 'With CI set nothing may be left out.' >&2; exit 1; }
fi
