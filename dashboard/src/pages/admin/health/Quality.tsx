import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useFilters, WindowFilter, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { AdminPage } from "../AdminPage";
import { FLAGS, isRatio } from "./flags";
import { QualityCounts } from "./QualityCounts";

type Finding = Schema["FindingOut"];

/** What cannot be, or is hardly so, in what was reported and recorded. */
const Quality = () => {
  const say = useText();
  const { filters, search } = useFilters();
  const flag = FLAGS.filter((one) => one === search.get("flag"));
  const asked = { ...windowOf(filters), ...(flag.length > 0 && { flag }) };
  const { query, rows } = useList<Finding>(["data-quality", asked], (cursor) => api.GET("/api/data-quality", { params: { query: { ...asked, cursor } } }));
  const columns = useColumns();
  return (
    <AdminPage title="admin.quality" about={say("admin.quality.about")}>
      <WindowFilter />
      <QualityCounts />
      <Listed query={query}>
        <DataTable label={say("admin.quality")} rows={rows} columns={columns} idOf={(one) => [one.flag, one.influencer_id, one.channel, one.measure, one.day].join("/")} empty={say("admin.quality.none")} />
      </Listed>
    </AdminPage>
  );
};

const useColumns = (): Column<Finding>[] => {
  const say = useText();
  const text = useSay();
  const formats = useFormats();
  const figure = (one: Finding, value: number) => (isRatio(one.flag) ? formats.ratio(value) : formats.number(value));
  return [
    { key: "flag", label: say("admin.finding"), show: (one) => say(`admin.flag.${one.flag}`) },
    {
      key: "who",
      label: say("word.influencer"),
      show: (one) =>
        one.influencer_id === null ? (
          say("admin.channel", { channel: one.channel ?? "–" })
        ) : (
          <Anchor component={Link} to={`/influencers/${one.influencer_id}`}>
            {one.influencer_name}
          </Anchor>
        ),
    },
    { key: "platform", label: say("word.platform"), show: (one) => one.platform ?? "–" },
    { key: "measure", label: say("admin.measure"), show: (one) => (one.measure ? text(`admin.measure.${one.measure}`).replace("admin.measure.", "") : "–") },
    { key: "day", label: say("admin.worst"), show: (one) => formats.day(one.day) },
    { key: "days", label: say("admin.times"), isFigure: true, show: (one) => formats.count(one.days) },
    { key: "found", label: say("admin.found"), isFigure: true, show: (one) => figure(one, one.found) },
    { key: "expected", label: say("admin.expected"), isFigure: true, show: (one) => figure(one, one.expected) },
  ];
};

export default Quality;
