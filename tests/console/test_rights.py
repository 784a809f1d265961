"""Who may see what: nothing without signing in, nothing beyond one's role."""

from collections.abc import Callable
from datetime import timedelta

from fastapi.routing import APIRoute

from console.accounts import NewAccount, make_account
from console.console import create_console
from tests.console.conftest import Clerk, applies, opens, parts_of
from tests.town import Town

Arrive = Callable[..., Clerk]
OPEN = {"/staff/login", "/staff/static/{name}"}


def routes(town: Town) -> list[tuple[str, str]]:
    """Every address of the console with its method, filled with things that exist."""
    ticket, case = opens(town), applies(town)
    found = []
    for route in create_console(parts_of(town)).routes:
        assert isinstance(route, APIRoute)
        number = case.number if "/cases/" in route.path else ticket.number
        url = route.path.format(contact="web:neighbour", number=number, row=1, alert=1, name="x",
                                code="0203" if "/rule/" in route.path else "R0001")  # fmt: skip
        found += [(method, url) for method in route.methods or () if route.path not in OPEN]
    return found


def test_nobody_sees_anything_without_signing_in(arrive: Arrive, town: Town) -> None:
    stranger = arrive()
    for method, url in routes(town):
        answer = stranger.browser.request(method, url, follow_redirects=False)
        assert answer.status_code in (303, 401), f"{method} {url}: {answer.status_code}"


def test_an_account_without_business_sees_no_business(arrive: Arrive, town: Town) -> None:
    with town.bot.store.begin() as work:
        make_account(work, NewAccount("root1", "管理员", ("sysadmin",)), "root-2026", town.clock())
    root = arrive()
    assert "放假安排" in root.signs_in("root1", "root-2026")  # how the house runs is no business
    mine = (
        "/staff/",
        "/staff/demo",
        "/staff/holidays",
        "/staff/running",
        "/staff/running/due/1",
        "/staff/running/inbox/1",
        "/staff/nothing",
        "/staff/logout",
        "/staff/second",
    )
    for method, url in routes(town):
        if url in mine or url.startswith("/staff/roster"):  # who works where is theirs to keep
            continue
        root.sees("/staff/nothing")
        root.posts(url) if method == "POST" else root.sees(url)
        assert root.status == 404, f"{method} {url}: {root.status}"


def test_a_half_signed_in_session_opens_nothing(arrive: Arrive, town: Town) -> None:
    clerk = arrive(demo=False)
    clerk.signs_in()
    for method, url in routes(town):
        if url not in ("/staff/second", "/staff/demo"):  # outside the demo there is no such page
            answer = clerk.browser.request(method, url, follow_redirects=False)
            assert answer.status_code in (303, 401), f"{method} {url}"


def test_the_auditor_reads_the_log_and_nothing_else_and_is_read_too(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town)
    chen.sees(f"/staff/tickets/{ticket.number}")
    auditor = arrive()
    page = auditor.signs_in("auditor")
    assert "看工单" in page
    assert ticket.number in page
    auditor.sees(f"/staff/tickets/{ticket.number}")
    assert auditor.status == 404
    assert "看日志" in auditor.sees("/staff/log?account=auditor")
    assert f"chen,看工单,{ticket.number}" in auditor.sees("/staff/log/export.csv?account=chen")
    assert "导出日志" in auditor.sees("/staff/log?account=auditor")
    chen.sees("/staff/log/export.csv")
    assert chen.status == 404


def test_a_mediator_sees_no_conversation_and_no_ticket(arrive: Arrive, town: Town) -> None:
    ticket = opens(town)
    mediator = arrive()
    mediator.signs_in("mediator1")
    for url in ("/staff/talk/web:neighbour", "/staff/tickets", f"/staff/tickets/{ticket.number}"):
        mediator.sees(url)
        assert mediator.status == 404


def test_the_demos_clock_moves_and_things_that_are_due_happen(chen: Clerk, town: Town) -> None:
    before = town.clock()
    chen.posts("/staff/demo", "/staff/demo", step="hour")
    assert town.clock() - before == timedelta(hours=1)
    assert "demo-2026" in chen.seen.text  # type: ignore[union-attr]


def test_outside_the_demo_there_is_no_demo_page(arrive: Arrive, town: Town) -> None:
    urls = {getattr(r, "path", "") for r in create_console(parts_of(town, demo=False)).routes}
    assert "/staff/demo" not in urls


def test_pages_carry_no_script_or_style_of_their_own(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    for url in ("/staff/", "/staff/tickets", f"/staff/tickets/{ticket.number}", "/staff/demo"):
        chen.sees(url)
        html = chen.seen.text  # type: ignore[union-attr]
        assert " style=" not in html
        assert "<style" not in html
        assert html.count("<script") == html.count('<script src="/staff/static/') == 1
