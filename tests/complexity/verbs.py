"""What verbs other than build do with what grows in one direction.

CHECKED: sites for `pamphlet check`, whose advice no build asks for: name → (what writes the site with n of it, n).
VERBS: name → (what prepares a folder with n of it and gives the command, n).
"""
import os
import shutil

import sites
from sites import CONFIG, FIELDS, one_text, put, start


def static(path, of):
    """A file of content/static that mirrors and their readers look for."""
    def make(root, n):
        start(root)
        put(root, "content/static/" + path, of(n))
    return make


def translation(root, n):
    """A page of n paragraphs, every second of them another one than its translation was made from."""
    start(root)
    put(root, "site.yaml", CONFIG.replace("languages: {en: {name: English, dir: ltr}}",
                                          "languages: {en: {name: English, dir: ltr}, fi: {name: suomi, dir: ltr}}"))
    put(root, "content/en/topics/a.md", FIELDS.format("A", "".join(f"Take {i} mg of {i}.\n\n" for i in range(n))))
    mark = "0" * 16 + "".join(f" {i:04x}" for i in range(min(n, 65535)))
    put(root, "content/fi/topics/a.md",
        f"---\ntitle: A\nsummary: T.\nreviewed: 2026-01-01\ntranslated_from: {mark}\n---\n\n" +
        "".join(f"Ota {i + i % 2} mg {i}.\n\n" for i in range(n)))


def allowances(root, n):
    start(root)
    put(root, "content/en/topics/a.md", FIELDS.format("A", "".join(
        f"[//]: # (pamphlet: allow dose/text-space because of reason {i})\n\nTake 5mg.\n\n" for i in range(n))))


