"""A leg: every page of a pack in one browser from one kind of address, and what was wrong."""
import collections
import os
import re
import time
import urllib.parse

from .chromium import Chromium
from .firefox import Firefox

TABS = 4           # a page stays open while the next three load: late requests are still seen
LINGER = 1.5       # seconds that the last pages get for the same
WIDTH = 360

PAGE_JS = open(os.path.join(os.path.dirname(__file__), "page.js"), encoding="utf-8").read()

# What Chromium still asks for on its own errands, whatever it shows. A pack that names such a host
# is refused (see `no_own_host`), and a page's own requests are also counted tab by tab, so this
# list hides nothing of a page's.
OWN_ERRANDS = {"chromium": {"update.googleapis.com": "looks for extension updates",
                            "accounts.google.com": "lists signed-in accounts"},
               "firefox": {}}

Finding = collections.namedtuple("Finding", "code page text")


def measure(run):
    """What page.js finds: a page that leads on to another one has nothing to be measured for a moment."""
    for _ in range(500):
        found = run(PAGE_JS)
        if found is not None:
            return found
        time.sleep(0.02)
    raise RuntimeError("the page has had no body for ten seconds")


class ChromiumDriver:
    name = "chromium"

    def __init__(self, **how):
        self.browser = Chromium(**how)
        self.tabs = [self.browser.tab(WIDTH) for _ in range(TABS)]

    def load(self, slot, url):
        error = self.browser.go(self.tabs[slot], url)
        return error, None if error else measure(lambda js: self.browser.run(self.tabs[slot], js))

    def retire(self, slot):
        """(what the console said, what was asked for) since the page was loaded."""
        while self.browser.pump(0):
            pass
        said, asked = [], []
        for event in self.browser.events.get(self.tabs[slot], []):
            method, p = event["method"], event["params"]
            if method == "Log.entryAdded":
                said.append(p["entry"]["text"])
            elif method == "Runtime.exceptionThrown":
                said.append(str(p["exceptionDetails"].get("text")))
            elif method == "Runtime.consoleAPICalled":
                said.append("console: " + str([a.get("value") for a in p["args"]]))
            elif method == "Audits.issueAdded" and "Cookie" not in p["issue"]["code"]:
                said.append(p["issue"]["code"])
            elif method == "Network.requestWillBeSent":
                asked.append(p["request"]["url"])
        self.browser.events[self.tabs[slot]] = []
        return said, [url for url in asked if not url.startswith("data:")]

    def close(self):
        return self.browser.close()


class FirefoxDriver:
    name = "firefox"

    def __init__(self, **how):
        self.browser = Firefox(**how)
        self.tabs = [self.browser.tab(WIDTH) for _ in range(TABS)]
        self.open, self.said = [None] * TABS, collections.defaultdict(list)
        self.browser.console()

    def load(self, slot, url):
        self.open[slot] = url
        error = self.browser.go(self.tabs[slot], url)
        measured = None if error else measure(self.browser.run)
        self.drain()
        return error, measured

    def drain(self):
        """The console is one for all: a line belongs to the page it names, or to those open."""
        for category, source, text in self.browser.console():
            if source in self.open or source.startswith(("http:", "https:", "file:", "data:")):
                self.said[source].append(f"{category}: {text}")
            elif re.search("csp|content.security|mixed|csp", category, re.I):
                for url in filter(None, self.open):
                    self.said[url].append(f"{category}: {text}")

    def retire(self, slot):
        self.drain()
        url, self.open[slot] = self.open[slot], None
        said = self.said.pop(url, [])
        for source in [s for s in self.said if s not in self.open]:  # a style sheet's, an image's
            said += [f"{source}: {text}" for text in self.said.pop(source)]
        return said, None

    def close(self):
        return self.browser.close()


