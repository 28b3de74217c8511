"""Confinement, attacked from inside: real student processes at every level that this kernel has.

All of it runs as whoever runs pytest; where that is root, one test runs the file once more as an
ordinary user, with the Python that RNNLAB_USER_PYTHON names, or this one if everybody can reach it.
"""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest
from click.testing import CliRunner

from rnnlab.commands import doctor, main
from rnnlab.sandbox import process, wire
from rnnlab.sandbox.confine import canary, enclosure, ladder, syscalls
from rnnlab.sandbox.confine.level import Level
from rnnlab.text import LANGUAGES

linux = pytest.importorskip("rnnlab.sandbox.confine.linux") if sys.platform == "linux" else None
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

SECRET = "canary-" + "7f3a91"
ROOT = Path(__file__).parents[2]
ORDINARY_USER = 54321

SOURCE = b"""
import ctypes, importlib, os, pkgutil, re, resource, signal, socket, stat, subprocess, sys
import threading, time
import numpy as np
import keras

def run(code, *arguments):
    names = dict(globals(), arguments=arguments)
    exec(code, names)
    return names.get("answer")

def syscall(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    return ctypes.get_errno() if result < 0 else 0

def walk(half, other_half, *folders):
    secret, seen, found, folders = (half + other_half).encode(), 0, [], [*folders, *sys.path]
    known = set()
    while folders:
        folder = os.path.realpath(folders.pop())
        try:
            entries = list(os.scandir(folder)) if folder not in known else []
        except OSError:
            continue
        known.add(folder)
        folders += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        for entry in entries:
            if re.match(r"(test_)?ex[0-9][0-9]_", entry.name) or secret.decode() in entry.path:
                found.append(entry.path)
            try:
                status = entry.stat()  # not is_file(): a device is mounted on a regular file
                if stat.S_ISREG(status.st_mode) and status.st_size < 4096:
                    with open(entry.path, "rb") as file:
                        found += [entry.path] * (secret in file.read())
                    seen += 1
            except OSError:
                pass
    return seen, found

def remember(half, other_half):
    import rnnlab
    for module in pkgutil.walk_packages(rnnlab.__path__, "rnnlab."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    everything = [os.environ, sys.argv, *(vars(m) for m in list(sys.modules.values()))]
    return [name for name in map(repr, everything) if half + other_half in name]

def train():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((5, 1)), keras.layers.SimpleRNN(3)])
    model.add(keras.layers.Dense(1))
    model.compile("adam", "mse")
    x = np.random.rand(32, 5, 1)
    model.fit(x, x[:, 0], epochs=2, verbose=0)
    return model.get_weights()
"""
TASKS = ["run", "syscall", "walk", "remember", "train"]


class Student:
    """A student process of one server."""

    def __init__(self, server):
        self._process = process.Process(lambda theirs: process._Forked(server, theirs))
        for part in wire.parts(SOURCE):
            self._process.ask(part, 60)
        self._ask({"read": "a.py", "tasks": TASKS})
        self._ask({"load": TASKS, "beside": {}, "plain": False})

    def _ask(self, message, seconds=60):
        return wire.unpack(self._process.ask(wire.pack(message), seconds))

    def __call__(self, task, *arguments, seconds=60):
        message = {"task": task, "args": arguments, "kwargs": {}, "seed": 1}
        reply = self._ask(message, seconds)
        self.message = reply.get("raised", {}).get("message")
        return reply["returned"] if "returned" in reply else reply["raised"]["type"]

    def run(self, code, *arguments):
        return self("run", code, *arguments)

    def close(self):
        self._process.close()


