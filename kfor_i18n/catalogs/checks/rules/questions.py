"""List the questions that translators ask about source texts."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.model import catalog_check
from kfor_i18n.catalogs.po.questions import read_questions
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem

QUESTION = Code(
    "question",
    N_("Question about a source text"),
    N_(
        'Translators ask developers in a translator comment that starts with "kfor-i18n: '
        'question:". Answer in a comment for translators in the sources, or correct the source '
        "text, then remove the question. kfor-i18n check --select question lists all of them."
    ),
    severity="warning",
    is_on=False,
)


@catalog_check(QUESTION)
def find_questions(catalog: Catalog) -> Iterator[Finding]:
    """Report each question of a translator."""
    for entry in catalog.live:
        for question in read_questions(entry):
            problem = Problem(
                QUESTION,
                N_('question about the source text: "%(question)s"; answer it, then remove the '
                   "comment"),
                {"question": question},
            )  # fmt: skip
            yield catalog.finding(entry, problem)
