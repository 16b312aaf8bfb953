"""Translations that do not fit where their source texts do, as a browser measured them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from secrets import token_urlsafe
from threading import Lock
from typing import Literal, TypeAlias, get_args

from kfor_i18n.catalogs.checks.selection import Selection, is_ignored
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, cut
from kfor_i18n.workbench.live.state import CatalogState

WIDTHS = (320, 390, 768, 1280)
"""The widths of a window, in CSS pixels, that pages are measured at."""

Kind: TypeAlias = Literal["clipped", "ellipsis", "sideways", "outside", "lines", "overlap"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""How a text may not fit: cut off, or with an ellipsis; beyond the window, or its box; on more
lines than the source text; over another text."""

FIT = Code(
    "fit",
    # Translators: the title of a kind of finding.
    N_("Translation does not fit"),
    N_(
        "Pages are measured in a browser, at widths from phones to desktops, and compared with the "
        "same pages with their source texts. kfor-i18n check --pages does so, and the workbench. "
        "Shorten the translation, or ask the developers for more space."
    ),
    severity="warning",
)

_TEXTS: Mapping[Kind, str] = {
    "clipped": N_("cut off at %(widths)s px on %(pages)s; shorten the translation"),
    "ellipsis": N_("shortened with an ellipsis at %(widths)s px on %(pages)s; shorten the "
                   "translation"),
    "sideways": N_("wider than the window at %(widths)s px on %(pages)s; shorten the translation"),
    "outside": N_("larger than its box at %(widths)s px on %(pages)s; shorten the translation"),
    "lines": N_("more lines than the source text at %(widths)s px on %(pages)s; shorten the "
                "translation"),
    "overlap": N_("overlaps another text at %(widths)s px on %(pages)s; shorten the translation"),
}  # fmt: skip

_MOST_PAGES = 3
_KEPT = 32


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a message on a page: the id of its catalog, its key, and the form of a plural."""

    catalog: str
    key: Key
    form: int | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A text that does not fit, how, at which width of the window, and on which page.

    ``page`` is the id of the page, ``name`` what it is called.
    """

    text: Text
    kind: Kind
    width: int
    page: str
    name: str


@dataclass(frozen=True, slots=True)
class Measuring:
    """A page that is being measured in the language of a catalog.

    ``page`` is its id, ``name`` what it is called in findings. ``texts`` are those at the places of
    each of its renderings, ``None`` at one that is not of the project. ``forms`` are the
    translations that were shown.
    """

    folder: str
    page: str
    name: str
    texts: Sequence[Sequence[Text | None]]
    forms: Mapping[tuple[str, Key], tuple[str, ...]] = field(default_factory=dict)


_Measured: TypeAlias = tuple[Misfit, tuple[str, ...]]
"""What does not fit, and the translation that was measured."""


class Fits:
    """What was measured last on each page; it can be used by several threads."""

    def __init__(self) -> None:
        """Initialize without measurements."""
        self._lock = Lock()
        self._begun: OrderedDict[str, Measuring] = OrderedDict()
        self._found: dict[tuple[str, str], list[_Measured]] = {}
        self._index: dict[tuple[str, Key], list[_Measured]] = {}

    def begin(self, measuring: Measuring) -> str:
        """Note that a page is being measured; return the name by which it is finished."""
        name = token_urlsafe(12)
        with self._lock:
            self._begun[name] = measuring
            while len(self._begun) > _KEPT:
                self._begun.popitem(last=False)
        return name

    def measuring(self, name: str) -> Measuring | None:
        """Return the page that is being measured, ``None`` if that was long ago."""
        return self._begun.get(name)

    def finish(self, name: str, misfits: Iterable[Misfit]) -> bool:
        """Take what was measured on a page in place of what was before; return whether it differs.

        Raises ``KeyError`` for a page that is not being measured.
        """
        with self._lock:
            measuring = self._begun.pop(name)
            found = [
                (misfit, measuring.forms.get((misfit.text.catalog, misfit.text.key), ()))
                for misfit in misfits
            ]
            place = measuring.folder, measuring.page
            before = self._found.get(place, [])
            self._found[place] = found
            self._index = _index(self._found.values())
        return found != before

    def of(self, catalog: str, key: Key, forms: tuple[str, ...]) -> list[Misfit]:
        """Return what does not fit of a message, if its translation is what was measured."""
        found = self._index.get((catalog, key), ())
        return [misfit for misfit, measured in found if measured == forms]

    def keys_of(self, catalog: str) -> list[Key]:
        """Return the messages of a catalog of which something did not fit."""
        return [key for name, key in self._index if name == catalog]


def _index(found: Iterable[list[_Measured]]) -> dict[tuple[str, Key], list[_Measured]]:
    index: dict[tuple[str, Key], list[_Measured]] = {}
    for each in chain.from_iterable(found):
        text = each[0].text
        index.setdefault((text.catalog, text.key), []).append(each)
    return index


def find_misfits(state: CatalogState, entry: Entry, misfits: Iterable[Misfit]) -> list[Finding]:
    """Return findings about a message that does not fit: one for each form and each way.

    None if the settings or a comment of the entry say that they are ignored.
    """
    catalog = state.catalog
    if catalog is None or FIT not in Selection(catalog.project.check, catalog.language):
        return []
    grouped: dict[tuple[int | None, Kind], list[Misfit]] = {}
    for misfit in sorted(misfits, key=_order):
        grouped.setdefault((misfit.text.form, misfit.kind), []).append(misfit)
    findings = [
        catalog.finding(entry, _explain(form, kind, group))
        for (form, kind), group in grouped.items()
    ]
    return [finding for finding in findings if not is_ignored(entry, finding)]


def show(misfits: Iterable[Misfit]) -> tuple[tuple[str, int], ...]:
    """Return where to see what does not fit: for each width, the first page, by its id."""
    found: dict[int, str] = {}
    for misfit in misfits:
        found.setdefault(misfit.width, misfit.page)
    return tuple((found[width], width) for width in sorted(found))


def _order(misfit: Misfit) -> tuple[int, int]:
    form = misfit.text.form
    return -1 if form is None else form, KINDS.index(misfit.kind)


def _explain(form: int | None, kind: Kind, misfits: Sequence[Misfit]) -> Problem:
    widths = sorted({misfit.width for misfit in misfits})
    pages = list(dict.fromkeys(cut(misfit.name, 60) for misfit in misfits))
    named = [*pages[:_MOST_PAGES], *(["…"] if len(pages) > _MOST_PAGES else [])]
    values = {
        "widths": ", ".join(map(str, widths)), "pages": ", ".join(named), "shows": show(misfits)
    }  # fmt: skip
    problem = Problem(FIT, _TEXTS[kind], values)
    if form is None:
        return problem
    return Problem(FIT, N_("msgstr[%(form)s]: %(problem)s"), {"form": form, "problem": problem})
