import { Card, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { useLanguage, useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { type Column, DataTable } from "@/ui/table";

import { countryName } from "./countries";

type Group = Schema["Group"];
type Props<Row> = { title: string; about?: string; rows: readonly Row[]; first: Column<Row>; more?: readonly Column<Row>[]; idOf: (row: Row) => string };

export const Hidden = () => (
  <Text span inherit c="dimmed">
    {useText()("campaigns.audience.hidden")}
  </Text>
);

/** A figure of a group; of groups that are too few people it is said that they are. */
export const useShown = () => {
  const formats = useFormats();
  return {
    count: (value: number | null): ReactNode => (value === null ? <Hidden /> : formats.count(value)),
    share: (value: number | null): ReactNode => formats.ratio(value),
    money: (value: string | null): ReactNode => formats.money(value),
  };
};

/** One table of groups: people, their share, what they ordered. */
export function GroupTable<Row extends Group>({ title, about, rows, first, more = [], idOf }: Props<Row>) {
  const say = useText();
  const shown = useShown();
  const columns: Column<Row>[] = [
    first,
    { key: "people", label: say("campaigns.audience.people"), isFigure: true, show: (row) => shown.count(row.people) },
    { key: "share", label: say("campaigns.audience.share"), isFigure: true, show: (row) => shown.share(row.share) },
    { key: "revenue", label: say("campaigns.audience.revenue"), isFigure: true, show: (row) => shown.money(row.net_revenue) },
    ...more,
  ];
  return (
    <Card withBorder component="section">
      <Title order={2} size="h5">
        {title}
      </Title>
      {about && (
        <Text size="xs" c="dimmed" mb="xs">
          {about}
        </Text>
      )}
      <DataTable label={title} rows={rows} columns={columns} idOf={idOf} empty={say("campaigns.audience.nobody")} />
    </Card>
  );
}

export const Segments = ({ groups }: { groups: readonly Schema["SegmentGroup"][] }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <GroupTable
      title={say("campaigns.segments")}
      about={say("campaigns.segments.about")}
      rows={groups}
      idOf={({ segment }) => segment}
      first={{ key: "segment", label: say("campaigns.segment"), show: ({ segment }) => say(`campaigns.segment.${segment}`) }}
      more={[{ key: "days", label: say("campaigns.segment.days"), isFigure: true, show: ({ days_since }) => formats.number(days_since) }]}
    />
  );
};

export const Countries = ({ groups }: { groups: readonly Schema["CountryGroup"][] }) => {
  const say = useText();
  const { language } = useLanguage();
  const named = ({ code, country, other }: Schema["CountryGroup"]) => (other ? say("campaigns.audience.other") : code ? countryName(code, country, language) : say("campaigns.country.unknown"));
  return (
    <GroupTable title={say("campaigns.countries")} rows={groups} idOf={(row) => `${row.code}-${row.other}`} first={{ key: "country", label: say("campaigns.country"), show: named }} />
  );
};

export const Places = ({ groups }: { groups: readonly Schema["PlaceGroup"][] }) => {
  const say = useText();
  const named = ({ place, country, other }: Schema["PlaceGroup"]) => (other ? say("campaigns.audience.other") : place ? [place, country].filter(Boolean).join(", ") : say("campaigns.place.unknown"));
  return (
    <GroupTable
      title={say("campaigns.places")}
      about={say("campaigns.places.about")}
      rows={groups}
      idOf={(row) => `${row.country}-${row.place}-${row.other}`}
      first={{ key: "place", label: say("campaigns.place"), show: (row) => <span style={{ textTransform: row.place ? "capitalize" : undefined }}>{named(row)}</span> }}
    />
  );
};

export const Ratings = ({ ratings }: { ratings: Schema["RatingsOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const shown = useShown();
  return (
    <Card withBorder component="section">
      <Title order={2} size="h5">
        {say("campaigns.ratings")}
      </Title>
      <Text size="sm" mb="xs">
        {ratings.mean === null ? say("campaigns.ratings.few") : say("campaigns.ratings.mean", { mean: formats.rating(ratings.mean) })}
      </Text>
      {ratings.by_rating.length > 0 && (
        <DataTable
          label={say("campaigns.ratings")}
          rows={ratings.by_rating}
          idOf={({ rating }) => rating}
          columns={[
            { key: "rating", label: say("campaigns.rating"), show: ({ rating }) => `${rating} / 5` },
            { key: "people", label: say("campaigns.audience.people"), isFigure: true, show: ({ people }) => shown.count(people) },
            { key: "ratings", label: say("campaigns.ratings.count"), isFigure: true, show: (row) => formats.count(row.ratings) },
          ]}
        />
      )}
    </Card>
  );
};
