"""The two ways in which Rasa calls our actions: its action server's protocol, and rasa-sdk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from integrations.rasa_actions import ACTIONS, FAULT, Answer, Call, FrontDesk, run

log = logging.getLogger("fengqiao.rasa")
Json = dict[str, Any]


class Executor(Protocol):
    """rasa-sdk's ActionExecutor, as far as we need it."""

    def register_function(self, name: str, f: Callable[[Any, Any, Any], Any]) -> None:
        """Make a function the action of that name."""
        ...


def respond(desk: FrontDesk, body: object) -> tuple[int, Json]:
    """The status and body with which an action server answers a POST to /webhook.

    A bug is logged and said to the resident: on an error Rasa itself would say nothing at all.
    """
    if not isinstance(body, dict) or not isinstance(body.get("next_action"), str):
        return 400, {"error": "Invalid body request"}
    name = body["next_action"]
    if name not in ACTIONS:
        return 404, {"error": f"No action named {name}", "action_name": name}
    tracker = body.get("tracker")
    answer = _answer(desk, name, _call(body.get("sender_id"), tracker))
    responses = [{"text": words} for words in answer.words]
    return 200, {"events": _events(answer), "responses": responses}


def register(executor: Executor, desk: FrontDesk) -> None:
    """Put every action into a rasa-sdk executor, for a city with an action server of its own."""
    for name in ACTIONS:
        executor.register_function(name, _sdk_action(desk, name))


def _sdk_action(desk: FrontDesk, name: str) -> Callable[[Any, Any, Any], list[Json]]:
    def action(dispatcher: Any, tracker: Any, domain: Any) -> list[Json]:
        state = {"latest_message": tracker.latest_message, "slots": tracker.slots}
        answer = _answer(desk, name, _call(tracker.sender_id, state))
        for words in answer.words:
            dispatcher.utter_message(text=words)
        return _events(answer)

    return action


def _answer(desk: FrontDesk, name: str, call: Call) -> Answer:
    try:
        return run(desk, name, call)
    except Exception:
        log.exception("action failed: %s", name)
        return Answer((FAULT,))


def _call(sender: object, tracker: object) -> Call:
    state = tracker if isinstance(tracker, Mapping) else {}
    message, slots = _mapping(state.get("latest_message")), _mapping(state.get("slots"))
    intent = str(_mapping(message.get("intent")).get("name") or "")
    return Call(f"rasa:{sender or 'unknown'}", str(message.get("text") or ""), intent, slots)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _events(answer: Answer) -> list[Json]:
    return [
        {"event": "slot", "timestamp": None, "name": f"fengqiao_{name}", "value": value}
        for name, value in answer.slots.items()
    ]