ONION = "a" * 56 + ".onion"
CHECKED = {
    "check-guides": (sites.guides, 40), "check-links": (sites.links, 200), "check-headings": (sites.headings, 300),
    "check-interactions": (sites.interactions, 200), "check-services": (sites.services, 40),
    "check-sources": (sites.sources, 200), "check-translated": (sites.translated, 100),
    "check-translation": (translation, 400), "check-allowances": (allowances, 200),
    "check-amounts": (one_text(lambda n: "Take 5mg or .5 mg. " * n), 1000),
    "check-amounts-apart": (one_text(lambda n: "Take 5mg.\n\n" * n), 1000),
    "check-ranges": (one_text(lambda n: "5-" * n + "4 mg"), 5000),
    "check-digits": (one_text(lambda n: "1" * n + " mg"), 10000),
    "check-thousands": (one_text(lambda n: "1" + ",000" * n + " mg"), 5000),
    "check-units": (one_text(lambda n: "mg " * n), 5000),
    "check-table-amounts": (one_text(lambda n: "|a|b|\n|-|-|\n" + "|5mg|.5 mg|\n" * n), 500),
    "check-sentence": (one_text(lambda n: "word " * n), 5000),
    "check-sentences": (one_text(lambda n: "A b. " * n), 5000),
    "check-word": (one_text(lambda n: "x" * n), 50000),
    "check-addresses": (one_text(lambda n: "https://example.org/ " * n), 1000),
    "check-address": (one_text(lambda n: "https://" + "a." * n + "org"), 10000),
    "check-onions": (one_text(lambda n: (ONION + " ") * n), 500),
    "check-curly": (one_text(lambda n: "{{ a }} " * n), 2000),
    "check-curly-open": (one_text(lambda n: "{{ " * n), 5000),
    "check-double-brackets": (one_text(lambda n: "[[a]] " * n), 2000),
    "check-double-open": (one_text(lambda n: "[[" * n), 5000),
    "check-spaced-links": (one_text(lambda n: "[a](b c) " * n), 2000),
    "check-levels": (one_text(lambda n: "##### a\n\n# b\n\n" * n), 500),
    "check-near-tables": (one_text(lambda n: "|a|b|\n|c|d|\n\n" * n), 1000),
    "check-tight-headings": (one_text(lambda n: "##a\n\n" * n), 1000),
    "check-pictures": (one_text(lambda n: "![](a.png) " * n), 1000),
    "check-cites": (one_text(lambda n: "[@a] 5 mg " * n), 1000),
    "check-mirrors": (static("mirrors.txt", lambda n: "x\n" * n), 1000),
    "check-mirrors-same": (static("mirrors.txt", lambda n: f"http://{ONION}/\n" * n), 500),
    "check-mirrors-line": (static("mirrors.txt", lambda n: "http://" + "a" * n), 50000),
    "check-canary": (static("canary.txt", lambda n: "2026-13-01\n" * n), 1000),
    "check-security": (static(".well-known/security.txt", lambda n: "Contact: x\n" * n), 1000),
    "check-security-fields": (static(".well-known/security.txt", lambda n: "".join(f"F{i}: x\n" for i in range(n))), 1000),
    "check-armor": (static("pgp.txt", lambda n: "-----BEGIN PGP PUBLIC KEY BLOCK-----\n" * n), 1000),
    "check-armor-blocks": (static("pgp.txt", lambda n: "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n"
                                  "-----END PGP PUBLIC KEY BLOCK-----\n" * n), 500),
    "check-armor-line": (static("pgp.txt", lambda n: "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n" + "A" * n), 50000),
    "check-signed": (static("mirrors.txt", lambda n: "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + "- x\n" * n), 1000),
}


def built(run, folder, n, make, name="out"):
    """The pack of a site that `make` wrote."""
    root = os.path.join(folder, "site")
    shutil.rmtree(root, ignore_errors=True)
    make(root, n)
    run("build", "-q", "-C", root, "-o", os.path.join(folder, name), "--profile", "onion")
    return os.path.join(folder, name, "a-1-onion.zip")


def one_pack(verb, make):
    """Verify, install or audit what `make` wrote."""
    def prepare(run, folder, n):
        pack, key = built(run, folder, n, make), os.path.join(folder, "key")
        public, state = ["-p", key + ".pub"], ["--state", os.path.join(folder, "state")]
        if verb == "audit":
            return ["audit", "-q", pack, os.path.join(folder, "out", "onion")]
        run("keygen", "-q", "-W", "-s", key, *public)
        if verb == "sign":
            return ["sign", "-q", pack, "-s", key]
        run("sign", "-q", pack, "-s", key)
        return ["verify", "-q", pack, *public, *state] if verb == "verify" else \
            ["install", "-q", pack, os.path.join(folder, "www"), *public, *state]
    return prepare


def two_packs(one, other):
    def prepare(run, folder, n):
        return ["diff", built(run, folder, n, one, "old"), built(run, folder, n, other, "new")]
    return prepare


def of_site(make, *command):
    def prepare(_, folder, n):
        make(os.path.join(folder, "site"), n)
        return [*command, "-C", os.path.join(folder, "site")]
    return prepare


def paragraphs(word, step=1):
    return one_text(lambda n: "".join(f"{word} {i // step}.\n\n" for i in range(n)))


VERBS = {
    "verify-pages": (one_pack("verify", sites.guides), 40), "verify-page": (one_pack("verify", sites.headings), 300),
    "install-pages": (one_pack("install", sites.guides), 40), "audit-pages": (one_pack("audit", sites.guides), 40),
    "audit-linked": (one_pack("audit", sites.pages_linked), 100), "sign-pages": (one_pack("sign", sites.guides), 40),
    "diff-changed": (two_packs(paragraphs("Old"), paragraphs("New")), 1000),
    "diff-every-second": (two_packs(paragraphs("Same"), paragraphs("Same", 2)), 1000),
    "diff-words": (two_packs(one_text(lambda n: "a b " * n), one_text(lambda n: "b a " * n)), 2000),
    "diff-pages": (two_packs(sites.guides, lambda root, n: sites.guides(root, n, "Another text.")), 40),
    "status-guides": (of_site(sites.guides, "status"), 40), "status-translated": (of_site(sites.translated, "status"), 100),
    "export-csv": (of_site(sites.services, "services", "export", "csv"), 40),
    "export-hsds": (of_site(sites.services, "services", "export", "hsds"), 40),
}
