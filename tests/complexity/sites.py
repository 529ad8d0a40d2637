"""Whole sites that grow in one direction: name → (what writes the site with n of it, n)."""
import base64
import math
import os

CONFIG = """title: A
plain_title: B
languages: {en: {name: English, dir: ltr}}
default_language: en
release: {pack: a, serial: 1, date: 2026-01-01, expires: 2027-01-01}
emergency: {number: "112", text: {en: Call}}
risks:
  - {id: low, label: {en: Low}, symbol: "o", order: 1}
areas: {town: {en: Town}}
kinds: {van: {en: Van}}
"""
FIELDS = "---\ntitle: {0}\nsummary: Text.\nreviewed: 2026-01-01\n---\n\n{1}\n"


def put(root, path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def start(root):
    put(root, "site.yaml", CONFIG)
    put(root, "content/en/index.md", FIELDS.format("Start", "Text."))


def guides(root, n, body="Text."):
    start(root)
    for i in range(n):
        put(root, f"content/en/guides/g{i}.md", FIELDS.format(f"Guide {i}", body))


def links(root, n):
    start(root)
    put(root, "content/en/topics/a.md", FIELDS.format("A", "".join(f"## H{i}\n\n[x](#h{i})\n\n" for i in range(n))))
    put(root, "content/en/topics/b.md", FIELDS.format("B", "".join(f"[x](a.md#h{i}) " for i in range(n))))


def links_missing(root, n):
    """Each to a part of its own page that is not there."""
    start(root)
    put(root, "content/en/topics/a.md", FIELDS.format("A", "".join(f"## H{i}\n\n[x](#g{i})\n\n" for i in range(n))))


def pictures_missing(root, n):
    """As many pictures as links to others."""
    start(root)
    png = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
    os.makedirs(os.path.join(root, "content/images"))
    for i in range(n):
        with open(os.path.join(root, f"content/images/picture-{i}.png"), "wb") as file:
            file.write(png)
    put(root, "content/en/topics/a.md", FIELDS.format("A", "".join(f"![x](other-{i}.png) " for i in range(n))))


def pages_linked(root, n):
    """Each page leads to a part of the next one and of the first."""
    start(root)
    for i in range(n):
        put(root, f"content/en/guides/g{i}.md",
            FIELDS.format(f"Guide {i}", f"## How {{#how}}\n\n[x](g{(i + 1) % n}.md#how) [y](g0.md#how)"))


def pages_of_all(root, n):
    """n links: each page leads to all others, so there are as many pages as the root of n."""
    start(root)
    count = math.isqrt(n)
    for i in range(count):
        put(root, f"content/en/guides/g{i}.md",
            FIELDS.format(f"Guide {i}", "## How {#how}\n\n" + " ".join(f"[x](g{j}.md#how)" for j in range(count))))


def hub(root, n):
    """One page leads to n pages, and each of them back to its own place there."""
    start(root)
    put(root, "content/en/topics/hub.md", FIELDS.format("Hub", "".join(
        f"## H{i}\n\n[x](../guides/g{i}.md#how)\n\n" for i in range(n))))
    for i in range(n):
        put(root, f"content/en/guides/g{i}.md",
            FIELDS.format(f"Guide {i}", f"## How {{#how}}\n\n[x](../topics/hub.md#h{i})"))


def translated(root, n):
    """Each page in three languages, of which one lacks every second."""
    start(root)
    put(root, "site.yaml", CONFIG.replace("languages: {en: {name: English, dir: ltr}}",
        "languages: {en: {name: English, dir: ltr}, fi: {name: suomi, dir: ltr}, ar: {name: Arabic, dir: rtl}}"))
    for i in range(n):
        for lang in ("en", "fi", "ar")[:2 + i % 2]:
            put(root, f"content/{lang}/guides/g{i}.md",
                FIELDS.format(f"Guide {i}", f"## How {{#how}}\n\n[x](g{(i + 1) % n}.md#how)"))


def folders(root, n):
    """A folder for each page, n parts deep in all."""
    start(root)
    for i in range(n):
        put(root, f"content/en/topics/{i}/{i}/a.md", FIELDS.format(f"A {i}", f"[x](../../{(i + 1) % n}/{(i + 1) % n}/a.md)"))


def table_of_services(root, n):
    start(root)
    put(root, "content/services.csv", "id,name,kinds,area,schedules,assured_date\n" +
        "".join(f"v{i},Van {i},van,town,Mo-Fr 10:00-12:00,2026-01-01\n" for i in range(n)))


def line(root, n):
    """10 MB in one line when n is 100."""
    start(root)
    put(root, "content/en/topics/a.md", FIELDS.format("A", "a" * (n * 100_000)))


def headings(root, n):
    start(root)
    put(root, "content/en/topics/a.md", FIELDS.format("A", "::: toc\n:::\n\n" + "## Dose\n\n" * n))


def interactions(root, n):
    start(root)
    put(root, "content/classes.yaml", "".join(f"{kind}{i}: {{name: {{en: N}}}}\n" for i in range(n) for kind in "st"))
    put(root, "content/interactions.csv",
        "a,b,risk,note\n" + "".join(f"s{i},t{i},low,x\n" for i in range(n)))


def service(i):
    return (f"name: Van {i}\nkinds: [van]\narea: town\nstatus: active\nassured_date: 2026-01-01\n"
            "schedules: [{hours: 'Mo-Fr 10:00-12:00'}]\n")


def services(root, n):
    start(root)
    for i in range(n):
        put(root, f"content/services/v{i}.yaml", service(i))


def components(root, n):
    start(root)
    for i in range(3):
        put(root, f"content/services/v{i}.yaml", service(i))
    put(root, "content/en/topics/a.md", FIELDS.format("A", "::: services {kind=van}\n:::\n\n" * n))


def sources(root, n):
    start(root)
    put(root, "content/sources.yaml", "".join(f"s{i}:\n  title: T{i}\n  year: 2020\n" for i in range(n)))
    ids = ", ".join(f"s{i}" for i in range(n))
    put(root, "content/en/topics/a.md",
        f"---\ntitle: A\nsummary: T.\nreviewed: 2026-01-01\nsources: [{ids}]\n---\n\n" +
        "".join(f"x [@s{i}]\n" for i in range(n)))


def sources_unknown(root, n):
    """As many sources as citations of others."""
    sources(root, n)
    put(root, "content/en/topics/b.md",
        f"---\ntitle: B\nsummary: T.\nreviewed: 2026-01-01\nsources: [{', '.join(f's{i}' for i in range(n))}]\n---\n\n" +
        "".join(f"x [@t{i}]\n" for i in range(n)))


def one_text(of):
    """A page that is `of` n."""
    def make(root, n):
        start(root)
        put(root, "content/en/topics/a.md", FIELDS.format("A", of(n)))
    return make


# On paper: what pango does with a paragraph grows as the square of its spans and changes of script.
PRINTED = {"print-bold": (one_text(lambda n: "**a**b " * n), 500), "print-scripts": (one_text(lambda n: "a\u0627" * n), 1500),
           "print-isolates": (one_text(lambda n: "\u2067a\u2069" * n), 1000), "print-links": (one_text(lambda n: "[a](a.md) " * n), 1000),
           "print-word": (one_text(lambda n: "x" * n), 10000), "print-lines": (one_text(lambda n: "x\\\n" * n), 1500),
           "print-cell": (one_text(lambda n: "|a|\n|-|\n|" + "x " * n + "|\n"), 10000),
           "print-rows": (one_text(lambda n: "|a|\n|-|\n" + "|x|\n" * n), 300), "print-items": (one_text(lambda n: "- x\n" * n), 2000)}

SITES = {"site-guides": (guides, 40), "site-links": (links, 200), "site-links-missing": (links_missing, 200),
         "site-pictures-missing": (pictures_missing, 400),
         "site-headings": (headings, 300),
         "site-interactions": (interactions, 200), "site-services": (services, 40),
         "site-components": (components, 100), "site-sources": (sources, 200), "site-sources-unknown": (sources_unknown, 200),
         "site-pages-linked": (pages_linked, 1000), "site-pages-of-all": (pages_of_all, 1000), "site-hub": (hub, 150),
         "site-translated": (translated, 100), "site-folders": (folders, 100), "site-services-table": (table_of_services, 40),
         "site-line": (line, 10)}
