import json
import time

from azure.storage.blob import BlobServiceClient
from azure.storage.queue import QueueServiceClient, TextBase64DecodePolicy

from tests.local.conftest import end, wait_for

SHORT_LEASE = {"LOCAL_HOST_MESSAGE_LEASE": "1"}


def names(hosted, trace: str = "blob") -> list[str]:
    return [one["name"].split("/", 1)[1] for one in hosted.traces(trace)]


def test_a_blob_is_noticed_within_two_seconds_and_its_output_written(plain_host, stack):
    hosted = plain_host
    hosted.incoming.upload_blob("a/b.txt", b"hello")
    began = time.monotonic()

    seen = wait_for(lambda: [one for one in hosted.traces("blob") if one["name"].endswith("a/b.txt")])[0]

    assert time.monotonic() - began < 2
    assert seen["name"] == f"{hosted.incoming.container_name}/a/b.txt"
    assert seen["uri"] == hosted.incoming.get_blob_client("a/b.txt").url
    assert (seen["length"], seen["text"]) == (5, "hello")
    copies = BlobServiceClient.from_connection_string(stack.storage_connection_string).get_container_client("copies")
    copy = copies.get_blob_client("a/b.txt.copy")
    wait_for(copy.exists)
    assert copy.download_blob().readall() == b"hello"


def test_a_changed_blob_runs_again_and_an_old_one_does_not_after_a_restart(start_host, stack):
    hosted = start_host()
    hosted.incoming.upload_blob("old", b"1")
    hosted.incoming.upload_blob("changed", b"1")
    wait_for(lambda: len(names(hosted, "blob-ended")) == 2)
    hosted.incoming.upload_blob("changed", b"2", overwrite=True)
    wait_for(lambda: names(hosted).count("changed") == 2)
    stack.stop_host(hosted.process)
    hosted.incoming.upload_blob("meanwhile", b"1")

    hosted.start_again()

    wait_for(lambda: "meanwhile" in names(hosted))
    assert sorted(names(hosted)) == ["changed", "changed", "meanwhile", "old"]


def test_five_tries_then_the_poison_queue(plain_host, stack):
    hosted = plain_host
    service = QueueServiceClient.from_connection_string(stack.storage_connection_string)
    poison = service.get_queue_client("webjobs-blobtrigger-poison", message_decode_policy=TextBase64DecodePolicy())
    properties = hosted.incoming.upload_blob("bad", b"poison").get_blob_properties()

    container = hosted.incoming.container_name  # other tests leave messages of theirs
    wait_for(lambda: any(container in one.content for one in poison.peek_messages(32)))

    (message,) = [one for one in poison.peek_messages(32) if container in one.content]
    assert json.loads(message.content) == {
        "FunctionId": "Host.Functions.on_blob",
        "BlobType": "BlockBlob",
        "ContainerName": container,
        "BlobName": "bad",
        "ETag": properties.etag,
        "Type": "BlobTrigger",
    }
    assert names(hosted).count("bad") == 5


def test_the_switch_delivers_each_blob_twice(start_host):
    hosted = start_host(LOCAL_HOST_DUPLICATE_BLOBS="1")
    hosted.incoming.upload_blob("twin", b"1")
    wait_for(lambda: names(hosted, "blob-ended") == ["twin", "twin"])


def test_a_blob_whose_host_is_killed_in_the_middle_runs_again(start_host):
    hosted = start_host(**SHORT_LEASE)
    hosted.incoming.upload_blob("interrupted", b"sleep 1")
    hosted.wait_for_traces("blob", 1)
    hosted.kill()
    assert names(hosted, "blob-ended") == []

    hosted.start_again()

    wait_for(lambda: names(hosted, "blob-ended") == ["interrupted"])


def test_a_worker_killed_in_the_middle_leaves_its_blob_to_another(start_host):
    hosted = start_host(workers=2, **SHORT_LEASE)
    hosted.incoming.upload_blob("interrupted", b"sleep 1")
    victim = hosted.wait_for_traces("blob", 1)[0]["pid"]
    end(victim)
    wait_for(lambda: names(hosted, "blob-ended") == ["interrupted"])
    assert hosted.traces("blob-ended")[0]["pid"] != victim


def test_a_long_run_keeps_its_message(start_host):
    hosted = start_host(workers=2, **SHORT_LEASE)
    hosted.incoming.upload_blob("long", b"sleep 2")
    hosted.wait_for_traces("blob-ended", 1)
    assert len(hosted.traces("blob")) == 1