@contextlib.contextmanager
def serving(level, **environment):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNLAB_CONFINEMENT", level.name)
        for name, value in environment.items():
            patch.setenv(name, str(value))
        server = process.ForkServer()
    with contextlib.closing(server):
        server.ready()
        yield server


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A course, a home and a class with the secret in every file that matters."""
    base = tmp_path_factory.mktemp("planted")
    base.chmod(0o755)
    names = ("solutions/ex05_a.py", "tests/test_ex05_a.py", "tests/mistakes/ex05_a.py")
    names += ("exercises/ex05_a.py", "data/sample_class/kim/ex05_a.py")
    names = tuple(f"course/{name}" for name in names)
    names += ("graded/kim/ex05_a.json", "submitted/lee/ex05/ex05_a.py", "home/.ssh/id_rsa")
    for name in names:
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {SECRET}\n")
    (base / "course/data/sample.txt").write_text("a sample")
    return base


@pytest.fixture(scope="module", params=[Level.FULL, Level.REDUCED], ids=lambda level: level.name)
def server(request, planted):
    """A fork server at one level, started where the secret is all around it."""
    places = {"RNNLAB_COURSE": planted / "course", "HOME": planted / "home", "TOKEN": SECRET}
    with serving(request.param, **places) as server:
        if server.ready() is not request.param:
            pytest.skip(f"this machine has no level {request.param.name.lower()}")
        yield server


@pytest.fixture
def student(server):
    with contextlib.closing(Student(server)) as student:
        yield student


# -------------------------------------------------------------------------------------- theft


def test_no_readable_file_holds_a_secret(student, planted):
    roots = ("/", "/usr/lib", "/etc", "/home", "/tmp", "/var", str(ROOT), str(ROOT / "solutions"))
    places = (str(p) for p in (planted, *planted.rglob("*")) if p.is_dir())
    seen, found = student("walk", SECRET[:7], SECRET[7:], *roots, *places, seconds=300)
    assert seen > 5000  # Python, TensorFlow, the engine
    assert found == []


def test_no_module_and_no_variable_holds_a_secret(student):
    assert student("remember", SECRET[:7], SECRET[7:]) == []


def test_the_samples_are_there_and_nothing_else_of_the_course(student, server, planted):
    read = "answer = open(arguments[0]).read()"
    assert student.run(read, str(planted / "course/data/sample.txt")) == "a sample"
    missing = "FileNotFoundError" if server.ready() is Level.FULL else "PermissionError"
    for name in ("course/solutions/ex05_a.py", "course/data/sample_class/kim/ex05_a.py"):
        assert student.run(read, str(planted / name)) == missing
    assert student.run(read, str(ROOT / "solutions/ex05_sequence_predictor.py")) == missing
    assert student.run("answer = os.listdir(arguments[0])", str(planted / "course")) != []


def test_a_course_inside_an_installed_package_is_hidden(tmp_path, monkeypatch):
    for name in (
        "_course/solutions/a.py",
        "_course/data/b.txt",
        "_course/data/c/d.py",
        "engine.py",
    ):
        (tmp_path / "lib/rnnlab" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lib/rnnlab" / name).write_text(SECRET)
    package = tmp_path / "lib/rnnlab"
    monkeypatch.setattr(ladder.view, "_PACKAGE", package)
    view = ladder.view.visible(None) | {tmp_path / "lib": True}
    allowed = {path for path, rights in ladder.view.rules(view) if rights & linux.READ_FILE}
    assert {package / "engine.py", package / "_course/data/b.txt"} <= allowed
    assert not [p for p in allowed if p in (package / "_course/solutions/a.py").parents]
    assert not [p for p in allowed if p in (package / "_course/data/c/d.py").parents]


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/1/environ", "/proc/self/environ"])
def test_files_of_the_system_cannot_be_read(student, path):
    assert student.run("answer = open(arguments[0]).read()", path) in (
        *("FileNotFoundError", "PermissionError"),
    )


@pytest.mark.parametrize("path", ["/", "/home", "/tmp", "/root", "/proc", "/sys", "/dev/shm"])
def test_no_folder_but_the_scratch_can_be_written(student, path):
    code = "open(os.path.join(arguments[0], 'x'), 'w')"
    assert student.run(code, path) in ("FileNotFoundError", "PermissionError", "OSError")


def test_the_engine_cannot_be_changed(student):
    for code in (
        "open(arguments[0], 'a')",
        "os.unlink(arguments[0])",
        "os.chmod(arguments[0], 0o777)",
        "os.utime(arguments[0])",
    ):
        assert student.run(code, ladder.__file__) in ("OSError", "PermissionError")


def test_only_the_socket_is_inherited(student):
    code = """
