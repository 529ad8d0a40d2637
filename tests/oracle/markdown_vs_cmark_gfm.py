#!/usr/bin/env python3
"""Compares our Markdown with cmark-gfm on generated documents.

usage: markdown_vs_cmark_gfm.py DRIVER [--cases N] [--seed S] [--show N] [--soup | --plain]
                                 [--allow N]

DRIVER reads bodies separated by NUL bytes and writes their HTML the same way (tests/tools/md.c).
The oracle is the cmark-gfm of Debian 12. A later one differs from it by itself: it pairs "~" and runs of "*" another way,
makes one strong of two in one another, and links inside of links, which no browser takes. There documents have no
tildes and no runs longer than "**", strong in strong counts once, and documents that it makes such links of are left out.
With --plain the oracle is Debian's cmark and the documents have no extensions. --allow N accepts
that many documents that differ: see "quirks" there. The generator is deterministic: a seed names a document for ever. Elements, text, addresses, titles
and list starts are compared; other attributes are ours. Deliberate differences, which the generator
stays away from, are listed in src/markdown/README.md.
"""
import argparse
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import html5lib

GFM = ["cmark-gfm", "-e", "table", "-e", "strikethrough", "-e", "footnotes"]
WORDS = "dose water name mg friend night a I 40 x_y snow_ball don't é ß 水 ½ …".split()
LABELS = ["1", "2", "a", "Note", "long-name", "b_c", "é"]


