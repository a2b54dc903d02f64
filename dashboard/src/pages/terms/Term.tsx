import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link, useParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { DataTable, Facts } from "@/ui/table";

import { standingOf, type TermDetail, useVersions } from "./data";
import { Deliverables } from "./Deliverables";
import { Preview } from "./Preview";
import { Standing, useValidity } from "./Standing";
import { TermActions } from "./TermActions";
import { RulesWords } from "./words";

const TermPage = () => {
  const say = useText();
  const term_id = Number(useParams()["termId"]);
  const query = $api.useQuery("get", "/api/terms/{term_id}", { params: { path: { term_id } } });
  const above = [{ label: say("terms.title"), to: "/finance/terms" }];
  const term = query.data;
  const title = term ? say("terms.of", { influencer: term.influencer_name, campaign: term.campaign_name }) : say("terms.title");
  return (
    <FinancePage title={title} above={above} actions={term && <TermActions term={term} />}>
      <Loaded query={query}>{(found) => <Whole key={found.term_id} term={found} />}</Loaded>
    </FinancePage>
  );
};

const Whole = ({ term }: { term: TermDetail }) => {
  const say = useText();
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card withBorder component="section">
          <Title order={2} size="h4" mb="sm">
            {say("terms.agreed")}
          </Title>
          <RulesWords rules={term.rules} />
        </Card>
        <About term={term} />
      </SimpleGrid>
      <Deliverables term={term} />
      <Versions term={term} />
      {term.rules.components.length > 0 && <Preview rules={() => term.rules} version={term.term_id} influencerId={term.influencer_id} campaignId={term.campaign_id} />}
    </Stack>
  );
};

const About = ({ term }: { term: TermDetail }) => {
  const say = useText();
  const formats = useFormats();
  const validity = useValidity();
  const { business_day } = useMe();
  const facts: [string, React.ReactNode][] = [
    [say("word.influencer"), <Anchor key="i" component={Link} to={`/influencers/${term.influencer_id}`}>{term.influencer_name}</Anchor>],
    [say("word.campaign"), <Anchor key="c" component={Link} to={`/campaigns/${term.campaign_id}`}>{term.campaign_name}</Anchor>],
    [say("terms.version"), term.term_version],
    [say("terms.validity"), <Group key="v" gap="xs"><span>{validity(term)}</span><Standing standing={standingOf(term, business_day)} /></Group>],
    [say("terms.holding"), say("terms.holding.days", { count: term.holding_days })],
    [say("terms.minimum"), formats.money(term.minimum_payout)],
    ...(term.note ? [[say("terms.note"), term.note] as [string, string]] : []),
    ...(term.override_reason ? [[say("terms.override"), term.override_reason] as [string, string]] : []),
  ];
  return (
    <Card withBorder>
      <Facts facts={facts} />
    </Card>
  );
};

/** All versions agreed between the two; the next one ends the one before. */
const Versions = ({ term }: { term: TermDetail }) => {
  const say = useText();
  const validity = useValidity();
  const { business_day } = useMe();
  const query = useVersions(term.campaign_id, term.influencer_id);
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say("terms.versions")}
      </Title>
      <Text size="sm" c="dimmed">
        {say("terms.versions.about")}
      </Text>
      <Loaded query={query}>
        {({ items }) => (
          <DataTable
            label={say("terms.versions")}
            rows={items}
            idOf={(one) => one.term_id}
            columns={[
              {
                key: "version",
                label: say("terms.version"),
                show: (one) =>
                  one.term_id === term.term_id ? (
                    <Group gap="xs" wrap="nowrap">
                      {one.term_version} <Badge variant="default" tt="none" miw="max-content">{say("terms.this")}</Badge>
                    </Group>
                  ) : (
                    <Anchor component={Link} to={`/finance/terms/${one.term_id}`} aria-label={`${say("terms.version")} ${one.term_version}`}>
                      {one.term_version}
                    </Anchor>
                  ),
              },
              { key: "valid", label: say("terms.validity"), show: validity },
              { key: "standing", label: say("terms.standing"), show: (one) => <Standing standing={standingOf(one, business_day)} /> },
              { key: "note", label: say("terms.note"), show: (one) => one.note ?? "–" },
            ]}
          />
        )}
      </Loaded>
    </Stack>
  );
};

export default TermPage;
