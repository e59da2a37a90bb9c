#!/bin/sh
# Makes sure that a Chromium is there for the browser tests: what the machine has, else playwright's own, else apt's.
# Never fails: without any, the browser tests skip and say why (and .ci/run fails on that).
set -u
python=$1
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
"$python" -m playwright install chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq >/dev/null 2>&1
  { apt-get install -y -qq chromium-headless-shell || apt-get install -y -qq chromium; } >/dev/null 2>&1 && exit 0
fi
echo "no Chromium: browser tests will be skipped (install chromium, or: $python -m playwright install --with-deps chromium)"
exit 0
