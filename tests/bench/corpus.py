#!/usr/bin/env python3
"""Writes a made-up site of N guides, and the same pages as a Hugo site: same front matter, same bodies, same
navigation (a class list), same lists (guides, classes, A-Z). Own words, fixed seed: the same bytes every time.

    corpus.py FOLDER --guides 11000 [--words 190] [--languages 1]

makes FOLDER/pamphlet and FOLDER/hugo."""
import argparse
import os

CLASSES = 12
SYLLABLES = "ba be bo da de di do fa fe ga ge ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi vo".split()


class Chance:
    """A linear congruential generator (Numerical Recipes), so that no library's change moves a byte."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFF

    def below(self, n):
        self.state = (self.state * 1664525 + 1013904223) & 0xFFFFFFFF
        return (self.state >> 8) % n

    def word(self):
        return "".join(SYLLABLES[self.below(len(SYLLABLES))] for _ in range(1 + self.below(3)))

    def sentence(self):
        words = [self.word() for _ in range(6 + self.below(8))]
        return " ".join(words).capitalize() + "."

    def paragraph(self, words):
        out, count = [], 0
        while count < words:
            s = self.sentence()
            out.append(s)
            count += s.count(" ") + 1
        return " ".join(out)


WORDS_A_SECTION = 190


def section(c, words):
    """A heading, a paragraph, a table, steps and another paragraph."""
    body = ["", "## What it is", "", c.paragraph(words // 3).replace(". ", ". *%s* " % c.word(), 1), ""]
    body += ["| when | what | how |", "|---|:--|--:|"]
    body += ["| %s | %s | %d |" % (c.word(), c.word(), c.below(90)) for _ in range(3)]
    body += ["", "## Safer", "", "1. " + c.sentence(), "2. " + c.sentence(), "3. **" + c.word() + "** " + c.sentence(), ""]
    return body + [c.paragraph(words // 4), ""]


def guide(number, total, words, lang):
    """Title, front matter fields and body of one guide; about 1.4 KB at 190 words, and 0.9 KB more for each 190 further
    ones."""
    c = Chance(number * 7919 + sum(lang.encode()))
    title = c.word().capitalize() + " " + c.word() + " %d" % number
    aliases = [c.word() + "%d" % number, c.word() + "-" + c.word() + "%d" % number]
    classes = sorted({"class-%d" % c.below(CLASSES), "class-%d" % c.below(CLASSES)})
    others = [c.below(total) for _ in range(3)]
    body = ["## In short", ""]
    body += ["- " + c.sentence() for _ in range(3)]
    for at in range(0, words, WORDS_A_SECTION):
        body += section(c, min(WORDS_A_SECTION, words - at))
    body += ["See " + ", ".join("LINK%d" % o for o in others) + ".", ""]
    return title, aliases, classes, others, c.sentence(), "\n".join(body)


def name(number):
    return "guide-%06d" % number


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write(text)


def write_guides(args, langs):
    for lang in langs:
        for i in range(args.guides):
            title, aliases, classes, others, summary, body = guide(i, args.guides, args.words, lang)
            front = "---\ntitle: %s\naliases: [%s]\nclasses: [%s]\nsummary: %s\nreviewed: 2026-10-01\n---\n"
            ours, theirs = body, body
            for o in others:
                ours = ours.replace("LINK%d" % o, "[%s](%s.md)" % (name(o), name(o)), 1)
                theirs = theirs.replace("LINK%d" % o, "[%s](../%s/)" % (name(o), name(o)), 1)
            fields = (title, ", ".join(aliases), ", ".join(classes), summary)
            write("%s/pamphlet/content/%s/guides/%s.md" % (args.folder, lang, name(i)), front % fields + ours)
            # Hugo's own "aliases" makes redirect pages: the same names go under "names"
            hugo_front = front.replace("aliases:", "names:").replace("reviewed:", "date:")
            under = "" if len(langs) == 1 else lang + "/"
            write("%s/hugo/content/%sguides/%s.md" % (args.folder, under, name(i)), hugo_front % fields + theirs)


HEAD = """<!DOCTYPE html>
<html lang="{lang}" dir="ltr">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<meta http-equiv="x-dns-prefetch-control" content="off"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"/>
<title>{title}</title>
<link rel="icon" type="image/png" href="{icon}"/>
<link rel="stylesheet" href="{style}"/>
</head>
<body>
"""
CSS = "body { margin: 1rem; line-height: 1.5; }\n"
# 1 × 1, grey: the smallest PNG
ICON = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)


def write_pamphlet(args, langs):
    top = args.folder + "/pamphlet/"
    lines = ["title: Bench", "plain_title: Notes", "languages:"]
    lines += ["  %s: {name: Language %s, dir: ltr}" % (l, l) for l in langs]
    lines += ["default_language: " + langs[0], "theme: bench", "profiles: [onion]"]
    lines += ["release: {pack: bench, serial: 1, date: 2026-11-23}", ""]
    write(top + "site.yaml", "\n".join(lines))
    for l in langs:
        write(top + "content/%s/index.md" % l, "---\ntitle: Bench\n---\nA made-up site.\n")
    here = os.path.dirname(os.path.abspath(__file__))
    for folder, _, files in os.walk(here + "/theme"):
        for f in files:
            path = os.path.join(folder, f)
            write(top + "themes/bench/" + os.path.relpath(path, here + "/theme"), open(path, encoding="utf-8").read())
    os.makedirs(top + "themes/bench/assets", exist_ok=True)
    with open(top + "themes/bench/assets/icon.png", "wb") as f:
        f.write(ICON)


def write_hugo(args, langs):
    top = args.folder + "/hugo/"
    config = 'baseURL = "/"\ntitle = "Bench"\ndisableKinds = ["RSS", "sitemap", "404"]\nrelativeURLs = true\n'
    config += "[taxonomies]\nclass = \"classes\"\n[markup.goldmark.renderer]\nunsafe = false\n"
    if len(langs) > 1:
        config += "".join('[languages.%s]\nlanguageName = "Language %s"\ncontentDir = "content/%s"\n' % (l, l, l) for l in langs)
    write(top + "config.toml", config)
    head = HEAD.format(lang="{{ .Site.Language.Lang }}", title="{{ .Title }} – Bench", icon="{{ \"icon.png\" | relURL }}",
                       style="{{ \"style.css\" | relURL }}")
    nav = '<nav aria-label="Classes"><ul>\n<li><a href="{{ "guides/" | relLangURL }}">Guides</a></li>\n<li><a href="{{ "a-z/" | relLangURL }}">A–Z</a></li>\n{{ if gt (len .Site.Languages) 1 }}{{ range .Site.Home.AllTranslations }}<li><a href="{{ .RelPermalink }}">{{ .Language.LanguageName }}</a></li>\n{{ end }}{{ end }}{{ range .Site.Taxonomies.classes.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a></li>\n{{ end }}</ul></nav>\n'
    foot = "</main>\n</body>\n</html>\n"
    base = head + nav + '<main>\n<h1>{{ .Title }}</h1>\n{{ block "main" . }}{{ end }}' + foot
    items = '<ul>\n{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.summary }}</li>\n{{ end }}</ul>\n'
    write(top + "layouts/_default/baseof.html", base)
    write(top + "layouts/_default/single.html", '{{ define "main" }}<p>{{ .Params.summary }}</p>\n<p>{{ range .Params.names }}{{ . }} {{ end }}</p>\n<nav>{{ range .Params.classes }}<a href="{{ printf "classes/%s/" . | relLangURL }}">{{ . }}</a> {{ end }}</nav>\n{{ .Content }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}')
    write(top + "layouts/_default/list.html", '{{ define "main" }}' + items + "{{ end }}")
    write(top + "layouts/_default/terms.html", '{{ define "main" }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}')
    write(top + "layouts/index.html", '{{ define "main" }}<ul><li><a href="{{ "guides/" | relLangURL }}">Guides</a></li><li><a href="{{ "a-z/" | relLangURL }}">A–Z</a></li></ul>{{ end }}')
    write(top + "layouts/_default/az.html", '{{ define "main" }}<ul>\n{{ range (where .Site.RegularPages "Section" "guides").ByTitle }}{{ $p := . }}<li><a href="{{ $p.RelPermalink }}">{{ $p.Title }}</a></li>\n{{ range .Params.names }}<li><a href="{{ $p.RelPermalink }}">{{ . }}</a></li>\n{{ end }}{{ end }}</ul>\n{{ end }}')
    for l in langs:
        under = "" if len(langs) == 1 else l + "/"
        write(top + "content/%sa-z.md" % under, "---\ntitle: A–Z\nlayout: az\n---\n")
        write(top + "content/%s_index.md" % under, "---\ntitle: Bench\n---\nA made-up site.\n")
    write(top + "static/style.css", CSS)
    with open(top + "static/icon.png", "wb") as f:
        f.write(ICON)


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("folder")
    p.add_argument("--guides", type=int, default=11000)
    p.add_argument("--words", type=int, default=190)
    p.add_argument("--languages", type=int, default=1)
    args = p.parse_args()
    langs = ["en"] + ["x%s%s" % (chr(97 + i // 26), chr(97 + i % 26)) for i in range(args.languages - 1)]
    write_guides(args, langs)
    write_pamphlet(args, langs)
    write_hugo(args, langs)


if __name__ == "__main__":
    main()
