"""POST /requests: the key, the danger, the fields, the ticket, in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.desk.entering import by_phone_only
from bot.door import Door, with_alarm
from bot.keys import ENTER, Porter
from bot.web.open311_intake import Intake
from dialogs.flows.kind import NOT_LISTED
from dialogs.incoming import Incoming
from grid.entering import Alarmed
from grid.events import Actor
from grid.refused import Refused
from grid.systems import Filed, OtherMatter, Sender, SystemAlarm, SystemReport
from integrations.open311.asked import LONGEST, asked
from integrations.open311.body import fields_of
from integrations.open311.wrong import Wrong
from integrations.sql.engine import away
from integrations.sql.keys import Key
from nlu.heard import Danger, Heard

Answer = tuple[list[dict[str, Any]], bool]
Page = Callable[[Incoming, Danger], None]
AWAY = "系统暂时登记不了，请过一分钟再发；有危险请马上打110、119或120。"


@dataclass(frozen=True, slots=True)
class Posting:
    """Takes one service request."""

    door: Door
    intake: Intake
    porter: Porter
    page: Page  # the pager, without the store

    def take(self, body: tuple[str, bytes], text: str, own: str) -> Answer:
        """The answer and whether the ticket is new. `body` is its type and bytes, `text` the key
        of the headers, `own` the Idempotency-Key."""
        fields = fields_of(*body)
        key = self.porter.opens(text or fields.get("api_key", ""), ENTER)
        words = fields.get("description", "")
        danger = self.intake.danger(words)
        self.porter.count(key, urgent=danger is not None)
        heard = self._heard(words, danger)
        try:
            report = self.intake.report(asked(fields, own), heard, key.name)
            filed: Filed = self.door.do(report, self._actor(key))
        except Exception as error:
            raise self._alarmed(key, words, heard, error) from error
        return self._answer(filed, report, fields.get("account_id", ""))

    def _heard(self, words: str, danger: Danger | None) -> Heard:
        """What is understood; of words far too long only the danger, which is read to the end."""
        if len(words) > LONGEST:
            return Heard(danger=danger)
        data = {"alarmed": danger.kind, "alarm_words": danger.words} if danger else {}
        return with_alarm(self.intake.heard(words), data)

    def _actor(self, key: Key) -> Actor:
        return Actor(f"system:{key.name}", "system")

    def _alarmed(self, key: Key, words: str, heard: Heard, error: Exception) -> Exception:
        """What went wrong, said with what keeps people safe; they are heard of on duty in any
        case."""
        danger = heard.danger
        if danger is None:
            return error
        if away(error):
            told = Incoming("open311", f"office:system-{key.name}", self.door.house.clock())
            self.page(told, danger)
            error = Wrong(503, AWAY)
        else:
            self._sound(key, words, danger)
        if isinstance(error, Refused):
            error = Wrong(409 if isinstance(error, OtherMatter) else 400, error.words)
        if isinstance(error, Wrong):
            return Wrong(error.code, self.door.house.say(f"safety.{danger.kind}") + error.words)
        return error

    def _sound(self, key: Key, words: str, danger: Danger) -> None:
        alarm = Alarmed(danger.kind, danger.level, danger.words)
        report = SystemReport(key.name, "", NOT_LISTED, words[:LONGEST], sender=Sender(),
                              danger=alarm, strong=danger.strong)  # fmt: skip
        self.door.do(SystemAlarm(report), self._actor(key))

    def _answer(self, filed: Filed, report: SystemReport, account: str) -> Answer:
        ticket = filed.ticket
        kind = report.danger.kind if report.danger else ""
        notice = self.intake.notice(ticket, kind, by_phone_only(ticket.contact))
        if not filed.fresh:
            notice = f"这件事刚才已经登记过了，没有重复登记。{notice}"
        answer = {"service_request_id": ticket.number, "service_notice": notice,
                  "account_id": account or None}  # fmt: skip
        return [answer], filed.fresh
