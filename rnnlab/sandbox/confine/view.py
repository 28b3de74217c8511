"""What of the file system a student process sees, as mounts and as rules of Landlock.

A view is a dict from paths to True (this, and what is below it, is seen) or False (it is not); the
nearest path above decides, and what no path is above of is not seen.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

SCRATCH = "/scratch"

_PACKAGE = Path(__file__).resolve().parents[2]
_SYSTEM: tuple[str, ...]
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/fonts")
_SYSTEM += ("/usr/share/zoneinfo", "/etc/ld.so.cache", "/nix/store")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


def visible(course: Path | None) -> dict[Path, bool]:
    """Return what a student process sees (True) and what below it stays hidden (False).

    All that is not named, nor below what is, is hidden too. ``course`` is the course's folder.
    """
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    names = [*_SYSTEM, *(f"{p}/{lib}" for p in prefixes for lib in ("lib", "lib64"))]
    names += [sysconfig.get_path("stdlib"), *site.getsitepackages(), site.getusersitepackages()]
    courses = {_PACKAGE.parent, _PACKAGE / "_course"} | ({course} if course else set())
    view = {path: shown for root in courses for path, shown in _of_course(root).items()}
    view |= {Path(x): True for name in names for x in (name, os.path.realpath(name))}
    view[_PACKAGE] = True
    return {path: shown for path, shown in view.items() if os.path.lexists(path)}


def _of_course(root: Path) -> dict[Path, bool]:
    """Hide a course but for the samples in its data folder."""
    handed_out = (root / "exercises").is_dir() and (root / "tests").is_dir()
    if not (handed_out or (root / "solutions").is_dir()):
        return {}
    samples = (x for x in root.glob("data/*") if x.is_file() and not x.is_symlink())
    return {root: False} | dict.fromkeys(samples, True)


def _changes(view: dict[Path, bool]) -> Iterator[tuple[Path, bool]]:
    """Yield, parents first, the paths at which what is above them no longer holds."""
    for path in sorted(view, key=lambda p: len(p.parts)):
        above = next((view[p] for p in path.parents if p in view), False)
        if view[path] != above:
            yield path, view[path]


def build_root(root: str, view: dict[Path, bool]) -> None:
    """Make ``root`` a file system that shows ``view`` and nothing else, and move into it."""
    from rnnlab.sandbox.confine import linux

    linux.private_mounts()
    linux.tmpfs(root, 1 << 20, os.getuid())
    for path, shown in _changes(view):
        target = Path(f"{root}{path}")
        if path.is_symlink() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path.readlink())
        elif shown:
            _place(path, target)
            linux.bind(path, target)
        elif path.is_dir():
            linux.tmpfs(target, 1 << 16, os.getuid())
        else:
            linux.bind("/dev/null", target, device=True)
    for device in _DEVICES:
        _place(Path(device), Path(f"{root}{device}"))
        linux.bind(device, f"{root}{device}", device=True)
    Path(f"{root}{SCRATCH}").mkdir()
    process = Path(f"{root}/proc/self")  # as much of /proc as TensorFlow cannot do without
    process.mkdir(parents=True)
    (process / "exe").symlink_to(os.path.realpath(sys.executable))
    (process / "cmdline").write_text("python\0")
    linux.pivot(root)
    linux.read_only("/")


def _place(path: Path, target: Path) -> None:
    """Make the empty file or folder that ``path`` is to be bound to."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.mkdir(exist_ok=True) if path.is_dir() else target.touch()


def rules(view: dict[Path, bool]) -> Iterator[tuple[Path, int]]:
    """The same as rules of Landlock, which can allow but not except: folders are opened up."""
    from rnnlab.sandbox.confine import linux

    hidden = [path for path, shown in view.items() if not shown]
    waiting = [path for path, shown in _changes(view) if shown]
    while waiting:
        path = waiting.pop()
        if view.get(path) is False:
            continue
        if any(path in h.parents for h in hidden):
            yield path, linux.READ_FOLDER
            waiting += path.iterdir()
        else:
            yield path, linux.READ
    for device in _DEVICES:
        yield Path(device), linux.READ | linux.WRITE
    yield Path("/proc/self/cmdline"), linux.READ  # TensorFlow cannot do without
