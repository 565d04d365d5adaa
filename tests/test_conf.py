"""HARBOR_WAGTAIL: read lazily, checked, and never silently ignored."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from harbor_wagtail.conf import DEFAULTS, conf


def test_without_a_setting_every_key_has_its_default() -> None:
    assert {key: getattr(conf, key) for key in DEFAULTS} == DEFAULTS


def test_a_hosts_value_wins_and_the_default_returns_when_it_goes() -> None:
    with override_settings(HARBOR_WAGTAIL={"RESULTS_PER_PAGE": 5}):
        assert conf.RESULTS_PER_PAGE == 5
        assert conf.PHONE_REGION == "US"
    assert conf.RESULTS_PER_PAGE == 20


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"RESULT_PER_PAGE": 5}, "Did you mean 'RESULTS_PER_PAGE'", id="a slip names the close key"),
        pytest.param({"SHOE": "red"}, "CHECKED_STALE_DAYS, CLEAN_PICTURES", id="a stranger lists the known keys"),
        pytest.param({"RESULTS_PER_PAGE": "20"}, "must be of type int", id="text for a number"),
        pytest.param({"RESULTS_PER_PAGE": True}, "must be of type int", id="a switch for a number"),
        pytest.param({"RESULTS_PER_PAGE": 0}, "must be 1 or more", id="no results at all"),
        pytest.param({"PHONE_REGION": "USA"}, "two-letter region", id="three letters for a region"),
        pytest.param({"CSP_SOURCES": {"img-src": "https://a.example"}}, "must be a list", id="a bare source"),
        pytest.param(
            {"CSP_SOURCES": {"img-src": ["x; script-src *"]}}, "must be a list", id="a policy within a source"
        ),
        pytest.param(["RESULTS_PER_PAGE"], "must be a dict, not list", id="not a dict"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(given: object, said: str) -> None:
    with (
        override_settings(HARBOR_WAGTAIL=given),
        pytest.raises(ImproperlyConfigured, match="HARBOR_WAGTAIL") as refused,
    ):
        _ = conf.PHONE_REGION
    assert said in str(refused.value)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no key 'NOPE'"):
        _ = conf.NOPE
