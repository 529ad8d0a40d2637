"""Firefox ESR as Tor Browser's "Safest" level sets it, by the Marionette protocol, and once more in
a fresh profile with no automation at all."""
import base64
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time

from .chromium import Gone, end_group, group

SAFEST = {
    "javascript.enabled": False, "svg.disabled": True, "mathml.disabled": True,
    "gfx.downloadable_fonts.enabled": False, "gfx.font_rendering.graphite.enabled": False,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "media.webm.enabled": False, "media.ogg.enabled": False, "media.opus.enabled": False,
    "media.wave.enabled": False, "media.flac.enabled": False, "media.mp4.enabled": False,
    "media.av1.enabled": False, "media.webaudio.enabled": False, "media.hls.enabled": False,
    "media.peerconnection.enabled": False, "webgl.disabled": True,
    "javascript.options.wasm": False,
    "privacy.resistFingerprinting": True, "privacy.resistFingerprinting.letterboxing": True,
    "browser.display.use_document_fonts": 1,
    # Tor Browser turns these off; at Firefox's defaults a page has to prove itself.
    "network.prefetch-next": True, "network.dns.disablePrefetch": False,
    "network.dns.disablePrefetchFromHTTPS": False,
}

# The browser's own errands: telemetry, block lists, updates, portals, studies, suggestions.
QUIET = {
    "app.normandy.enabled": False, "app.shield.optoutstudies.enabled": False,
    "app.update.enabled": False, "app.update.auto": False, "app.update.background.enabled": False,
    "browser.aboutwelcome.enabled": False, "browser.contentblocking.introCount": 20,
    "browser.discovery.enabled": False, "browser.newtabpage.enabled": False,
    "browser.newtabpage.activity-stream.feeds.topsites": False,
    "browser.newtabpage.activity-stream.feeds.telemetry": False,
    "browser.newtabpage.activity-stream.telemetry": False,
    "browser.newtabpage.activity-stream.feeds.section.topstories": False,
    "browser.newtabpage.activity-stream.asrouter.providers.cfr": "",
    "browser.newtabpage.activity-stream.asrouter.providers.message-groups": "",
    "browser.newtabpage.activity-stream.asrouter.providers.messaging-experiments": "",
    "browser.newtabpage.activity-stream.asrouter.providers.whats-new-panel": "",
    "browser.ping-centre.telemetry": False, "browser.region.network.url": "",
    "browser.region.update.enabled": False, "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False, "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.blockedURIs.enabled": False, "browser.safebrowsing.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.search.geoip.url": "", "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False, "browser.startup.homepage": "about:blank",
    "browser.startup.homepage_override.mstone": "ignore", "browser.startup.page": 0,
    "browser.topsites.contile.enabled": False, "browser.uitour.enabled": False,
    "browser.urlbar.quicksuggest.enabled": False, "browser.urlbar.suggest.searches": False,
    "browser.urlbar.merino.enabled": False, "captivedetect.canonicalURL": "",
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False, "datareporting.usage.uploadEnabled": False,
    "dom.push.enabled": False, "dom.push.connection.enabled": False,
    "extensions.blocklist.enabled": False, "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False, "extensions.systemAddon.update.url": "",
    "extensions.update.enabled": False, "geo.enabled": False,
    "identity.fxaccounts.enabled": False, "media.gmp-manager.updateEnabled": False,
    "media.gmp-manager.url": "", "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "network.trr.mode": 5, "nimbus.rollouts.enabled": False,
    "privacy.trackingprotection.enabled": False, "security.remote_settings.crlite_filters.enabled": False,
    "security.remote_settings.intermediates.enabled": False, "security.OCSP.enabled": 0,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "signon.management.page.breach-alerts.enabled": False, "termsofuse.acceptedVersion": 999,
    "termsofuse.acceptedDate": "1735689600000", "toolkit.coverage.endpoint.base": "",
    "toolkit.telemetry.archive.enabled": False, "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "", "toolkit.telemetry.unified": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    # Marionette would loosen the origins of file: pages and more; the profile stays as written.
    "remote.prefs.recommended": False, "marionette.port": 0,
    "browser.tabs.warnOnClose": False, "browser.warnOnQuit": False, "ui.systemUsesDarkTheme": 0,
}


def proxied(proxy, direct):
    if proxy is None:
        return {"network.proxy.type": 0}
    prefs = {"network.proxy.type": 1, "network.proxy.share_proxy_settings": True,
             "network.proxy.allow_hijacking_localhost": True,
             "network.proxy.failover_direct": False, "network.proxy.allow_bypass": False,
             "network.proxy.no_proxies_on": ",".join(direct)}
    for kind in ("http", "ssl"):
        prefs[f"network.proxy.{kind}"] = "127.0.0.1"
        prefs[f"network.proxy.{kind}_port"] = proxy.port
    return prefs


