"""The process that renders pages asks for the texts of a page at once, as far as it can know."""

from __future__ import annotations

from typing import Any

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.rendering.protocol import AskMany
from kfor_i18n.workbench.rendering.renderer.asking import Workbench


class Channel:
    """The other side, which answers with the texts of a moment."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.text = "first"

    def send(self, question: Any) -> None:
        self.sent.append(question)

    def receive(self) -> Any:
        question = self.sent[-1]
        found = Found(self.text, is_translated=True)
        return [found for _ in question.questions] if isinstance(question, AskMany) else found


def look_up(workbench: Workbench, *msgids: str) -> list[str]:
    found = [workbench.find("messages", "sl", Key(msgid), None, None) for msgid in msgids]
    return [each.text for each in found if each]


def test_a_page_that_is_rendered_again_asks_once_and_gets_texts_as_they_are_now() -> None:
    channel: Any = Channel()
    workbench = Workbench(channel)
    with workbench.open("/a"):
        assert look_up(workbench, "Home", "Days", "Home") == ["first"] * 3
    assert len(channel.sent) == 2
    channel.sent.clear()
    channel.text = "second"
    with workbench.open("/a"):
        assert look_up(workbench, "Home", "Days", "New") == ["second"] * 3
    assert [type(each).__name__ for each in channel.sent] == ["AskMany", "Ask"]
    assert [each.key.msgid for each in channel.sent[0].questions] == ["Home", "Days"]


def test_another_page_begins_with_what_the_last_one_asked_for() -> None:
    channel: Any = Channel()
    workbench = Workbench(channel)
    with workbench.open("/a"):
        look_up(workbench, "Home", "Days")
    channel.sent.clear()
    with workbench.open("/b"):
        look_up(workbench, "Home")
    assert len(channel.sent) == 1
    # What it did not need is not asked for again.
    with workbench.open("/b"):
        look_up(workbench, "Home")
    assert [each.key.msgid for each in channel.sent[-1].questions] == ["Home"]


def test_a_file_asks_for_what_it_needs_only() -> None:
    channel: Any = Channel()
    workbench = Workbench(channel)
    with workbench.open("/a"):
        look_up(workbench, "Home")
    channel.sent.clear()
    with workbench.open():
        assert channel.sent == []
    assert workbench.find("messages", "sl", Key("Late"), None, None) is None