class Maker:
    """Random Markdown: blocks in blocks, inlines in inlines."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.defined = []

    def word(self):
        return self.r.choice(WORDS)

    def inline(self, depth=0, cell=False):
        r = self.r
        parts = []
        for _ in range(r.randint(1, 4)):
            k = r.randint(0, 21 if depth < 3 else 6)
            inner = lambda: self.inline(depth + 1, cell)
            if k <= 6:
                parts.append(self.word())
            elif k == 7:
                parts.append("*" + inner() + "*")
            elif k == 8:
                parts.append("**" + inner() + "**")
            elif k == 9:
                parts.append("_" + inner() + "_")
            elif k == 10:
                parts.append(r.choice(["~", "~~"]) + inner() + r.choice(["~", "~~"]))
            elif k == 11:
                parts.append("`" + r.choice(["code", "a|b" if not cell else r"a\|b", "*x*", "[^1]", "~~", "\\"]) + "`")
            elif k == 12:
                parts.append("[" + inner().replace("[^", "[").replace("<", "") + "](" + r.choice(["/u", "b.md#x", "<é b>", "u_v_w", "x~y~"]) + r.choice(["", ' "t"']) + ")")
            elif k == 13:
                parts.append("![" + self.word() + "](i.png)")
            elif k == 14:
                parts.append("[^" + r.choice(LABELS + ["nope"]) + "]")
            elif k == 15:
                parts.append("\\" + r.choice("*_~`[]!|\\#a"))
            elif k == 16:
                parts.append(r.choice(["&amp;", "&auml;", "&copy;", "&#42;", "&x;", "&"]))
            elif k == 17:
                parts.append(r.choice(["*", "**", "_", "~", "~~", "~~~", "[", "]", "!", "`", "***"]))
            elif k == 18 and not cell:
                parts.append(r.choice(["\\\n", "  \n", "\n"]))
            elif k == 19:
                parts.append("<https://e.org/" + r.choice(["a_b_c", "x*y*", "q?~z~"]) + ">")
            elif k == 20:
                parts.append(r.choice(["*", "_", "~", "~~"]) + self.word() + " " + r.choice(["*", "_", "~"]) + self.word() + r.choice(["*", "~", "~~", "_"]))
            else:
                parts.append("[ref]" + r.choice(["", "[ref]", "[]"]))
        return r.choice([" ", " ", ""]).join(parts)

    def cell(self):
        text = self.inline(1, True).replace("\n", " ")
        return re.sub(r"(?<!\\)\|", r"\\|", text)

    def table(self):
        r = self.r
        n = r.randint(1, 4)
        edge = r.random() < 0.7 or n == 1
        row = lambda cells: ("| " if edge else "") + " | ".join(cells) + (" |" if edge else "")
        marks = [r.choice(["---", ":-", "-:", ":-:", "-"]) for _ in range(n)]
        if not edge and marks[0].startswith("-") and len(marks[0]) == 1:
            marks[0] = "--"
        lines = [row([self.cell() or "h" for _ in range(n)]), row(marks)]
        for _ in range(r.randint(0, 3)):
            lines.append(row([r.choice(["", self.cell()]) if edge else self.cell() for _ in range(max(1, n + r.randint(-1, 1)))]))
        if r.random() < 0.15:
            lines.insert(0, self.inline(2).split("\n")[0])
        if r.random() < 0.15:
            lines.append(self.word())
        return lines

    def footnote(self, depth):
        label = self.r.choice(LABELS)
        lines = self.blocks(depth + 1, self.r.randint(1, 2)) if self.r.random() < 0.4 else [self.inline(1)]
        flat = "\n".join(lines).split("\n")
        out = ["[^" + label + "]: " + flat[0]]
        return out + [("    " + l if l else "") for l in flat[1:]]

    def block(self, depth):
        r = self.r
        k = r.randint(0, 13 if depth < 3 else 5)
        if k <= 2:
            return self.inline().split("\n")
        if k <= 4:
            return self.table()
        if k == 5:
            return ["#" * r.randint(1, 6) + " " + self.inline(1).replace("\n", " ") + r.choice(["", " #"])]
        if k == 6:
            return ["```", "x | y", "- | -", self.word(), "```"]
        if k == 7:
            return ["    code | x", "    - | -"]
        if k == 8:
            return ["> " + l if l or r.random() < 0.8 else ">" for l in self.blocks(depth + 1, r.randint(1, 2))]
        if k in (9, 10):
            mark = r.choice(["- ", "* ", "1. ", "12) "])
            out = []
            for i in range(r.randint(1, 3)):
                lines = self.blocks(depth + 1, r.randint(1, 2))
                flat = "\n".join(lines).split("\n")
                if i and r.random() < 0.3:
                    out.append("")
                out.append(mark + flat[0])
                out += [" " * len(mark) + l if l else "" for l in flat[1:]]
            return out
        if k in (11, 12):
            return self.footnote(depth)
        return r.choice([["---"], ["Title", "==="], ["Sub " + self.word(), "---"], ["***"], ["[ref]: /target 'T'"]])

    def blocks(self, depth, n):
        out = []
        for i in range(n):
            if i and self.r.random() < 0.85:
                out.append("")
            out += self.block(depth)
        return "\n".join(out).split("\n")

    def document(self):
        return "\n".join(self.blocks(0, self.r.randint(2, 7))) + "\n"

    def soup(self):
        """Lines of bare marks: what nobody writes, and parsers trip over."""
        bits = ["|", "-", "- ", "> ", "    ", "  ", "a", "b ", "|-", ":-", "-:|", "[^a]", "[^a]: ", "[^b]:", "*", "~", "~~", "_", "`", "\\", "1. ", "2) ", "# ", "\n", "\n", "\n", "\n\n", "===", "---", "```", "\t", "[x]", "(u)", "!"]
        return "".join(self.r.choice(bits) for _ in range(self.r.randint(3, 40))) + "\n"


    def plain(self):
        """CommonMark only, with a lone tilde so that our own matching of emphasis is what runs."""
        bits = ["*", "**", "***", "_", "__", "****", "a", "b ", " ", "é", "…", "(", ")", "`c`", "[l](u)", "\\*", "&amp;", "\n", "\n\n", "> ", "- ", "1. ", "# ", "    ", "[", "]", "!"]
        return "z" + "".join(self.r.choice(bits) for _ in range(self.r.randint(4, 30))) + "\n\n+ ~ \n"


KEEP = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",)}
BLOCKS = set("p blockquote ul ol li h1 h2 h3 h4 h5 h6 hr table thead tbody tr th td section div".split())


def events(html):
    """The tree as a list; white space as a browser shows it."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    out = []

    def text(data, pre):
        if not data:
            return
        data = data if pre else re.sub(r"[ \t\n\r\f]+", " ", data)
        if out and out[-1][0] == "text":
            data = out.pop()[1] + data
            data = data if pre else re.sub(r" +", " ", data)
        out.append(("text", data))

    def walk(node, pre):
        for child in node:
            if not isinstance(child.tag, str):
                text(child.tail, pre)
                continue
            keep = [(k, child.get(k)) for k in KEEP.get(child.tag, ()) if child.get(k) is not None]
            keep = [(k, "#" if v.startswith("#fn") else v) for k, v in keep]
            out.append(("open", child.tag, tuple(keep)))
            text(child.text, pre or child.tag == "pre")
            walk(child, pre or child.tag == "pre")
            out.append(("close", child.tag))
            text(child.tail, pre)

    text(root.text, False)
    walk(root, False)
    clean = []
    for i, event in enumerate(out):
        if event[0] == "text":
            data = event[1]
            before = out[i - 1] if i else ("close", "p")
            after = out[i + 1] if i + 1 < len(out) else ("open", "p")
            if before[1] in BLOCKS or before[1] == "br":
                data = data.lstrip(" ")
            if after[1] in BLOCKS or (after[0] == "open" and after[1] == "pre"):
                data = data.rstrip(" ")
            if before == ("close", "pre"):
                data = data.lstrip(" ")
            if not data:
                continue
            event = ("text", data)
        clean.append(event)
    return clean


