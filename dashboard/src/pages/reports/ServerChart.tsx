import { Alert, Box, Skeleton, useComputedColorScheme } from "@mantine/core";
import { useInViewport, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { $api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useLanguage, useText } from "@/messages";
import { useMe } from "@/session/session";
import { Chart } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import { Failure } from "@/ui/states";

import { columnsOf, heightOf, rowsOf, type ServerChart as Answer, specOf } from "./charts";
import { useNamed } from "./useOptions";
import type { ChartQuery } from "./values";

type Props = { slug: string; label: string; query: ChartQuery };

const DOES_NOT_FIT = "chart_does_not_fit";
const PLACE = 300;

/** A chart of a report as it would be in the file; asked for when it is seen. */
export const ServerChart = ({ slug, label, query }: Props) => {
  const say = useText();
  const { ref, inViewport } = useInViewport();
  const [wasSeen, setWasSeen] = useState(false);
  if (inViewport && !wasSeen) setWasSeen(true);
  const { data, error, refetch } = $api.useQuery("get", "/api/charts/{slug}", { params: { path: { slug }, query } }, { enabled: wasSeen, placeholderData: keepPreviousData });
  return (
    <Box ref={ref} miw={0}>
      {error ? (
        asProblem(error).code === DOES_NOT_FIT ? (
          <Alert color="gray" title={label}>
            {say("reports.chart.none")}
          </Alert>
        ) : (
          <Failure error={error} retry={() => void refetch()} />
        )
      ) : data ? (
        <Drawn chart={data} label={label} />
      ) : (
        <Skeleton height={PLACE} role="status" aria-label={`${say("state.loading")} ${label}`} />
      )}
    </Box>
  );
};

const Drawn = ({ chart, label }: { chart: Answer; label: string }) => {
  const say = useText();
  const { language } = useLanguage();
  const named = useNamed();
  const formats = useFormats();
  const { currency } = useMe();
  const scheme = useComputedColorScheme("light");
  const rows = useMemo(() => rowsOf(chart), [chart]);
  const isNarrow = useMediaQuery("(max-width: 40em)") ?? false;
  const spec = useMemo(() => specOf(chart, { scheme, isNarrow }), [chart, scheme, isNarrow]);
  // The server says more in its title, but in English only.
  const title = language === "en" ? chart.title : label;
  if (rows.length === 0) {
    return (
      <Alert color="gray" title={title}>
        {say("reports.chart.empty")}
      </Alert>
    );
  }
  const columns = columnsOf(chart, rows, { ...formats, currency, name: (field) => named("column", field) });
  return <Chart title={title} alt={chart.alt} spec={spec} data={rows} columns={columns} height={heightOf(chart, rows)} />;
};
