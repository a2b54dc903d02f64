import { Alert, Button, Card, SimpleGrid, Stack, Title } from "@mantine/core";
import { Link, useParams } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { RunTable } from "../runs/RunTable";
import { MappingSummary } from "./MappingSummary";
import { Settings } from "./Settings";
import { SourceActions } from "./SourceActions";
import { SourceFacts } from "./SourceFacts";
import { Upload } from "./Upload";

type OneSource = Schema["SourceOut"];

/** One source: how it stands, how it is read, and what came of it. */
const Source = () => {
  const say = useText();
  const sourceId = Number(useParams().sourceId);
  const query = $api.useQuery("get", "/api/imports/sources/{source_id}", { params: { path: { source_id: sourceId } } });
  return (
    <Page title={query.data?.slug ?? say("imports.source")} above={[{ label: say("nav.imports"), to: "/imports" }]} actions={query.data && <SourceActions source={query.data} />}>
      <Loaded query={query}>{(source) => <Told source={source} />}</Loaded>
    </Page>
  );
};

const Told = ({ source }: { source: OneSource }) => {
  const say = useText();
  const may = useMay();
  return (
    <Stack>
      {source.failures > 0 && (
        <Alert color="red" title={say("imports.source.failures", { count: source.failures })} role="alert">
          {source.last_error}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card withBorder>
          <SourceFacts source={source} />
        </Card>
        {may("imports.run") && <Upload source={source} />}
      </SimpleGrid>
      {may("imports.manage") && source.kind !== "upload" && <Settings key={JSON.stringify([source.schedule, source.feed])} source={source} />}
      <section>
        <Title order={2} size="h4" mb="xs">
          {say("imports.runs")}
        </Title>
        <RunTable sourceId={source.source_id} />
      </section>
      <section>
        <Title order={2} size="h4" mb="xs">
          {say("imports.mapping")}
        </Title>
        <MappingSummary source={source} />
        {may("imports.manage") && (
          <Button mt="sm" variant="default" component={Link} to={`/imports/sources/${source.source_id}/mapping`}>
            {say("imports.mapping.edit")}
          </Button>
        )}
      </section>
    </Stack>
  );
};

export default Source;
