"""A real server on this machine that serves files well and badly, as it is told."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = bytes(range(256)) * 1500


def first_byte(wanted):
    return int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.ranges.append(self.headers.get("Range"))
        content = server.files.get(self.path)
        behaviour = server.behaviours.pop(0) if server.behaviours else "serve"
        if content is None or behaviour == "fail":
            return self.send_error(404 if content is None else 503)
        if behaviour == "hang":
            return server.released.wait(10)
        start = first_byte(self.headers.get("Range")) if server.knows_ranges else 0
        if start and start >= len(content):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        body = content[start:]
        self.wfile.write(body[: len(body) // 2] if behaviour in ("cut", "stall") else body)
        if behaviour == "stall":
            server.released.wait(10)
        return None

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {"/file": CONTENT}
        self.behaviours = []  # of the next requests: serve, cut, stall, hang, fail
        self.knows_ranges = True
        self.ranges = []  # that the requests asked for
        self.released = threading.Event()

    def url(self, name="file"):
        return f"http://127.0.0.1:{self.server_port}/{name}"
