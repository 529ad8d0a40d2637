#!/usr/bin/env python3
"""Renders the examples of examples.txt and compares byte for byte.

usage: examples.py DRIVER
"""
import pathlib
import subprocess
import sys


def examples():
    text = (pathlib.Path(__file__).parent / "examples.txt").read_text(encoding="utf-8")
    source, want, part = [], [], None
    for line in text.split("\n")[:-1] + ["@@"]:
        if line == "@@" or line.startswith("@ "):
            if source:
                yield "\n".join(source) + "\n", "\n".join(want) + ("\n" if want else "")
            source, want, part = [], [], "source" if line == "@@" else None
        elif line == "@>":
            part = "want"
        elif part == "source":
            source.append(line.replace("→", "\t").replace("·", " "))
        elif part == "want":
            want.append(line.replace("→", "\t"))


def main():
    cases = list(examples())
    run = subprocess.run([sys.argv[1], "-q"], input="\0".join(s for s, _ in cases).encode(), capture_output=True, check=False)
    got = run.stdout.decode().split("\0")
    failed = 0
    for (source, want), mine in zip(cases, got):
        if mine != want:
            failed += 1
            print(f"source {source!r}\n  want {want!r}\n  got  {mine!r}")
    failed += abs(len(cases) - len(got))
    print(f"{len(cases) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