answer = []
for descriptor in range(300):
    try: os.fstat(descriptor); answer.append(descriptor)
    except OSError: pass
"""
    assert student.run(code) == [0, 1, 2, 3]


def test_the_scratch_folder_is_private_to_each_process(server):
    write = "open('note', 'w').write('x'); answer = os.getcwd(), os.environ['HOME']"
    with contextlib.closing(Student(server)) as one, contextlib.closing(Student(server)) as other:
        cwd, home = one.run(write)
        assert cwd == home
        refused = other.run("open(arguments[0])", f"{cwd}/note")
        assert refused in ("FileNotFoundError", "PermissionError")
        assert other.run("answer = os.listdir('.')") == []


# ------------------------------------------------------------------------- network and processes


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"])
@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"])
def test_there_are_no_sockets(student, family, kind):
    code = "socket.socket(getattr(socket, arguments[0]), getattr(socket, arguments[1]))"
    assert student.run(code, family, kind) == "PermissionError"


@pytest.mark.parametrize(
    "code",
    [
        "os.fork()",
        "os.forkpty()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "subprocess.run(['true'])",
        "os.execv('/bin/true', ['true'])",
        "import multiprocessing; multiprocessing.get_context('fork').Process().start()",
    ],
)
def test_no_process_and_no_program_can_be_started(student, code):
    assert student.run(code) in ("PermissionError", "FileNotFoundError", "OSError")


def test_no_signal_reaches_anyone_else(student, server):
    for pid in (-1, server._process.pid, os.getpid(), os.getppid() or 1):
        assert student.run("os.kill(arguments[0], 0)", pid) == "PermissionError"
    assert student.run("answer = os.kill(os.getpid(), 0)") is None
    assert server.alive


@pytest.mark.parametrize("code", ["fcntl.F_SETOWN", "15"])
def test_the_kernel_signals_nobody_else_for_a_student(student, server, code):
    """The owner of a pipe gets the signal that F_SETSIG names, whoever writes into it."""
    opened = "import fcntl; pipe = os.pipe()[0]; "
    owner = f"fcntl.fcntl(pipe, {code}, arguments[0])"
    assert student.run(opened + owner, server._process.pid) == "PermissionError"
    assert student.run(opened + "answer = fcntl.fcntl(pipe, fcntl.F_GETFD)") == 1


def test_limits_of_others_cannot_be_set(student, server):
    code = "resource.prlimit(arguments[0], resource.RLIMIT_CPU, (1, 1))"
    assert student.run(code, server._process.pid) == "PermissionError"


@pytest.mark.parametrize("name", sorted({*syscalls.SYSCALLS} - {*syscalls.HARMLESS}))
def test_system_calls_are_refused(student, server, name):
    number = syscalls.SYSCALLS[name][syscalls.ARM]
    metadata = name in syscalls.METADATA and server.ready() is Level.FULL
    if number < 0 or metadata:
        pytest.skip("there is no such call here, or it is allowed")
    if name == "clone":
        assert student("syscall", number, signal.SIGCHLD) == errno.EPERM
    elif name == "prctl":
        assert student("syscall", number, 1, 0) == errno.EPERM  # PR_SET_PDEATHSIG
        assert student("syscall", number, 4, 1) == errno.EPERM  # PR_SET_DUMPABLE
    else:
        refused = errno.ENOSYS if name == "clone3" else errno.EPERM
        assert student("syscall", number, 12345, 0, 0, 0, 0) == refused


def test_unknown_and_foreign_system_calls_do_not_exist(student):
    for number in (500, 0x4000_0000 + 41):  # the future, and x32's socket()
        assert student("syscall", number, 0, 0, 0) == errno.ENOSYS


def test_privileges_are_gone_for_good(student, server):
    code = """
