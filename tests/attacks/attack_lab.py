"""A class of attackers: its course, its neighbours, what it must not touch, and one real grading.

Every secret holds a canary word, everything outside is watched, and honest students sit between
the attackers. One run of ``rnnlab grade`` grades them all; :class:`Lab` keeps what was seen.
"""

from __future__ import annotations

import contextlib
import csv
import ctypes
import hashlib
import json
import os
import secrets
import shutil
import site
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import bad_files
import psutil

import rnnlab
from rnnlab import course
from rnnlab.files import safe_name
from rnnlab.sandbox.confine import ladder
from rnnlab.sandbox.confine.level import Level

HERE = Path(__file__).parent
FAMILIES = ("forging", "theft", "damage", "denial", "escape")
STEM = bad_files.NAME
LIMIT = 900  # seconds for the whole class; with its own limits it needs a fraction of them

_TELL = '''

def tell(loot):
    """End the call, saying what was got: a thief's way out is the report."""
    raise RuntimeError(f"GOT {loot!r}" if loot else "GOT nothing")


'''


def attacks() -> list[str]:
    """Return the attacks, each as "family/name"."""
    return [f"{f}/{p.stem}" for f in FAMILIES for p in sorted((HERE / f).glob("*.py"))]


class Lab:
    """The class, before and after its grading; ``base`` is a new folder."""

    def __init__(self, base: Path) -> None:
        self.base, self.word = base, f"canary{secrets.token_hex(3)}"
        self.course, self.out, self.home = base / "course", base / "out", base / "home"
        self.submitted, self.public = base / "class" / "submitted", base / "public"
        self.level = ladder.level()
        self.contacts: list[str] = []
        self.peak = 0
        for folder in (self.out, self.home, self.submitted, self.public):
            folder.mkdir(parents=True)
        self.public.chmod(0o777)
        (self.home / ".netrc").write_text(f"password {self.word}-home\n")
        self._make_course()

    # ------------------------------------------------------------------------------ before

    def _make_course(self) -> None:
        root = course.root()
        for role in ("solutions", "exercises", "tests/mistakes", "tests/common"):
            shutil.copytree(root / role, self.course / role, dirs_exist_ok=True)
        for path in (root / "tests").glob("test_ex*.py"):
            shutil.copy(path, self.course / "tests")
        roles = {
            "solution": "solutions/{}",
            "checks": "tests/test_{}",
            "mistakes": "tests/mistakes/{}",
        }
        for name, role in roles.items():
            text = (HERE / "target" / f"{name}.py").read_text(encoding="utf-8")
            path = self.course / f"{role.format(STEM)}.py"
            path.write_text(f'{text}\n\n_CANARY = "{self.word}-{name}"\n', encoding="utf-8")
        objects = self.course / ".git" / "objects"
        objects.mkdir(parents=True)
        (objects / "pack").write_text(f"{self.word}-objects")

    @property
    def secrets(self) -> list[str]:
        """Paths that no attack may read: of this course, and of the one the package comes with."""
        paths = [self.course / f for f in (f"solutions/{STEM}.py", f"tests/test_{STEM}.py")]
        paths += [self.course / f"tests/mistakes/{STEM}.py", self.course / ".git/objects/pack"]
        paths += [self.home / ".netrc", self.out / ".seed", self.out / "honest-a" / f"{STEM}.json"]
        paths += [self.submitted / "honest-a" / f"{STEM}.py"]
        root = Path(rnnlab.__file__).parent.parent
        paths += sorted(root.glob("solutions/*.py")) + sorted(root.glob("tests/*/ex*.py"))
        return [str(p) for p in paths]

    def _knowledge(self, student: str) -> dict[str, object]:
        """What an attacker knows: where everything is, but not what is in it."""
        packages = [Path(rnnlab.__file__).parent, *map(Path, site.getsitepackages())]
        return {
            **{k: str(getattr(self, k)) for k in ("course", "out", "home", "submitted", "public")},
            "root": str(Path(rnnlab.__file__).parent.parent),
            "venv": sys.prefix,
            "packages": [str(p) for p in packages],
            "secrets": self.secrets,
            "drop": str(self.public / "dropped"),
            "word": self.word,
            "me": student,
            "pid": self.bystander.pid,
            "ipc": self.ipc,
            "full": self.level is Level.FULL,
            **self.ports,
        }

    def add(self, student: str, source: str, stem: str = STEM) -> None:
        """Hand in ``source``."""
        folder = self.submitted / student
        folder.mkdir(exist_ok=True)
        (folder / f"{stem}.py").write_text(source, encoding="utf-8")

    def add_everyone(self) -> None:
        """Fill the class: attackers, honest students before, between and after them."""
        solution = (HERE / "target" / "solution.py").read_text(encoding="utf-8")
        wrong = "def double(x):\n    return x**2\n\n\ndef cumulate(values):\n    return values\n"
        for place in "amz":
            self.add(f"honest-{place}", solution)
            self.add(f"{place}-honest", solution)
        self.add("honest-wrong", wrong)
        self.add("honest-nothing", "def double(x):\n    raise NotImplementedError\n")
        for attack in attacks():
            student = attack.replace("/", "-")
            source = (HERE / f"{attack}.py").read_text(encoding="utf-8")
            self.add(student, f"LAB = {self._knowledge(student)!r}\n{_TELL}{source}")
        for kind, files in (
            ("bad", {f.__name__: f for f in bad_files.BAD}),
            ("odd", bad_files.HONEST),
        ):
            for name, write in files.items():
                (self.submitted / f"{kind}-{name}").mkdir()
                write(self.submitted / f"{kind}-{name}")
        for name in bad_files.ODD_NAMES.values():
            self.add(name, bad_files.RIGHT)

    # -------------------------------------------------------------------------------- the run

    def grade(self) -> None:
        """Run ``rnnlab grade`` once, and watch."""
        with contextlib.ExitStack() as stack:
            self.ports = stack.enter_context(_listening(self.base, self.contacts))
            self.bystander = stack.enter_context(_bystander())
            self.ipc = 0x52000000 + secrets.randbelow(1 << 20) * 16
            self.add_everyone()
            self.before = self.fingerprints()
            stack.enter_context(_adopting())
            self._run(self.out)
            self.bystander_lives = self.bystander.status() not in ("stopped", "zombie")
            self.survivors = _survivors(self.bystander.pid)
        self.after = self.fingerprints()
        with open(self.out / "grades.csv", encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))

    def _run(self, out: Path) -> None:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("RNNLAB_DATA")},
            **{"HOME": str(self.home), "RNNLAB_COURSE": str(self.course), "RNNLAB_LANG": "en"},
            **{"GRADER_TOKEN": f"{self.word}-environment", "PYTHONWARNINGS": "ignore"},
        }
        command = [sys.executable, str(HERE / "target" / "run.py"), "grade", "--jobs", "2"]
        command += [str(self.base / "class"), "--out", str(out)]
        started = time.monotonic()
        with open(self.base / "output", "wb") as output:
            run = subprocess.Popen(
                command, env=environment, cwd=self.home, stdout=output, stderr=subprocess.STDOUT
            )
            try:
                self.code = self._watch(run, started + LIMIT)
            finally:
                run.kill()
        self.seconds = time.monotonic() - started
        self.output = (self.base / "output").read_bytes().decode(errors="replace")

    def _watch(self, run: subprocess.Popen, end: float) -> int | None:
        """Wait for the run's end, and keep the largest memory of one of its processes."""
        while run.poll() is None and time.monotonic() < end:
            with contextlib.suppress(psutil.Error):
                for process in psutil.Process(run.pid).children(recursive=True):
                    if process.name() == "rnnlab-grader":
                        self.peak = max(self.peak, process.memory_info().rss)
            time.sleep(0.25)
        return run.poll()

    def fingerprints(self) -> dict[bytes, str]:
        """Return the contents and modes of all that must not change (caches may)."""
        caches = {"__pycache__", ".cache", ".config", ".keras"}
        found = {}
        for folder in (self.course, self.submitted, self.home, self.public):
            for path in sorted(folder.rglob("*")):
                if caches.isdisjoint(path.parts):
                    found[os.fsencode(path)] = _fingerprint(path)
        return found

    # ---------------------------------------------------------------------------------- after

    def report(self, student: str, stem: str = STEM) -> dict:
        """Return a student's report."""
        path = self.out / safe_name(student) / f"{stem}.json"
        return json.loads(path.read_text(encoding="utf-8"))

    def pages(self) -> dict[str, str]:
        """Return all that was written and printed."""
        files = [p for p in self.out.rglob("*") if p.is_file() and p.name != ".seed"]
        texts = {str(p): p.read_text(encoding="utf-8", errors="replace") for p in files}
        return {**texts, "output": self.output}


