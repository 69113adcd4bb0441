"""A real PostgreSQL from Debian's packages: its own folder and port, and an empty schema for whoever asks."""

import os
import shutil
import socket
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg


def programs() -> Path | None:
    """The folder of the newest PostgreSQL of this machine; Debian keeps it off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    elsewhere = shutil.which("initdb")
    return debian[-1] if debian else Path(elsewhere).parent if elsewhere else None


PATIENCE = "--timeout=300"  # seconds: a machine that is busy takes more than the usual minute


class Server:
    """PostgreSQL in a temporary folder; it refuses to run as root, so there it is the user that Debian made for it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="summitry-postgres-"))
        if self._user:
            shutil.chown(self._folder, "postgres", "postgres")
        self._names = (f"ledger{n}" for n in count())
        self._run("initdb", "--username=summitry", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--auth=trust")
        self._start_anywhere()

    def _start_anywhere(self) -> None:
        """On a port that is free; another program may take it first."""
        for last in (False, False, True):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            try:
                self.start()
            except AssertionError:
                if last:
                    raise
            else:
                break

    @property
    def address(self) -> str:
        return f"postgresql://summitry@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, "--pgdata", self._folder / "data", *arguments]
        done = subprocess.run(
            command,
            check=False,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            **self._user,
        )
        log = self._folder / "log"
        assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self._folder} -c fsync=off"
        self._run("pg_ctl", "start", "--wait", PATIENCE, "--log", str(self._folder / "log"), "--options", options)

    def stop(self) -> None:
        """End at once, without a word to those who are connected."""
        self._run("pg_ctl", "stop", "--mode=immediate", PATIENCE)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def new(self) -> str:
        """The address of an empty schema: cheaper than a database, and for a ledger the same."""
        name = next(self._names)
        self.tell(f"CREATE SCHEMA {name}")
        return f"{self.address}?options=-csearch_path%3D{name}"

    def tell(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)
