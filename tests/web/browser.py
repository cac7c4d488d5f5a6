"""Debian's Chromium, driven through its own pipe (Chrome DevTools Protocol): nothing to install beside it."""

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import threading
import time

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
_SECONDS = 20


class Browser:
    """One page of a browser without a window."""

    def __init__(self, folder):
        arguments = [
            PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank",
        ]  # fmt: skip
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()

        # the browser reads from its file 3 and writes to its file 4
        command = f'exec 3<&{theirs_in} 4>&{theirs_out}; exec "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", command, "bash", *arguments],
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._numbers, self._buffer, self._session = itertools.count(1), b"", None
        self.complaints = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        """Send a command and return its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, address):
        """Open an address and wait until it is there."""
        self._loaded = False
        self.call("Page.navigate", url=address)
        self.wait()

    def wait(self):
        """Wait until the page that is on its way is there."""
        end = time.monotonic() + _SECONDS
        while not self._loaded:
            assert time.monotonic() < end, "the page does not come"
            self._read()

    def leave(self, expression):
        """Do what leads to another page, and wait for that."""
        self._loaded = False
        self.run(expression)
        self.wait()

    def run(self, expression):
        """Return the value of an expression in the page."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, expression):
        """Wait until an expression holds in the page that is there."""
        end = time.monotonic() + _SECONDS
        while not self.run(f"Boolean({expression})"):
            assert time.monotonic() < end, f"it never comes: {expression}"
            threading.Event().wait(0.01)

    def press(self, key):
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if kind == "keyDown" and len(key) == 1 else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, **text)

    def picture(self, path):
        """Write what is seen to a file."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def close(self):
        """End the browser."""
        with contextlib.suppress(OSError, AssertionError):
            self._session = None
            self.call("Browser.close")
        os.close(self._out)
        os.close(self._in)
        self._process.wait(_SECONDS)

    def _read(self):
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], _SECONDS)
            assert ready, "the browser says nothing"
            more = os.read(self._in, 2**16)
            assert more, "the browser has ended"
            self._buffer += more
        text, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(text)
        method, given = message.get("method"), message.get("params", {})
        if method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(given["exceptionDetails"]["text"])
        elif method == "Log.entryAdded" and given["entry"]["level"] == "error":
            self.complaints.append(f"{given['entry']['text']} {given['entry'].get('url', '')}")
        return message