def _fingerprint(path: Path) -> str:
    state = path.lstat()
    small = stat.S_ISREG(state.st_mode) and state.st_size < 1 << 26
    return f"{state.st_mode:o} {hashlib.sha256(path.read_bytes() if small else b'').hexdigest()}"


@contextlib.contextmanager
def _listening(base: Path, contacts: list[str]):
    """Listen on TCP, UDP, a socket file and an abstract socket, and note who comes."""
    abstract = f"rnnlab-{secrets.token_hex(8)}"
    with contextlib.ExitStack() as stack:
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        here = os.open(base / "public", os.O_RDONLY)  # a socket's path is at most 108 bytes long
        unix.bind(f"/proc/self/fd/{here}/socket")
        os.close(here)
        (base / "public" / "socket").chmod(0o777)
        hidden = stack.enter_context(socket.socket(socket.AF_UNIX))
        hidden.bind("\0" + abstract)
        for sock in (unix, hidden):
            sock.listen()
        for name, sock in (("tcp", tcp), ("udp", udp), ("unix", unix), ("abstract", hidden)):
            threading.Thread(target=_note, args=(name, sock, contacts), daemon=True).start()
        ports = {"tcp": tcp.getsockname()[1], "udp": udp.getsockname()[1]}
        yield {**ports, "unix": str(base / "public" / "socket"), "abstract": abstract}


def _note(name: str, sock: socket.socket, contacts: list[str]) -> None:
    with contextlib.suppress(OSError):
        while True:
            if sock.type == socket.SOCK_DGRAM:
                sock.recv(100)
            else:
                sock.accept()[0].close()
            contacts.append(name)


@contextlib.contextmanager
def _bystander():
    """Start a process of the same user that has nothing to do with grading."""
    process = psutil.Popen(["sleep", str(LIMIT + 60)])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _adopting():
    """Become the parent of every descendant that is orphaned, so that none can hide."""
    if not sys.platform.startswith("linux"):
        yield
        return
    libc = ctypes.CDLL(None)
    libc.prctl(36, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(36, 0, 0, 0, 0)


def _survivors(bystander: int) -> list[str]:
    """Return what still runs of the run's processes, and end it."""
    end = time.monotonic() + 5
    while left := [p for p in psutil.Process().children(recursive=True) if _runs(p, bystander)]:
        if time.monotonic() > end:
            break
        time.sleep(0.1)
    names = []
    for process in left:
        with contextlib.suppress(psutil.Error):
            names.append(f"{process.pid} {' '.join(process.cmdline())}")
            process.kill()
    return names


def _runs(process: psutil.Process, bystander: int) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.pid != bystander and process.status() != psutil.STATUS_ZOMBIE
    return False
