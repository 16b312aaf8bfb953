"""A source tree to its messages, each merged over all its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from kfor_i18n.catalogs.extraction.calls import SourceMessage
from kfor_i18n.catalogs.extraction.earlier import Earlier
from kfor_i18n.catalogs.extraction.errors import TWO_PLURALS, ExtractionError
from kfor_i18n.catalogs.extraction.file import FileMessages, read_source
from kfor_i18n.catalogs.extraction.formats import Formatting, choose_flags
from kfor_i18n.catalogs.extraction.mapping import ExtractionOptions, Rule, read_rules
from kfor_i18n.catalogs.extraction.sources import LeftOut, find_files
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import PoFile
from kfor_i18n.catalogs.problems import N_, Finding, Problem
from kfor_i18n.parallel import run_each

# Below this many files, starting processes costs more than it gains.
_WORTH_PROCESSES = 512


@dataclass(frozen=True, slots=True)
class ExtractedMessage:
    """A message of the sources, merged over all its places."""

    msgid: str
    plural: str | None
    context: str | None
    references: tuple[str, ...]
    comments: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a source tree gives: its messages, what is wrong, and what the walk left out.

    Errors among the ``findings`` are files that could not be read: the messages that the template
    has from them are kept. Warnings are calls that are left out, or that fail when they run. Paths
    are relative to the root of the sources.
    """

    messages: tuple[ExtractedMessage, ...]
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass
class _Collected:
    """What is known of a message so far; the dictionaries are sets that keep their order."""

    plural: str | None = None
    plural_place: str = ""
    places: dict[tuple[str, int], None] = field(default_factory=dict)
    comments: dict[tuple[str, ...], None] = field(default_factory=dict)
    formattings: set[Formatting] = field(default_factory=set)
    flags: dict[str, None] = field(default_factory=dict)


def extract_messages(
    root: Path, mapping: Path, *, options: ExtractionOptions, template: PoFile | None = None
) -> Extraction:
    """Extract the messages of a source tree, in the order in which Babel finds them.

    ``mapping`` is a Babel mapping file (.cfg or .toml), whose patterns are relative to ``root``.
    Python files and Jinja templates are read strictly, other languages by Babel's extractors.
    ``template`` is the present one, whose messages of unreadable files are kept. Raises
    ``ExtractionError`` if the mapping file cannot be used, and with everything that is wrong in any
    of the files if the options are strict.
    """
    rules = read_rules(root, mapping, options)
    tree = find_files(root, rules, include=options.include, ignored=options.ignored)
    findings = [*tree.unreadable, *_find_faults(root, mapping, [rule for _, rule in tree.files])]
    collection = _Collection(options)
    for path, found in _read_files(root, tree.files, tree.unreadable, template):
        collection.add(path, found)
    findings += collection.findings
    if findings and options.strict:
        raise ExtractionError(replace(found, severity="error") for found in findings)
    return Extraction(tuple(collection.finish()), tuple(findings), tuple(tree.left_out))


def _find_faults(root: Path, mapping: Path, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield why rules with files cannot be used, each reason once."""
    path = mapping.relative_to(root) if mapping.is_relative_to(root) else mapping
    for rule in {rule.pattern: rule for rule in rules}.values():
        if rule.fault:
            yield Finding(path, None, rule.fault)


def _read_files(
    root: Path,
    files: Sequence[tuple[str, Rule]],
    unreadable: Iterable[Finding],
    template: PoFile | None,
) -> Iterator[tuple[str, FileMessages]]:
    """Yield the messages of each file, in place of an unreadable one those of the template."""
    readable = [(path, rule) for path, rule in files if not rule.fault]
    weight = len(readable)
    results = run_each(partial(_read, root), readable, weight=weight, worth=_WORTH_PROCESSES)
    lost = FileMessages([], [], is_lost=True)
    earlier: Earlier | None = None
    folders = ((found.path.as_posix(), lost) for found in unreadable)
    found = ((path, lost if rule.fault else next(results)) for path, rule in files)
    for path, messages in chain(folders, found):
        if not messages.is_lost:
            yield path, messages
            continue
        if earlier is None:
            earlier = Earlier(template, {path for path, _ in files})
            yield "", FileMessages(earlier.unreferenced, [])
        yield path, messages._replace(messages=earlier.find_messages(path))


def _read(root: Path, source: tuple[str, Rule]) -> FileMessages:
    path, rule = source
    return read_source(root, path, rule)


class _Collection:
    """The messages met so far, by context and msgid."""

    def __init__(self, options: ExtractionOptions) -> None:
        self.findings: list[Finding] = []
        self._options = options
        self._messages: dict[Key, _Collected] = {}

    def add(self, path: str, found: FileMessages) -> None:
        """Add the messages of a file ("" if none is known), and what is wrong in it."""
        self.findings += [Finding(Path(path), line, problem) for line, problem in found.misuses]
        for source in found.messages:
            message = self._messages.setdefault(Key(source.msgid, source.context), _Collected())
            if problem := self._merge(message, source, path):
                self.findings.append(Finding(Path(path), source.line, problem))

    def _merge(self, message: _Collected, source: SourceMessage, path: str) -> Problem | None:
        """Add a place to a message, or return why the two cannot be the same message."""
        place = path if source.line is None else f"{path}:{source.line}"
        problem = None
        if message.plural is None:
            message.plural, message.plural_place = source.plural, place
        elif source.plural not in (None, message.plural):
            problem = _two_plurals(source, message)
        if path:
            message.places[path, source.line or 0] = None
        if source.comments:
            message.comments[self._strip(source.comments)] = None
        message.formattings |= source.formattings
        message.flags |= dict.fromkeys(source.flags)
        return problem

    def _strip(self, comments: tuple[str, ...]) -> tuple[str, ...]:
        if not self._options.strip_comment_tags:
            return comments
        tags = self._options.comment_tags
        return tuple(
            next((line[len(tag) :].strip() for tag in tags if line.startswith(tag)), line)
            for line in comments
        )

    def finish(self) -> Iterator[ExtractedMessage]:
        """Yield all messages in the order of the options."""
        found = list(self._messages.items())
        if self._options.sort == "msgid":
            found.sort(key=lambda pair: (pair[0].msgid, pair[0].context or ""))
        elif self._options.sort == "file":
            found.sort(key=lambda pair: list(pair[1].places))
        for key, message in found:
            yield _finish(key, message, self._options.locations)


def _two_plurals(source: SourceMessage, message: _Collected) -> Problem:
    return Problem(
        TWO_PLURALS,
        N_(
            '"%(msgid)s" has the plural "%(plural)s" here and "%(other)s" at %(place)s; use the '
            "same plural, or give one of the two calls a context"
        ),
        {
            "msgid": source.msgid,
            "plural": source.plural,
            "other": message.plural,
            "place": message.plural_place,
        },
    )


def _finish(key: Key, message: _Collected, locations: str) -> ExtractedMessage:
    texts = [key.msgid] if message.plural is None else [key.msgid, message.plural]
    return ExtractedMessage(
        msgid=key.msgid,
        plural=message.plural,
        context=key.context,
        references=tuple(_format_references(message.places, locations)),
        comments=tuple(line for comment in message.comments for line in comment),
        flags=choose_flags(texts, message.formattings, message.flags),
    )


def _format_references(places: Iterable[tuple[str, int]], locations: str) -> Iterable[str]:
    """Return the references to places by file and line, as Babel writes them."""
    if locations == "never":
        return ()
    is_full = locations == "full"
    return dict.fromkeys(
        f"{path}:{line}" if is_full and line else path for path, line in sorted(places)
    )
