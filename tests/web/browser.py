"""A headless Chromium that a test drives: pages are loaded, keys pressed, and what then stands there is read.

It speaks the DevTools protocol over two pipes, so that nothing but Chromium itself is needed.
"""

import fcntl
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
)  # fmt: skip
PATIENCE = 60  # seconds
CODES = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}  # of keys that do more than write themselves


class Browser:
    """One page of a browser with a profile of its own; `faults` are what its console has complained of."""

    def __init__(self, profile: Path) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # The protocol is spoken on the descriptors 3 and 4; the copies lie above both.
        theirs = [fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (theirs_in, theirs_out)]
        self._process = subprocess.Popen(
            [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}"],
            preexec_fn=lambda: [os.dup2(*pair) for pair in zip(theirs, (3, 4), strict=True)],  # noqa: PLW1509 - no threads yet
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for one in (theirs_in, theirs_out, *theirs):
            os.close(one)
        self.faults: list[str] = []
        self._held, self._number, self._session = b"", 0, ""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def open(self, address: str) -> None:
        """Load a page."""
        self.read("window.left = true")
        self._call("Page.navigate", url=address)
        self.arrive()

    def arrive(self) -> None:
        """Wait for the page that the last key or click leads to; further ones are told from it by `left`."""
        self.wait("!window.left && document.readyState === 'complete'")
        self.read("window.left = true")

    def resize(self, width: int, height: int) -> None:
        """Make the window as large, in pixels."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            text = {"text": "\r" if key == "Enter" else key} if key == "Enter" or len(key) == 1 else {}
            code = {"windowsVirtualKeyCode": CODES[key]} if key in CODES else {}
            for kind in ("keyDown", "keyUp"):
                self._call("Input.dispatchKeyEvent", type=kind, key=key, **code, **(text if kind == "keyDown" else {}))

    def click(self, element: str) -> None:
        """Click on the middle of the element that an expression in the page is."""
        x, y, width, height = self.read(
            f"(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); "
            f"return [r.x, r.y, r.width, r.height]; }})({element})"
        )
        for kind in ("mousePressed", "mouseReleased"):
            where = {"x": x + width / 2, "y": y + height / 2}
            self._call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)

    def type(self, words: str) -> None:
        """Type into what has the focus."""
        self._call("Input.insertText", text=words)

    def read(self, script: str) -> Any:
        """What an expression in the page is."""
        found = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def controls(self) -> list[tuple[str, str]]:
        """Role and name of whatever can have the focus, as the browser tells them to a screen reader."""
        told = self._call("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", "").strip())
            for node in told
            if any(p["name"] == "focusable" and p["value"]["value"] for p in node.get("properties", ()))
            and node["role"]["value"] not in ("RootWebArea", "main", "listitem")
        ]

    def wait(self, script: str) -> None:
        """Wait until an expression in the page is true."""
        end = time.monotonic() + PATIENCE
        while not self.read(script):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.05)

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)

    def _call(self, method: str, **params: object) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._held:
                part = os.read(self._in, 65536)
                assert part, "the browser has ended"
                self._held += part
            whole, _, self._held = self._held.partition(b"\0")
            answer = json.loads(whole)
            self._listen(answer)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _listen(self, message: dict[str, Any]) -> None:
        """Keep what the console shows in red."""
        told = message.get("params", {})
        match message.get("method"):
            case "Runtime.exceptionThrown":
                self.faults.append(told["exceptionDetails"].get("exception", {}).get("description", "thrown"))
            case "Runtime.consoleAPICalled" if told["type"] in ("error", "assert"):
                self.faults.append(str(told["args"]))
            case "Log.entryAdded" if told["entry"]["level"] == "error":
                self.faults.append(told["entry"]["text"])
