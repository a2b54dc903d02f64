import { Alert, Button, Group, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { fieldErrors, tell, useUnsavedGuard } from "@/ui/forms";
import { Page } from "@/ui/page";

import { useKeyOf } from "../key";
import { beginning } from "../mapping/mapping";
import { type Target, TARGETS } from "../mapping/targets";
import { type Feed, NEW_FEED } from "./feed";
import { FeedFields } from "./FeedFields";
import { refreshSources } from "./refresh";
import { ScheduleFields } from "./ScheduleFields";
import { slugOf } from "./slug";
import { KINDS } from "./Sources";

type Kind = Schema["SourceKind"];
type Draft = { slug: string; namespace: string; kind: Kind; target: Target; schedule: string | null; feed: Feed };
const EMPTY: Draft = { slug: "", namespace: "", kind: "upload", target: "orders", schedule: null, feed: NEW_FEED };

/** A new source begins switched off, with a mapping to be made from a first file on the next page. */
const NewSource = () => {
  const say = useText();
  const [draft, setDraft] = useState(EMPTY);
  const { errors, isSending, create } = useCreating(draft);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  useUnsavedGuard(draft !== EMPTY && !isSending);
  return (
    <Page title={say("imports.new")} above={[{ label: say("nav.imports"), to: "/imports" }]}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Stack maw={720}>
          <Naming draft={draft} change={change} errors={errors} />
          {draft.kind === "https_feed" && <FeedFields feed={draft.feed} onChange={(feed) => change({ feed })} errors={errors} />}
          {draft.kind !== "upload" && <ScheduleFields kind={draft.kind} schedule={draft.schedule} onChange={(schedule) => change({ schedule })} error={errors.schedule} />}
          <Alert>{say("imports.new.next")}</Alert>
          <Group>
            <Button type="submit" loading={isSending}>
              {say("imports.new.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
};

type NamingProps = { draft: Draft; change: (changes: Partial<Draft>) => void; errors: Record<string, string> };

const Naming = ({ draft, change, errors }: NamingProps) => {
  const say = useText();
  const targets = TARGETS.map((value) => ({ value, label: say(`imports.target.${value}`) }));
  return (
    <>
      <TextInput label={say("word.name")} description={say("imports.slug.hint")} value={draft.slug} onChange={(event) => change({ slug: event.currentTarget.value })} onBlur={() => change({ slug: slugOf(draft.slug) })} pattern="[a-z0-9\-]{1,60}" error={errors.slug} required />
      <Radio.Group label={say("imports.kind")} value={draft.kind} onChange={(value) => change({ kind: KINDS.find((kind) => kind === value) ?? "upload" })}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={say(`imports.kind.${kind}`)} description={say(`imports.kind.${kind}.about`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Select label={say("imports.target")} data={targets} value={draft.target} onChange={(value) => change({ target: TARGETS.find((target) => target === value) ?? "orders" })} allowDeselect={false} searchable />
      <TextInput label={say("imports.namespace")} description={say("imports.namespace.hint")} placeholder={draft.slug} value={draft.namespace} onChange={(event) => change({ namespace: event.currentTarget.value })} error={errors.namespace} />
    </>
  );
};

const useCreating = (draft: Draft) => {
  const say = useText();
  const go = useNavigate();
  const queries = useQueryClient();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isSending, setSending] = useState(false);
  // The same draft sent twice makes one source; a corrected one is another request.
  const key = useKeyOf(draft);
  const create = async () => {
    const { slug, namespace, kind, target, schedule, feed } = draft;
    setSending(true);
    setErrors({});
    const own = kind === "https_feed" ? { schedule, feed } : kind === "blob_folder" ? { schedule } : {};
    try {
      const { data } = await api.POST("/api/imports/sources", { body: { slug, kind, enabled: false, namespace: namespace || null, mapping: beginning(target), ...own }, params: { header: { "Idempotency-Key": key } } });
      await refreshSources(queries);
      if (data) await go(`/imports/sources/${data.source_id}/mapping?new=1`);
    } catch (error) {
      setErrors(fieldErrors(error));
      tell(error, say);
      setSending(false);
    }
  };
  return { errors, isSending, create };
};

export default NewSource;