def judge(pack, page, m):
    """What is wrong with a page as measured."""
    if m is None:
        return [Finding("load", page, "the page left while it was looked at")]
    out = []

    def bad(code, text):
        out.append(Finding(code, page, text))
    if not 320 <= m["inner"] <= WIDTH:
        bad("harness", f"the window is {m['inner']} px wide, not {WIDTH}")
    if m["scroll"] > m["client"]:
        bad("overflow", f"{m['scroll']} px wide in {m['client']} px")
    if m["clipped"]:
        bad("overflow", "the page cuts off what does not fit instead of fitting it")
    if m["mode"] != "CSS1Compat":
        bad("quirks", "the page is in quirks mode")
    if m["scripts"]:
        bad("script", "a script ran")
    if not m["sheets"] and b'rel="stylesheet"' in pack.read(page) or not all(m["sheets"]):
        bad("style", "a style sheet was not loaded")
    if m["margin"] != "0px" or not m["paper_wanted"] or m["paper"] != m["paper_wanted"]:
        bad("style", f"paper is {m['paper']}, wanted {m['paper_wanted'] or 'a colour'}; "
                     f"margin is {m['margin']}")
    if m["bar"] != m["bar_wanted"]:
        bad("style", f"the emergency bar is {m['bar']}, wanted {m['bar_wanted']}")
    if m["bar"] is None and b'class="away"' not in pack.read(page):
        bad("style", "there is no emergency bar")
    for image in m["images"]:
        if not image["complete"] or 0 in image["natural"]:
            bad("image", f"{image['src']} did not come")
        elif 0 in image["shown"]:
            bad("image", f"{image['src']} has no room")
    for width, height in m["tables"]:
        if width < 60 or height < 10:
            bad("table", f"a table is {width:.0f} × {height:.0f} px")
    if not m["heading"] or not m["heading"][0] or 0 in m["heading"][1:]:
        bad("text", "no heading is to be seen")
    if m["text"] < 20:
        bad("text", f"the main part has {m['text']} characters")
    return out


def icons(pack, page):
    """Each page names an icon of the pack, a PNG: else browsers ask for /favicon.ico."""
    must, may = pack.own[page]
    named = [f for f in may - must if f.endswith(".png")]
    if not named and b'<link rel="icon" type="image/png" href="data:image/png;' not in pack.read(page):
        return [Finding("icon", page, "names no icon")]
    return [Finding("icon", page, f"{f} is not a PNG of the pack") for f in named
            if f not in pack.files or not pack.read(f).startswith(b"\x89PNG\r\n\x1a\n")]


def own_requests(pack, page, address, asked):
    """A tab's requests are the page, its style and its images, all of them and nothing else."""
    must, may = pack.own[page]
    want = {address(f): f for f in may}
    out = [Finding("request", page, f"asked for {url}") for url in asked if url not in want]
    return out + [Finding("request", page, f"did not ask for {f}")
                  for f in sorted(must) if address(f) not in asked]


def server_log(pack, visited, log):
    """The server's side: only the pages' own files, each page once, no /favicon.ico."""
    may = set().union(*(pack.own[page][1] for page in visited))
    icon = set().union(*(pack.own[page][1] - pack.own[page][0] for page in visited))
    out, count = [], collections.Counter()
    for method, target, status in log:
        path = urllib.parse.unquote(target).lstrip("/")
        count[path] += 1
        if path.endswith("favicon.ico"):
            out.append(Finding("favicon", None, f"{method} {target}"))
        elif method != "GET" or path not in may:
            out.append(Finding("request", None, f"{method} {target}: no page's own file"))
        elif status != 200:
            out.append(Finding("missing", None, f"{method} {target}: {status}"))
    for page in visited:
        if count[page] != visited.count(page):
            out.append(Finding("request", page, f"asked for {count[page]} times"))
    if icon and not any(count[path] for path in icon):
        out.append(Finding("harness", None, "no icon was ever asked for: the check of icons is blind"))
    return out


def elsewhere(browser, entries, errands):
    """Requests that reached the proxy, but for the browser's own errands, which are counted."""
    out = []
    for host, what, page in entries:
        if host in OWN_ERRANDS[browser]:
            errands[host] += 1
        else:
            out.append(Finding("elsewhere", page, f"{what[:200]} (a page open then)"))
    return out


def no_own_host(pack, browser):
    """A pack must not name a host that the list of errands would excuse."""
    return [Finding("errand", f, f"names {host}") for f in pack.files for host in OWN_ERRANDS[browser]
            if f.endswith((".html", ".css")) and host.encode() in pack.read(f)]


def run_leg(driver, pack, pages, server, proxy, errands):
    """Visits `pages` from `server`, or as files when it is None. All findings."""
    address = server.url if server else pack.url
    found, proxied, slots = [], [], [None] * TABS
    if server:
        server.taken()

    def retire(slot):
        page, slots[slot] = slots[slot], None
        if page is None:
            return
        said, asked = driver.retire(slot)
        found.extend(Finding("console", page, text[:300]) for text in said)
        if asked is not None:
            found.extend(own_requests(pack, page, address, asked))

    def listen(page):
        if proxy:
            proxied.extend((host, what, page) for host, what in proxy.taken())

    for number, page in enumerate(pages):
        slot = number % TABS
        retire(slot)
        error, measured = driver.load(slot, address(page))
        slots[slot] = page
        found += [Finding("load", page, error)] if error else judge(pack, page, measured)
        found += icons(pack, page)
        listen(page)
    time.sleep(LINGER)
    for slot in range(TABS):
        retire(slot)
    listen(None)
    found += elsewhere(driver.name, proxied, errands)
    if server:
        found += server_log(pack, pages, server.taken())
    return found
