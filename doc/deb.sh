#!/bin/sh
# The Debian package: deb.sh FOLDER PACKAGE… copies the tree into FOLDER/pamphlet, puts doc/debian there as debian/ (with the
# packages to build with), builds, and lets lintian look. The .deb stays in FOLDER. With --prepare in front it only copies.
set -eu
cd "$(dirname "$0")/.."
only=
[ "$1" != --prepare ] || { only=1 && shift; }
to=$1
shift
rm -rf "$to"
mkdir -p "$to/pamphlet/dist" "$to/pamphlet/tests"
cp tests/checks.mk "$to/pamphlet/tests/"
cp -R Makefile README.md LICENSE src content themes lua doc "$to/pamphlet/"
mv "$to/pamphlet/doc/debian" "$to/pamphlet/debian"
needs=$(printf '               %s,\n' "$@" | grep -v -e ' gcc,' -e ' libc6-dev,' -e ' pkg-config,' | sed '$s/,$//')
awk -v needs="$needs" '/@BUILD_DEBS@/ { print needs; next } { print }' doc/debian/control >"$to/pamphlet/debian/control"
sed -n '/^Permission/,/SOFTWARE\.$/s/^/ /p' LICENSE | sed 's/^ $/ ./' >>"$to/pamphlet/debian/copyright"
[ -z "$only" ] || exit 0
cd "$to/pamphlet"
env -u MODE -u CI dpkg-buildpackage --build=binary --no-sign -j"$(nproc)" >../build.log 2>&1 || { tail -n 40 ../build.log; exit 1; }
cd ..
lintian --fail-on error --allow-root ./*.changes
ls ./pamphlet_*.deb
