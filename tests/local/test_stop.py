import os
import signal
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.local.conftest import wait_for


def test_running_work_is_finished_and_none_begun(start_host):
    hosted = start_host()
    hosted.incoming.upload_blob("slow", b"sleep 1")
    hosted.wait_for_traces("blob", 1)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(httpx.get, f"{hosted.process.url}/api/slow?seconds=1")
        hosted.wait_for_traces("slow-began", 1)
        os.kill(hosted.process.child.pid, signal.SIGTERM)
        hosted.incoming.upload_blob("too-late", b"1")
        assert slow.result().text == "done"
    wait_for(lambda: not hosted.process.child.alive)

    assert hosted.process.child.process.returncode == 0
    assert [one["name"].split("/")[1] for one in hosted.traces("blob-ended")] == ["slow"]


def test_what_outlasts_the_grace_period_is_ended(start_host):
    hosted = start_host(grace=0.5)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(httpx.get, f"{hosted.process.url}/api/slow?seconds=20")
        hosted.wait_for_traces("slow-began", 1)
        os.kill(hosted.process.child.pid, signal.SIGTERM)
        wait_for(lambda: not hosted.process.child.alive, 5)
        assert isinstance(slow.exception(), httpx.HTTPError) or slow.result().status_code >= 500
    assert hosted.traces("slow-ended") == []
