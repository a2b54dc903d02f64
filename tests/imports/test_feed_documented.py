"""docs/imports.md says of feeds what the code does."""

import json
import re

from shared.imports.feeds.declared import Feed
from shared.imports.schemas import SourceIn
from tests.imports.test_documented import PAGE, table_after

SECTION = PAGE.partition("## Feeds\n")[2].partition("\n## ")[0]


def test_every_option_of_a_feed_is_explained():
    assert [row[0].strip("`") for row in table_after("## Feeds")] == list(Feed.model_fields)


def test_the_example_of_a_feed_and_every_kind_of_paging_are_valid():
    example = re.search(r"```json\n(.*?)```", SECTION, re.DOTALL)
    assert example is not None
    declared = SourceIn.model_validate(json.loads(example[1]))
    pagings = [json.loads(text) for text in re.findall(r'^\| `(\{"kind".*?\})` \|', SECTION, re.MULTILINE)]

    assert declared.feed is not None
    assert [paging["kind"] for paging in pagings] == ["link", "cursor", "number"]
    for paging in pagings:
        Feed.model_validate({"url": declared.feed.url, "paging": paging})
