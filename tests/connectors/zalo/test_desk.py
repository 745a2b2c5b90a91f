"""What could not be delivered: officials see it, send it again, put it away; nobody else gets in."""

from __future__ import annotations

import io
import re
import secrets
from datetime import timedelta

import httpx2 as httpx
import pytest
from typer.testing import CliRunner

from cli.app import app
from connectors.clock import now
from connectors.texts import load_texts
from tests.connectors.harness import RunningGateway, is_problem
from tests.connectors.platforms import MakeConnected
from tests.fakes.zalo import FakeZalo
from tests.waiting import until

SECRET = secrets.token_urlsafe(24)
OFFICER = ("Trần Thị Trực", SECRET)


@pytest.fixture
def office(make_connected: MakeConnected) -> RunningGateway:
    """A gateway with a desk, which looks often for what another process decided."""
    return make_connected({"look_again_seconds": 0.05}, desk_secret=SECRET)


def officer(gateway: RunningGateway, who: tuple[str, str] | None = OFFICER) -> httpx.Client:
    """The browser of somebody who opens the desk."""
    auth = httpx.BasicAuth(*who) if who else None
    return httpx.Client(base_url=gateway.url, auth=auth, trust_env=False, follow_redirects=True, timeout=60)


def opened(browser: httpx.Client) -> str:
    page = browser.get("/desk/deliveries")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.text)


def stamp_of(page: str) -> str:
    found = re.search(r'name="stamp" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def dead_letter(gateway: RunningGateway, zalo: FakeZalo, user: str) -> str:
    """The number of a reply that Zalo refuses."""
    zalo.faults.add("send", -201)
    zalo.says(user, "Chỉ tiêu?").result(60)
    zalo.wait_for(user, 1)
    query = "SELECT id FROM outbox WHERE status = 'dead' ORDER BY id DESC"
    return str(until(lambda: gateway.rows(query))[0]["id"])


@pytest.mark.parametrize("who", [None, ("ai", ""), ("ai", SECRET[:-1]), (SECRET, "ai")])
def test_nobody_sees_the_desk_without_the_password(office: RunningGateway, who: tuple[str, str] | None) -> None:
    with officer(office, who) as browser:
        refused = browser.get("/desk/deliveries")
        is_problem(refused, 401, "secret_needed")
        assert refused.headers["www-authenticate"].startswith("Basic ")
        is_problem(browser.post("/desk/deliveries", data={"do": "away", "letter": "1"}), 401, "secret_needed")


def test_without_its_secret_there_is_no_desk(connected: RunningGateway) -> None:
    with officer(connected) as browser:
        is_problem(browser.get("/desk/deliveries"), 404, "not_found")


def test_an_officer_sees_why_and_sends_again(office: RunningGateway, zalo: FakeZalo, logs: io.StringIO) -> None:
    # Given a reply that Zalo refused, two days and an hour after the user wrote
    number = dead_letter(office, zalo, "8001")
    heard = (now() - timedelta(hours=49)).strftime("%F %T.%f")
    office.execute("UPDATE contacts SET heard_at = :at", at=heard)
    office.execute("INSERT INTO zalo_quota SELECT conversation_id, 'sub_quota', 12, 3, :at FROM contacts", at=heard)
    with officer(office) as browser:
        # When an officer opens the desk
        page = opened(browser)
        # Then it says where, why, until when and at what cost
        assert "Tin chưa gửi được (1)" in page
        assert load_texts().desk.reasons["zalo_"] in page
        assert "Đã thử 1 lần." in page
        assert "gửi lại thì Zalo tính phí" in page
        assert "Hạn mức (trong gói dịch vụ): còn 12 tin. Đã tính phí 3 tin." in page
        assert "trí tuệ nhân tạo" in page  # what the reply said
        # And a form that another site made does nothing
        forged = browser.post("/desk/deliveries", data={"do": "away", "letter": number, "stamp": "0" * 64})
        is_problem(forged, 403, "form_refused")
        # When the officer sends it again
        form = {"do": "again", "letter": number, "stamp": stamp_of(page)}
        said = browser.post("/desk/deliveries", data=form)
        # Then the user has it, and who did it is written down
        assert "Đang gửi lại 1 tin" in said.text
        assert "trí tuệ nhân tạo" in zalo.wait_for("8001", 2)[1].text
        again = opened(browser)
        assert "Tin chưa gửi được (0)" in again
        assert "<td>Gửi lại</td><td>Trần Thị Trực</td>" in again
        # And a second press of the same page sends nothing twice
        assert "Đang gửi lại 0 tin" in browser.post("/desk/deliveries", data=form).text
    assert len(zalo.to("8001")) == 2
    assert "Trực" not in logs.getvalue()


def test_the_command_line_does_the_same_without_a_browser(
    office: RunningGateway, zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_HOME", str(office.settings.home))
    monkeypatch.setenv("TROLY_DATABASE_URL", office.settings.database_url)
    monkeypatch.setenv("COLUMNS", "240")

    def troly(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["deliveries", *arguments])
        return result.exit_code, result.output

    assert troly("show") == (0, "Nothing: all was delivered, or still is.\n")
    number = dead_letter(office, zalo, "8002")
    shown = troly("show")[1]
    assert "[zalo_-201]" in shown
    assert "Gửi miễn phí đến" in shown
    # The running gateway takes up what the other process decided
    assert troly("again", number, "--by", "Trần Thị Trực") == (0, "1 of 1 to be sent again.\n")
    zalo.wait_for("8002", 2)
    assert troly("away", number, "--by", "Trần Thị Trực") == (1, "0 of 1 put away.\n")
    assert troly("away", number, "--by", " ")[0] == 2
    number = dead_letter(office, zalo, "8003")
    assert troly("away", number, "--by", "Trần Thị Trực") == (0, "1 of 1 put away.\n")
    assert "Cất đi" in troly("show")[1]
