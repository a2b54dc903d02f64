"""A host that cannot start says why in one line."""

import pytest

from local.errors import StackError
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
    with pytest.raises(StackError, match=rf"Port {stack.smtp_port} is in use.*set PORT="):
        stack.start_host(options)
