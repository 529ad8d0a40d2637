"""Chromium by its debugging protocol over a pipe: a few tabs, used in turn, so that a page stays
open for a while after it was measured and late requests (the icon) are still its own."""
import atexit
import base64
import itertools
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

# The browser's own errands. What a page could set off (prefetch, preconnect, icons) stays on.
QUIET = ["--headless=new", "--no-first-run", "--no-default-browser-check", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
         "--disable-domain-reliability", "--disable-client-side-phishing-detection",
         "--disable-breakpad", "--no-pings", "--metrics-recording-only", "--disable-gpu",
         "--password-store=basic", "--use-mock-keychain", "--disable-extensions",
         "--disable-component-extensions-with-background-pages",
         "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
         "--disable-backgrounding-occluded-windows", "--hide-scrollbars",
         "--force-color-profile=srgb",
         "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,"
         "CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions,"
         "DialMediaRouteProvider,NetworkTimeServiceQuerying",
         "--allow-browser-signin=false"]


class Gone(Exception):
    pass


class Chromium:
    def __init__(self, proxy=None, direct=(), net_log=False, refuse=()):
        """All hosts but `direct` ("127.0.0.1:PORT") go to `proxy`, loopback too. Names in
        `refuse` are answered "not found" inside the browser."""
        self.home = tempfile.mkdtemp(prefix="chromium-")
        self.net_log = os.path.join(self.home, "net.json") if net_log else None
        os.makedirs(os.path.join(self.home, "data", "Default"))
        with open(os.path.join(self.home, "data", "Default", "Preferences"), "w",
                  encoding="ascii") as file:
            json.dump({"signin": {"allowed": False, "allowed_on_next_startup": False}}, file)
        args = ["chromium", *QUIET, "--remote-debugging-pipe", f"--user-data-dir={self.home}/data"]
        if os.getuid() == 0:
            args.append("--no-sandbox")
        if proxy is not None:
            args += [f"--proxy-server=http://127.0.0.1:{proxy.port}",
                     "--proxy-bypass-list=" + ";".join(["<-loopback>", *direct])]
        else:
            args.append("--no-proxy-server")
        if refuse:
            rules = ", ".join(f"MAP {name} ~NOTFOUND" for name in refuse)
            args.append(f"--host-resolver-rules={rules}")
        if self.net_log:
            args.append(f"--log-net-log={self.net_log}")
        self.start([*args, "about:blank"])
        self.ids = itertools.count(1)
        self.pending, self.replies, self.events = b"", {}, {}

    def start(self, args):
        to_read, self.to = os.pipe()
        self.of, of_write = os.pipe()

        def wire():
            high = [os.dup(to_read), os.dup(of_write)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)
        env = dict(os.environ, HOME=self.home)
        self.process = group(args, preexec_fn=wire, pass_fds=(3, 4), env=env)
        os.close(to_read)
        os.close(of_write)

    def pump(self, seconds):
        """Reads what the browser says for at most `seconds`; False when it was silent."""
        if not select.select([self.of], [], [], max(0, seconds))[0]:
            return False
        data = os.read(self.of, 1 << 20)
        if not data:
            raise Gone("chromium ended by itself")
        *whole, self.pending = (self.pending + data).split(b"\0")
        for text in whole:
            message = json.loads(text)
            if "id" in message:
                self.replies[message["id"]] = message
            else:
                self.events.setdefault(message.get("sessionId"), []).append(message)
        return True

    def call(self, method, session=None, seconds=60, **params):
        number = next(self.ids)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        end = time.monotonic() + seconds
        while number not in self.replies:
            if time.monotonic() > end:
                raise Gone(f"chromium did not answer {method} in {seconds} s")
            self.pump(end - time.monotonic())
        reply = self.replies.pop(number)
        if "error" in reply:
            raise RuntimeError(f"{method}: {reply['error'].get('message')}")
        return reply["result"]

    def tab(self, width, height=900, dark=False, scale=1):
        target = self.call("Target.createTarget", url="about:blank", newWindow=True)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Audits"):
            self.call(f"{domain}.enable", session)
        self.size(session, width, height, dark, scale)
        return session

    def size(self, session, width, height=900, dark=False, scale=1):
        self.call("Emulation.setDeviceMetricsOverride", session, width=width, height=height,
                  deviceScaleFactor=scale, mobile=False)
        self.call("Emulation.setEmulatedMedia", session, features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def go(self, session, url, seconds=30):
        """Loads `url` until its load event; None, or why it did not load."""
        self.events[session] = []
        reply = self.call("Page.navigate", session, url=url)
        if reply.get("errorText"):
            return reply["errorText"]
        end = time.monotonic() + seconds
        while not any(e["method"] == "Page.loadEventFired" for e in self.events[session]):
            if time.monotonic() > end:
                return f"no load event in {seconds} s"
            self.pump(end - time.monotonic())
        return None

    def run(self, session, body, wait=False):
        """The value of a function body, in a world that the page cannot see."""
        frame = self.call("Page.getFrameTree", session)["frameTree"]["frame"]["id"]
        world = self.call("Page.createIsolatedWorld", session, frameId=frame, worldName="harness")
        reply = self.call("Runtime.evaluate", session, returnByValue=True, awaitPromise=wait,
                          contextId=world["executionContextId"],
                          expression=f"({'async ' if wait else ''}() => {{{body}\n}})()")
        if "exceptionDetails" in reply:
            raise RuntimeError(json.dumps(reply["exceptionDetails"])[:500])
        return reply["result"].get("value")

    def shot(self, session, full=False):
        reply = self.call("Page.captureScreenshot", session, format="png",
                          captureBeyondViewport=full, **({"clip": self.whole(session)} if full else {}))
        return base64.b64decode(reply["data"])

    def whole(self, session):
        size = self.call("Page.getLayoutMetrics", session)["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}

    def close(self):
        """Ends the browser; what its own log says, when there is one."""
        try:
            self.call("Browser.close", seconds=10)
            self.process.wait(15)
        except (Gone, OSError, subprocess.TimeoutExpired):
            pass
        finally:
            end_group(self.process)
            os.close(self.to)
            os.close(self.of)
        asked = read_net_log(self.net_log) if self.net_log else None
        shutil.rmtree(self.home, ignore_errors=True)
        return asked


STARTED = []  # every browser of this run; what a crash left over ends with it


def group(args, **how):
    """Starts `args` as the head of a process group."""
    process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True, **how)
    STARTED.append(process)
    return process


def end_group(process):
    """Ends a group that `group` started, once."""
    if process not in STARTED:
        return
    STARTED.remove(process)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait(10)


@atexit.register
def end_all():
    for process in list(STARTED):
        end_group(process)


def read_net_log(path):
    """{"resolved": names given to the resolver, "named": names it was shown, also those that
    it was told to refuse; "requested": addresses requested}, each a set."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    try:
        log = json.loads(text)
    except ValueError:  # cut short: the last line lacks its end
        log = json.loads(text.rstrip().rstrip(",") + "]}")
    names = {number: name for name, number in log["constants"]["logEventTypes"].items()}
    resolved, named, requested = set(), set(), set()
    for event in log["events"]:
        name, params = names.get(event["type"], ""), event.get("params", {})
        host = bare(params.get("host") or params.get("hostname") or "")
        if name == "HOST_RESOLVER_MANAGER_REQUEST" and host:
            named.add(host)  # cached, refused and literal ones too
        elif name.startswith("HOST_RESOLVER") and host:
            resolved.add(host)
        elif name == "URL_REQUEST_START_JOB" and params.get("url"):
            requested.add(params["url"])
    return {"resolved": resolved, "named": named, "requested": requested}


def bare(host):
    """The log writes a host alone, with its port, or as an origin."""
    return urllib.parse.urlsplit(host if "//" in host else "//" + host).hostname or ""
