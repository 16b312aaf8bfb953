"""What really became of messages between two releases, judged by their translators' later work.

Nobody wrote down which old message a new one came from. But translators did translate the new
one, in several languages: where what they wrote is nearly what the old message had, its old
translation was a good start; where it is another text, it was not. For a pair of messages the
evidence is the median, over the eight languages that translated most and at least three that have
both messages, of how alike the two translations are (RapidFuzz's ratio of letters, without case
and punctuation). A translation that the other one holds counts nearly as much, since sentences
get added and removed, if it has 20 letters and a third of the other's.

A match is *right* where the evidence is at least 0.7 and no other old message has 0.1 more;
*wrong* where it is under 0.6 or another has 0.1 more; *unclear* between. A new message without a
match is *missed* where some old message has evidence of at least 0.7, which includes those whose
placeholders do not fit and those that another message got; all others rightly have none.

The evidence leans towards what translators were offered: they began with the matches of msgmerge.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rapidfuzz import fuzz

from benchmarks.corpus import OLDER, catalogs_in, release
from benchmarks.entries import Entry, key_of, read_entries
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.updating.matching import Match, Source

_LANGUAGES = 8
_FEWEST_LANGUAGES = 3
_WORD = re.compile(r"\w+")

Translations = Mapping[Key, str]


class Change(NamedTuple):
    """One catalog's messages of two releases that only one of them has.

    ``evidence`` says how alike the translations of an old and a new message are, 0 to 1, by the
    indexes of both; pairs that too few languages have are left out.
    """

    name: str
    old: list[Source]
    new: list[Source]
    evidence: dict[tuple[int, int], float]


def read_changes() -> Iterator[Change]:
    """Yield the changes between the older and the newest releases of the packages with both."""
    for package in OLDER:
        before, after = _by_domain(release(package, older=True)), _by_domain(release(package))
        for domain in sorted(before.keys() & after.keys()):
            change = _read_change(f"{package}: {domain}", before[domain], after[domain])
            if change.old and change.new:
                yield change


def _by_domain(folder: Path) -> dict[str, dict[str, Path]]:
    """Return catalogs by what they are catalogs of, and then by language."""
    domains: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in catalogs_in(folder):
        if path.parent.name == "LC_MESSAGES":
            language = path.parents[1]
            domains[f"{language.parent.relative_to(folder)}/{path.stem}"][language.name] = path
    return domains


def _read_change(name: str, before: Mapping[str, Path], after: Mapping[str, Path]) -> Change:
    languages = sorted(before.keys() & after.keys())
    english = "en" if "en" in languages else languages[0]
    was, now = (
        {entry.key: entry.source for entry in read_entries(paths[english]) if not entry.obsolete}
        for paths in (before, after)
    )
    old = [source for key, source in was.items() if key not in now]
    new = [source for key, source in now.items() if key not in was]
    if not old or not new:
        return Change(name, old, new, {})
    pairs = [
        (_translations(before[language], old), _translations(after[language], new))
        for language in languages
        if not language.startswith("en")
    ]
    pairs.sort(key=lambda pair: -min(map(len, pair)))
    return Change(name, old, new, _weigh(old, new, pairs[:_LANGUAGES]))


def _translations(path: Path, wanted: Sequence[Source]) -> Translations:
    keys = set(map(key_of, wanted))
    entries = (entry for entry in read_entries(path) if entry.key in keys)
    return {entry.key: _normalise(entry) for entry in entries if _is_translated(entry)}


def _is_translated(entry: Entry) -> bool:
    return not entry.fuzzy and not entry.obsolete and all(entry.msgstrs)


def _normalise(entry: Entry) -> str:
    return " ".join(_WORD.findall(" ".join(entry.msgstrs).casefold()))


def _weigh(
    old: Sequence[Source], new: Sequence[Source], languages: Sequence[tuple[Translations, ...]]
) -> dict[tuple[int, int], float]:
    evidence = {}
    for i, one in enumerate(map(key_of, old)):
        for j, other in enumerate(map(key_of, new)):
            similarities = [
                _compare(before[one], after[other])
                for before, after in languages
                if one in before and other in after
            ]
            if len(similarities) >= _FEWEST_LANGUAGES:
                evidence[i, j] = median(similarities) / 100
    return evidence


def _compare(one: str, other: str) -> float:
    whole = fuzz.ratio(one, other)
    shorter, longer = sorted((len(one), len(other)))
    if shorter < 20 or shorter * 3 < longer:
        return whole
    return max(whole, fuzz.partial_ratio(one, other) - 15)


def rate_matches(change: Change, matches: Sequence[Match]) -> Counter[str]:
    """Count the new messages of a change by what the evidence says of their matches."""
    matched = {match.new: match.old for match in matches}
    best: dict[int, float] = {}
    for (_, new), similarity in change.evidence.items():
        best[new] = max(similarity, best.get(new, 0.0))
    ratings: Counter[str] = Counter()
    for new, most in best.items():
        if new not in matched:
            ratings["missed" if most >= 0.7 else "none"] += 1
        elif (matched[new], new) in change.evidence:
            ratings[_rate(change.evidence[matched[new], new], most)] += 1
    return ratings


def _rate(similarity: float, most: float) -> str:
    if similarity < 0.6 or similarity < most - 0.1:
        return "wrong"
    return "right" if similarity >= 0.7 else "unclear"
