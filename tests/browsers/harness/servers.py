"""Two loopback servers: one gives out a pack and writes down every request, the other is the proxy
for all the rest of the world and writes down who was asked for."""
import os
import posixpath
import socketserver
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KINDS = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
         ".txt": "text/plain; charset=utf-8"}

# What OnionShare's website mode sends with every file.
ONIONSHARE = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'; "
                               "base-uri 'self'; img-src 'self' data:;",
    "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer"}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.lock = threading.Lock()
        self.log = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def note(self, entry):
        with self.lock:
            self.log.append(entry)

    def taken(self):
        """The log so far, which starts anew."""
        with self.lock:
            log, self.log = self.log, []
        return log

    def handle_error(self, request, client_address):
        pass  # a browser that hangs up is no news

    def close(self):
        self.shutdown()
        self.server_close()


class PageHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        raw = self.path.split("?")[0]
        path = posixpath.normpath(urllib.parse.unquote(raw)).lstrip("/")
        try:
            with open(os.path.join(self.server.root, path), "rb") as file:
                body, status = file.read(), 200
        except OSError:
            body, status = b"not here", 404
        self.server.note((self.command, self.path, status))
        kind = KINDS.get(posixpath.splitext(path)[1], "application/octet-stream")
        self.send_response(status)
        self.send_header("Content-Type", kind if status == 200 else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")  # so that every page asks anew
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


class PageServer(Server):
    """Serves `root`; its log holds (method, path, status)."""

    def __init__(self, root, headers=None):
        self.root = root
        self.headers = headers or {}
        super().__init__(PageHandler)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}/{path}"


class ProxyHandler(socketserver.StreamRequestHandler):
    timeout = 20

    def handle(self):
        line = self.rfile.readline(65536).decode("latin-1").split()
        if len(line) < 2:
            return  # a connection held ready: nothing was asked yet
        method, target = line[0], line[1]
        if method == "CONNECT":
            host = target.rsplit(":", 1)[0]
        else:
            host = urllib.parse.urlsplit(target).hostname or target
        self.server.note((host, f"{method} {target}"))
        self.wfile.write(b"HTTP/1.1 502 Closed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Proxy(Server):
    """Refuses everything; its log holds (host, what was asked)."""

    def __init__(self):
        super().__init__(ProxyHandler)
