"""A page in real headless Chromium, by its DevTools protocol: for tests of what a reader sees."""

import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
import websocket  # a part of Jupyter

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
OPTIONS += ["--remote-debugging-port=0", "--no-first-run", "--hide-scrollbars"]


class Browser:
    """One tab. ``said`` holds what the page's console said, such as what its policy refused."""

    def __init__(self, socket):
        self._socket = socket
        self._ids = itertools.count()
        self.said = []
        for domain in ("Page", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        """Return what the browser answers to one command of the protocol."""
        wanted = next(self._ids)
        self._socket.send(json.dumps({"id": wanted, "method": method, "params": parameters}))
        while (message := self._next()).get("id") != wanted:
            pass
        assert "error" not in message, message
        return message["result"]

    def open(self, page, width=1280, dark=False):
        """Load the file ``page`` into a window of ``width`` CSS pixels."""
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.said.clear()
        self.call("Page.navigate", url=Path(page).resolve().as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def run(self, script):
        """Return the value of a JavaScript expression on the page."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, key):
        """Press and release a key, "Tab" or "ArrowRight"."""
        code = {"Tab": 9, "ArrowLeft": 37, "ArrowRight": 39}[key]
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    def picture(self, file):
        """Write the whole page as a PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        Path(file).write_bytes(base64.b64decode(shot["data"]))

    def paper(self):
        """Return the page as it is printed, a PDF."""
        return base64.b64decode(self.call("Page.printToPDF")["data"])

    def _next(self):
        message = json.loads(self._socket.recv())
        if message.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
            self.said.append(json.dumps(message["params"]))
        return message


@contextlib.contextmanager
def started():
    """Yield a :class:`Browser` of its own profile, which ends with the block; skip without one."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, **quiet, env={**os.environ, "HOME": profile}) as process:
            try:
                address = _address(Path(profile, "DevToolsActivePort"), process)
                tab = websocket.create_connection(address, suppress_origin=True, timeout=60)
                with contextlib.closing(tab):
                    yield Browser(tab)
            finally:
                process.terminate()


def _address(file, process):
    deadline = time.monotonic() + 60
    while not (file.exists() and file.read_text().count("\n")):
        assert process.poll() is None, "Chromium ended"
        assert time.monotonic() < deadline, "Chromium did not start"
        time.sleep(0.02)
    port = file.read_text().split("\n")[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
        return next(t["webSocketDebuggerUrl"] for t in json.load(answer) if t["type"] == "page")