def is_later():
    """Whether the oracle is another version than the one that this parser is to agree with."""
    told = subprocess.run(["cmark-gfm", "--version"], capture_output=True, check=True).stdout.decode()
    return told.split()[1] != "0.29.0.gfm.6"


def in_common(document):
    return re.sub(r"([*_])\1{2,}", r"\1\1", document.replace("~", ""))


def links_in_links(html):
    return re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", html, re.S) is not None


def strong_once(events):
    out, depth = [], 0
    for event in events:
        if event[1] == "strong" and event[0] != "text":
            depth += 1 if event[0] == "open" else -1
            if depth > (event[0] == "open"):
                continue
        if event[0] == "text" and out and out[-1][0] == "text":
            event = ("text", out.pop()[1] + event[1])
        out.append(event)
    return out


def oracle(document, command=None):
    return subprocess.run(command or GFM, input=document.encode(), capture_output=True, check=True).stdout.decode()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5)
    parser.add_argument("--allow", type=int, default=0)
    parser.add_argument("--soup", action="store_const", const="soup", dest="kind", default="document")
    parser.add_argument("--plain", action="store_const", const="plain", dest="kind")
    args = parser.parse_args()
    command = ["cmark"] if args.kind == "plain" else GFM
    if shutil.which(command[0]) is None:
        sys.exit(f"{command[0]} is not installed (Debian package {command[0]})")
    seeds = range(args.seed, args.seed + args.cases)
    documents = [getattr(Maker(s), args.kind)() for s in seeds]
    later = args.kind != "plain" and is_later()
    if later:
        documents = [in_common(d) for d in documents]
    run = subprocess.run([args.driver, "-q"], input="\0".join(documents).encode(), capture_output=True, check=False)
    ours = run.stdout.decode().split("\0")
    if len(ours) != len(documents):
        sys.exit(f"the driver stopped (exit code {run.returncode}) at seed {args.seed + len(ours) - 1}")
    with ThreadPoolExecutor(2) as pool:
        theirs = list(pool.map(lambda d: oracle(d, command), documents))
    bad = 0
    for seed, document, mine, other in zip(seeds, documents, ours, theirs):
        if mine == other or events(mine) == events(other):
            continue
        if later and (links_in_links(other) or strong_once(events(mine)) == strong_once(events(other))):
            continue
        bad += 1
        if bad <= args.show:
            print(f"--- seed {seed}\n{document}--- ours\n{mine}\n--- {command[0]}\n{other}")
    print(f"{len(documents) - bad} of {len(documents)} documents agree")
    print(f"{len(documents) - max(0, bad - args.allow)} passed, {max(0, bad - args.allow)} failed")
    return bad > args.allow


if __name__ == "__main__":
    sys.exit(main())
