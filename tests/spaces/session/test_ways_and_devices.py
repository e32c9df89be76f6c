"""Where one is led, and where one comes from."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kairos.identity.accounts import device
from kairos.spaces.session import ways

requests = RequestFactory()


@pytest.mark.parametrize("path", ["/", "/compte/", "/operateur/demandes/?etat=a&page=2", "/a/é%20b#c"])
def test_a_page_of_ours_is_kept(path):
    assert ways.own(path) == path


@given(st.text())
def test_what_is_kept_stays_on_this_site(path):
    kept = ways.own(path)
    assert kept in ("", path)
    if kept:
        assert kept[0] == "/"
        assert kept[1:2] not in ("/", "\\")
        assert not set(kept) & set("\r\n\t\\\x00 ")


AGENTS = [
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
        "Edge sur Windows",
    ),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18 Safari/605.1", "Safari sur macOS"),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140 Mobile Safari/604.1",
        "Chrome sur iPhone ou iPad",
    ),
    ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/130 Mobile Safari/537", "Samsung Internet sur Android"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Linux"),
    ("curl/8", "Navigateur inconnu"),
    ("", "Navigateur inconnu"),
]


@pytest.mark.parametrize(("agent", "name"), AGENTS)
def test_a_browser_is_a_family_on_a_system(agent, name):
    assert device.of(requests.get("/", HTTP_USER_AGENT=agent)).browser == name


@given(st.text(max_size=2000))
def test_any_agent_fits_its_column(agent):
    assert len(device.of(requests.get("/", HTTP_USER_AGENT=agent)).browser) <= 60


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("", "réseau inconnu"),
        ("unix:", "réseau inconnu"),
    ],
)
def test_an_address_is_known_by_its_network(address, network):
    assert device.of(requests.get("/", REMOTE_ADDR=address)).network == network


@pytest.mark.parametrize(
    ("proxies", "said", "network"),
    [
        (0, "198.51.100.7", "192.0.2.0/24"),
        (1, "198.51.100.7", "198.51.100.0/24"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.0/24"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.0/24"),
        (2, "198.51.100.7", "192.0.2.0/24"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, said, network):
    settings.KAIROS_PROXIES = proxies
    request = requests.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=said)
    assert device.of(request).network == network