import struct
caps = ctypes.create_string_buffer(24)
ctypes.CDLL(None).capget(struct.pack("=Ii", 0x20080522, 0), caps)
answer = list(caps.raw), ctypes.CDLL(None).prctl(39, 0, 0, 0, 0), os.getresuid()
"""
    capabilities, no_new_privileges, users = student.run(code)
    assert capabilities == [0] * 24
    assert no_new_privileges == 1
    if server.ready() is Level.FULL:
        assert set(users) == {enclosure.NOBODY}
        assert student.run("os.setuid(0)") in ("PermissionError", "OSError")


# ------------------------------------------------------------------------------------- limits


def test_too_much_memory_is_an_error_that_says_so(student):
    assert student.run("answer = len(bytearray(5 << 30))") == "MemoryError"
    assert student.run("answer = 'still here'") == "still here"


def test_cpu_time_is_limited_even_for_process_1(student):
    soft, hard = student.run("answer = resource.getrlimit(resource.RLIMIT_CPU)")
    assert soft == hard == enclosure.CPU_SECONDS
    student.run("resource.setrlimit(resource.RLIMIT_CPU, (1, 1))")
    with pytest.raises(EOFError):
        student.run("while True: pass")


def test_the_disk_cannot_be_filled(student, server):
    assert student.run("open('a', 'wb').truncate(65 << 20)") == "OSError"
    code = "for i in range(9):\n  with open(str(i), 'wb') as f: f.write(bytes(15 << 20))"
    if server.ready() is Level.FULL:
        assert student.run(code) == "OSError"
    assert student.run("for i in range(300): globals()[f'f{i}'] = open('/dev/null')") == "OSError"


def test_threads_are_limited(student):
    if os.getuid() == 0 and student.run("answer = os.getuid()") == 0:
        pytest.skip("the kernel does not count root's threads")
    code = """
threading.stack_size(65536)
for i in range(30000):
    threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
"""
    assert student.run(code) == "RuntimeError"


def test_a_model_trains_and_to_the_same_weights(student):
    weights = student("train")
    assert [w.shape for w in weights] == [(1, 3), (3, 3), (3,), (3, 1), (1,)]
    with serving(Level.NONE) as open_server, contextlib.closing(Student(open_server)) as free:
        for confined, unconfined in zip(weights, free("train"), strict=True):
            np.testing.assert_array_equal(confined, unconfined)


# ------------------------------------------------------------------------------- nothing is left


def family(pid):
    """Return a server's processes that live: itself, and all below it."""
    server = psutil.Process(pid)
    family = [server, *server.children(recursive=True)]
    return [process for process in family if process.status() != psutil.STATUS_ZOMBIE]


def gone(processes):
    return not psutil.wait_procs(processes, timeout=10)[1]


@pytest.mark.parametrize("level", [Level.FULL, Level.REDUCED, Level.LIMITS])
def test_closing_leaves_no_process_no_folder_and_no_mount(level):
    mounts = Path("/proc/self/mounts").read_text()
    with serving(level) as server:
        base = Path(server._scratch)
        student = Student(server)
        student.run("os.makedirs('a/b/c'); open('a/b/c/d', 'w'); os.mkdir('e', 0)")
        student.run("signal.signal(signal.SIGTERM, signal.SIG_IGN)")
        processes = family(server._process.pid)
        student.close()
        left = family(server._process.pid)
        assert len(left) == len(processes) - 1
        assert not list(base.glob("tmp*"))
    assert gone(processes)
    assert not base.exists()
    assert Path("/proc/self/mounts").read_text() == mounts


def test_where_processes_can_be_started_strays_die_with_the_student():
    stray = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(1000)
    os._exit(0)
"""
    with serving(Level.LIMITS) as server:
        before = family(server._process.pid)
        student = Student(server)
        student.run(stray)
        assert len(family(server._process.pid)) >= len(before) + 2
        student.close()
        assert family(server._process.pid) == before


GRADER = """
import sys, time
sys.path.insert(0, sys.argv[1])
import test_confine
from rnnlab.sandbox.confine.level import Level
with test_confine.serving(Level[sys.argv[2]]) as server:
    student = test_confine.Student(server)
    print(server._scratch, server._process.pid, flush=True)
    student.run("while True: pass")
