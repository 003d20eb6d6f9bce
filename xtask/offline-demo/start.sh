#!/bin/sh
# Starts serve.py on Linux and macOS.
cd "$(dirname "$0")" || exit 1
exec python3 serve.py "$@"
