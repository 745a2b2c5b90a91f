"""How an official connects an OA, and who cannot."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest

from connectors.channels.zalo.oauth import challenge_of, new_verifier
from tests.connectors.conftest import MakeGateway
from tests.connectors.harness import RunningGateway, is_problem
from tests.connectors.platforms import CONNECT_SECRET, MakeConnected, permit, zalo_settings
from tests.fakes.zalo import FakeZalo


def visit(gateway: RunningGateway, page: str, **params: str) -> httpx.Response:
    """Open a page, without following where it leads."""
    secret = ("ai-cung-duoc", CONNECT_SECRET)
    return httpx.get(f"{gateway.url}/zalo/{page}", params=params, auth=secret, trust_env=False, timeout=60)


@pytest.fixture
def gateway(make_gateway: MakeGateway, zalo: FakeZalo) -> RunningGateway:
    """Set up, but not connected yet."""
    return make_gateway(**zalo_settings(zalo))


def test_an_official_connects(gateway: RunningGateway, zalo: FakeZalo) -> None:
    page = permit(gateway)
    assert page.status_code == 200
    assert "Đã kết nối" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    [row] = gateway.rows("SELECT * FROM zalo_tokens")
    assert row["account"] == zalo.oa_id
    # And neither tokens nor what they come from can be read in the database
    kept = (gateway.settings.home / "gateway.db").read_bytes() + (gateway.settings.home / "gateway.db-wal").read_bytes()
    for secret in (zalo.tokens.access, zalo.tokens.refresh, zalo.app_secret, CONNECT_SECRET):
        assert secret.encode() not in kept


@pytest.mark.parametrize("password", ["", "sai", CONNECT_SECRET[:-1], CONNECT_SECRET + "x", "é"])
def test_nobody_connects_without_the_secret(gateway: RunningGateway, zalo: FakeZalo, password: str) -> None:
    refused = permit(gateway, password)
    is_problem(refused, 401, "secret_needed")
    assert refused.headers["www-authenticate"].startswith("Basic ")
    assert zalo.calls == []


@pytest.mark.parametrize("header", ["", "Basic", "Basic ***", "Bearer eDp5", "Basic eA=="])
def test_headers_that_are_no_password(gateway: RunningGateway, header: str) -> None:
    response = httpx.get(f"{gateway.url}/zalo/connect", headers={"Authorization": header}, trust_env=False, timeout=60)
    is_problem(response, 401, "secret_needed")


def test_without_its_secret_there_is_no_page(make_gateway: MakeGateway, zalo: FakeZalo) -> None:
    gateway = make_gateway(**zalo_settings(zalo, zalo_connect_secret=None))
    for page in ("connect", "callback"):
        is_problem(visit(gateway, page), 404, "not_found")


def test_the_permission_page_gets_state_challenge_and_callback(make_gateway: MakeGateway, zalo: FakeZalo) -> None:
    gateway = make_gateway(**zalo_settings(zalo, public_url="https://tro-ly.example.vn/"))
    asked = [urlsplit(visit(gateway, "connect").headers["location"]) for _ in range(2)]
    queries = [{name: values[0] for name, values in parse_qs(one.query).items()} for one in asked]
    assert {one.path for one in asked} == {"/v4/oa/permission"}
    assert {query["redirect_uri"] for query in queries} == {"https://tro-ly.example.vn/zalo/callback"}
    assert {query["app_id"] for query in queries} == {zalo.app_id}
    assert len({query["state"] for query in queries}) == len({query["code_challenge"] for query in queries}) == 2
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", query["code_challenge"]) for query in queries)


def test_a_challenge_that_was_saved_in_the_console(make_gateway: MakeGateway, zalo: FakeZalo) -> None:
    verifier = new_verifier()
    zalo.console_challenge = challenge_of(verifier)
    assert permit(make_gateway(**zalo_settings(zalo))).status_code == 400
    assert permit(make_gateway(**zalo_settings(zalo, zalo_code_verifier=verifier))).status_code == 200


@pytest.mark.both_databases
def test_a_callback_counts_once_and_only_with_a_state_of_ours(gateway: RunningGateway, zalo: FakeZalo) -> None:
    permission = visit(gateway, "connect").headers["location"]
    back = httpx.get(permission, trust_env=False, timeout=60).headers["location"]
    forged = re.sub(r"state=[^&]+", "state=forged", back)
    for address in (forged, re.sub(r"&state=[^&]+", "", back), f"{gateway.url}/zalo/callback"):
        page = httpx.get(address, trust_env=False, timeout=60)
        assert page.status_code == 400
        assert "hết hạn" in page.text
    assert gateway.rows("SELECT * FROM zalo_tokens") == []
    assert httpx.get(back, trust_env=False, timeout=60).status_code == 200
    issued = zalo.tokens.issued
    assert httpx.get(back, trust_env=False, timeout=60).status_code == 400
    assert zalo.tokens.issued == issued


def test_zalo_refuses_or_is_away(gateway: RunningGateway, zalo: FakeZalo) -> None:
    for fault, words in ((-14003, "từ chối"), ("500", "Chưa gọi được"), ("cut", "Chưa gọi được")):
        zalo.faults.add("token", fault)
        page = permit(gateway)
        assert page.status_code == 400
        assert words in page.text
    assert gateway.rows("SELECT * FROM zalo_tokens") == []


def test_a_new_gateway_secret_makes_old_tokens_unreadable_until_connected_again(
    make_connected: MakeConnected, make_gateway: MakeGateway, zalo: FakeZalo
) -> None:
    first = make_connected()
    first.stop()
    settings = first.settings.model_dump() | {"TROLY_DATABASE_URL": first.settings.database_url}
    assert settings["zalo_app_id"] == zalo.app_id
    again = make_gateway(**zalo_settings(zalo), gateway_secret="n" * 32)
    zalo.webhook_url = f"{again.url}/webhooks/zalo"
    zalo.says("3001", "chào").result(60)
    assert zalo.to("3001") == []
    assert permit(again).status_code == 200