def new_profile(prefs):
    """A fresh folder whose user.js holds `prefs`."""
    folder = tempfile.mkdtemp(prefix="firefox-")
    os.mkdir(os.path.join(folder, "profile"))
    with open(os.path.join(folder, "profile", "user.js"), "w", encoding="utf-8") as file:
        for name, value in prefs.items():
            file.write(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n")
    return folder


def start(folder, args, log=None):
    env = dict(os.environ, HOME=folder, MOZ_CRASHREPORTER_DISABLE="1", MOZ_HEADLESS="1",
               MOZ_REMOTE_SETTINGS_DEVTOOLS="1")  # lets services.settings.server be set
    if log:
        env.update(MOZ_LOG="timestamp,nsHostResolver:5", MOZ_LOG_FILE=log)
    return group(["firefox-esr", "--headless", "--no-remote", "--profile",
                  os.path.join(folder, "profile"), *args], env=env)


def fresh_shot(url, width, height, proxy, seconds=60):
    """PNG of `url` from a profile that nothing drives. None when there was no picture in time."""
    folder = new_profile({**QUIET, **SAFEST, **proxied(proxy, [])})
    png = os.path.join(folder, "shot.png")
    process = start(folder, ["--window-size", f"{width},{height}", "--screenshot", png, url])
    try:
        process.wait(seconds)
        with open(png, "rb") as file:
            return file.read()
    except (OSError, subprocess.TimeoutExpired):
        return None
    finally:
        end_group(process)
        shutil.rmtree(folder, ignore_errors=True)


class Firefox:
    def __init__(self, proxy=None, direct=(), resolver_log=False, prefs=()):
        self.folder = new_profile({**QUIET, **SAFEST, **proxied(proxy, direct), **dict(prefs)})
        self.log = os.path.join(self.folder, "resolver") if resolver_log else None
        self.process = start(self.folder, ["--marionette", "-remote-allow-system-access",
                                           "about:blank"], self.log)
        self.pending, self.number, self.context = b"", 0, "content"
        self.socket = socket.create_connection(("127.0.0.1", self.port()), 60)
        self.receive()
        self.call("WebDriver:NewSession", capabilities={})
        self.call("WebDriver:SetTimeouts", pageLoad=30000, script=30000)

    def port(self, seconds=60):
        path = os.path.join(self.folder, "profile", "MarionetteActivePort")
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with open(path, encoding="ascii") as file:
                    return int(file.read())
            except (OSError, ValueError):
                time.sleep(0.05)
        end_group(self.process)
        raise Gone("firefox-esr did not open its automation port")

    def receive(self):
        while b":" not in self.pending:
            self.more()
        size, _, self.pending = self.pending.partition(b":")
        while len(self.pending) < int(size):
            self.more()
        message, self.pending = self.pending[:int(size)], self.pending[int(size):]
        return json.loads(message)

    def more(self):
        data = self.socket.recv(1 << 20)
        if not data:
            raise Gone("firefox-esr ended by itself")
        self.pending += data

    def call(self, method, **params):
        self.number += 1
        data = json.dumps([0, self.number, method, params]).encode()
        self.socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{method}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def run(self, body, chrome=False, args=()):
        """The value of a function body, beside the page or, with `chrome`, in the browser."""
        self.within("chrome" if chrome else "content")
        return self.call("WebDriver:ExecuteScript", script=body, args=list(args),
                         sandbox="default" if chrome else "system")

    def within(self, context):
        if context != self.context:
            self.call("Marionette:SetContext", value=context)
            self.context = context

    def tab(self, width, height=900):
        handle = self.call("WebDriver:NewWindow", type="tab", focus=True)["handle"]
        self.choose(handle)
        self.size(width, height)
        return handle

    def choose(self, handle):
        self.call("WebDriver:SwitchToWindow", handle=handle, focus=True)

    def size(self, width, height):
        self.run("""const s = gBrowser.selectedBrowser.style;
            for (const [side, size] of [["width", arguments[0]], ["height", arguments[1]]])
                for (const p of [side, "min-" + side, "max-" + side])
                    s.setProperty(p, size + "px", "important");""", True, [width, height])
        for _ in range(500):  # the page learns of it later
            if self.run("return [innerWidth, innerHeight];") == [width, height]:
                return
            time.sleep(0.02)
        raise RuntimeError(f"the window did not become {width} by {height}")

    def go(self, handle, url):
        """Loads `url` until its load event; None, or why it did not load."""
        self.choose(handle)
        self.within("content")
        try:
            self.call("WebDriver:Navigate", url=url)
        except RuntimeError as error:
            return str(error)
        return None

    def console(self):
        """What the browser's console got since the last call: [[category, source, text]]."""
        return self.run("""const all = Services.console.getMessageArray().flatMap((m) =>
                m instanceof Ci.nsIScriptError ? [[m.category, m.sourceName, m.errorMessage]] : []);
            Services.console.reset();
            return all;""", True)

    def pref(self, name):
        return self.run("""const p = Services.prefs, n = arguments[0];
            switch (p.getPrefType(n)) {
              case p.PREF_BOOL: return p.getBoolPref(n);
              case p.PREF_INT: return p.getIntPref(n);
              case p.PREF_STRING: return p.getStringPref(n);
            } return null;""", True, [name])

    def shot(self):
        self.within("content")
        for left in range(4, -1, -1):  # its compositor is at times not ready
            try:
                return base64.b64decode(self.call("WebDriver:TakeScreenshot", full=False))
            except RuntimeError as error:
                if left == 0 or "Unable to capture screenshot" not in str(error):
                    raise
                time.sleep(0.5)

    def close(self):
        """Ends the browser; the names that its resolver was given, when that was logged."""
        try:
            self.call("Marionette:Quit", flags=["eForceQuit"])
            self.process.wait(15)
        except (Gone, RuntimeError, OSError, subprocess.TimeoutExpired):
            pass
        finally:
            end_group(self.process)
            self.socket.close()
        names = read_resolver_log(self.folder) if self.log else None
        shutil.rmtree(self.folder, ignore_errors=True)
        return names


def read_resolver_log(folder):
    names = set()
    for name in os.listdir(folder):
        if name.startswith("resolver"):
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                names |= set(re.findall(r"Resolving host \[([^\]]+)\]", file.read()))
    return names
