import { NumberInput, Select, SimpleGrid, TextInput } from "@mantine/core";

import { useText } from "@/messages";

import { AUTHORIZATIONS, type Authorization, authorizedBy, type Feed, PAGINGS, type Paging, pagedBy } from "./feed";

type Errors = Record<string, string>;
type Props = { feed: Feed; onChange: (feed: Feed) => void; errors: Errors };

/** Where a feed is fetched, by which secret, and how its pages follow one another. */
export const FeedFields = ({ feed, onChange, errors }: Props) => {
  const say = useText();
  const change = (changes: Partial<Feed>) => onChange({ ...feed, ...changes });
  return (
    <>
      <TextInput type="url" label={say("imports.feed.url")} description={say("imports.feed.url.hint")} value={feed.url} onChange={(event) => change({ url: event.currentTarget.value })} error={errors["feed.url"] ?? errors.feed} required />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={say("imports.feed.authorization")}
          data={AUTHORIZATIONS.map((value) => ({ value, label: say(`imports.feed.authorization.${value}`) }))}
          value={feed.authorization?.kind ?? "none"}
          onChange={(kind) => change({ authorization: authorizedBy(kind, feed.authorization) })}
          allowDeselect={false}
        />
        {feed.authorization && <Secret of={feed.authorization} onChange={(authorization) => change({ authorization })} errors={errors} />}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={say("imports.feed.paging")}
          data={PAGINGS.map((value) => ({ value, label: say(`imports.feed.paging.${value}`) }))}
          value={feed.paging?.kind ?? "none"}
          onChange={(kind) => change({ paging: pagedBy(kind) })}
          error={errors["feed.paging"]}
          allowDeselect={false}
        />
        {feed.paging && <Pages of={feed.paging} onChange={(paging) => change({ paging })} errors={errors} />}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput label={say("imports.feed.timeout")} min={1} max={600} value={feed.timeout_seconds ?? 120} onChange={(value) => change({ timeout_seconds: Number(value) })} />
        <NumberInput label={say("imports.feed.megabytes")} min={1} max={2000} value={feed.most_megabytes ?? 200} onChange={(value) => change({ most_megabytes: Number(value) })} />
      </SimpleGrid>
    </>
  );
};

/** The name of the secret, never the secret itself. */
const Secret = ({ of, onChange, errors }: { of: Authorization; onChange: (one: Authorization) => void; errors: Errors }) => {
  const say = useText();
  const at = `feed.authorization.${of.kind}`;
  return (
    <>
      <TextInput label={say("imports.feed.secret")} description={say("imports.feed.secret.hint")} value={of.secret_name} onChange={(event) => onChange({ ...of, secret_name: event.currentTarget.value })} error={errors[`${at}.secret_name`]} required />
      {of.kind === "basic" && <TextInput label={say("imports.feed.user")} value={of.user} onChange={(event) => onChange({ ...of, user: event.currentTarget.value })} error={errors[`${at}.user`]} required />}
      {of.kind === "header" && <TextInput label={say("imports.feed.header")} value={of.name} onChange={(event) => onChange({ ...of, name: event.currentTarget.value })} error={errors[`${at}.name`]} required />}
    </>
  );
};

const Pages = ({ of, onChange, errors }: { of: Paging; onChange: (one: Paging) => void; errors: Errors }) => {
  const say = useText();
  if (of.kind === "cursor") {
    return (
      <>
        <TextInput label={say("imports.feed.next")} placeholder="data.next" value={of.next} onChange={(event) => onChange({ ...of, next: event.currentTarget.value })} error={errors["feed.paging.cursor.next"]} required />
        <TextInput label={say("imports.feed.parameter")} description={say("imports.feed.parameter.hint")} value={of.parameter ?? ""} onChange={(event) => onChange({ ...of, parameter: event.currentTarget.value || null })} error={errors["feed.paging.cursor.parameter"]} />
      </>
    );
  }
  if (of.kind === "number") {
    return (
      <>
        <TextInput label={say("imports.feed.parameter")} value={of.parameter ?? "page"} onChange={(event) => onChange({ ...of, parameter: event.currentTarget.value })} error={errors["feed.paging.number.parameter"]} required />
        <NumberInput label={say("imports.feed.first")} min={0} value={of.first ?? 1} onChange={(value) => onChange({ ...of, first: Number(value) })} />
        <NumberInput label={say("imports.feed.step")} min={1} value={of.step ?? 1} onChange={(value) => onChange({ ...of, step: Number(value) })} />
      </>
    );
  }
  return null;
};