"""


def test_a_process_whose_parent_has_ended_already_dies_too():
    code = """if True:
        import os
        from rnnlab.sandbox.confine import linux
        parent = os.getpid()
        if os.fork():
            os._exit(0)
        while os.getppid() == parent:
            pass
        linux.die_with_parent(parent)
        print("alive")
    """
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert (ended.stdout, ended.stderr) == ("", "")


@pytest.mark.parametrize("level", [Level.FULL, Level.REDUCED])
def test_a_killed_grader_takes_everything_with_it(level):
    command = [sys.executable, "-c", GRADER, str(Path(__file__).parent), level.name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as grader:
        base, pid = grader.stdout.readline().split()
        processes = family(int(pid))
        assert len(processes) >= 3
        grader.kill()
    assert gone(processes)
    assert not Path(base).exists()


# ----------------------------------------------------------------------------------- the ladder


def test_each_level_is_proven_and_can_be_forced(monkeypatch):
    for level in Level:
        monkeypatch.setenv("RNNLAB_CONFINEMENT", level.name.lower())
        ladder.facts.cache_clear()
        assert ladder.level() <= level
        assert canary.NEEDED[ladder.level()] <= set(ladder.facts().proven)
    ladder.facts.cache_clear()


FORBIDDEN = """
import os, sys
from rnnlab.sandbox.confine import linux, syscalls
names = ("unshare", *syscalls.HARMLESS)
syscalls.SYSCALLS = {name: syscalls.SYSCALLS[name] for name in names}
linux.no_new_privileges()
linux.seccomp(metadata=True)
os.execv(sys.executable, [sys.executable, "-m", "rnnlab.sandbox.confine", sys.argv[1], "FULL"])
"""


LENIENT = """
from rnnlab.sandbox.confine.__main__ import main
linux.seccomp = lambda metadata: None
main(sys.argv[1], "FULL")
"""


def test_where_namespaces_are_forbidden_it_says_so_and_takes_the_next_level(tmp_path):
    command = [sys.executable, "-c", FORBIDDEN, str(tmp_path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert found["level"] == Level.REDUCED
    assert "unshare" in found["refused"]["full"]


def test_a_canary_that_escapes_lowers_the_level(tmp_path):
    code = FORBIDDEN.partition("names =")[0] + LENIENT
    command = [sys.executable, "-c", code, str(tmp_path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert found["level"] == Level.LIMITS
    assert "network" in found["refused"]["reduced"]
    assert "spawn" in found["refused"]["full"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_doctor_names_the_level_and_what_holds(lang, monkeypatch):
    monkeypatch.setenv("RNNLAB_LANG", lang)
    for level in Level:
        facts = ladder.Facts(level, {"full": "unshare: no"}, ("files", "memory"))
        text = "\n".join(doctor.lines(facts))
        assert level.title.to(lang) in text
        assert level.explanation.to(lang) in text
        assert text.count("✔") == 2
        assert "unshare: no" in text
        assert (doctor.warning(level) is None) == (level is Level.FULL)


def test_grading_can_require_confinement(tmp_path, monkeypatch):
    monkeypatch.setenv("RNNLAB_CONFINEMENT", "limits")
    monkeypatch.setenv("RNNLAB_LANG", "en")
    ladder.facts.cache_clear()
    stub = ROOT / "exercises/ex05_sequence_predictor.py"
    command = ["grade", str(stub), "--out", str(tmp_path / "out"), "--require-confinement"]
    result = CliRunner().invoke(main, command)
    ladder.facts.cache_clear()
    assert result.exit_code == 2
    assert "limits only" in result.stderr
    assert not (tmp_path / "out").exists()


def reachable(python):
    paths = [Path(p) for p in (python, os.path.realpath(python), __file__)]
    return all(p.stat().st_mode & 1 for path in paths for p in path.absolute().parents)


def test_an_ordinary_user_is_confined_as_well(tmp_path):
    python = os.environ.get("RNNLAB_USER_PYTHON", sys.executable)
    if os.getuid() != 0:
        pytest.skip("these tests run as an ordinary user already")
    if not reachable(python):
        pytest.skip("no Python that an ordinary user can reach; set RNNLAB_USER_PYTHON")
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-x", __file__]
    done = subprocess.run(
        command,
        user=ORDINARY_USER,
        group=ORDINARY_USER,
        extra_groups=[],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
