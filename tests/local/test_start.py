"""A host that cannot start says why in one line."""

import pytest

from local.errors import StackError
from local.run import number_asked
from local.stack import HostOptions
from tests.local.conftest import FIXTURE_APP


def test_a_missing_setting_stops_the_start(stack, tmp_path):
    env = {"FIXTURE_TRACES": str(tmp_path), "INCOMING": "in", "PYTHONDONTWRITEBYTECODE": "1"}
    with pytest.raises(StackError, match="Function on_tick: the setting TICK is missing"):
        stack.start_host(HostOptions(FIXTURE_APP, env=env, name="no-setting"))


def test_a_missing_settings_file_is_named(stack, tmp_path):
    options = HostOptions(FIXTURE_APP, settings=tmp_path / "local.settings.json", name="no-file")
    with pytest.raises(StackError, match=r"local\.settings\.json is missing"):
        stack.start_host(options)


def test_a_port_in_use_is_told_with_its_owner(stack, tmp_path):
    options = HostOptions(FIXTURE_APP, port=stack.smtp_port, name="no-port")
    told = rf"Port {stack.smtp_port} is in use.*set PORT="
    with pytest.raises(StackError, match=told):
        stack.start_host(options)
    with pytest.raises(StackError, match=told):  # what `make run` asks before it builds anything
        stack.require_port(stack.smtp_port)


@pytest.mark.parametrize("written", ["abc", "0", "80000", "-1", "7071.5", "٣"])
def test_a_port_that_is_none_is_told_in_one_line(monkeypatch, written):
    monkeypatch.setenv("PORT", written)
    with pytest.raises(StackError, match=f"PORT={written} is no whole number from 1 to 65535"):
        number_asked("PORT", 7071, 65_535)
