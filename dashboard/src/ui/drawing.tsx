// A chart's place: first its picture from the worker; the chart itself, with what it tells of each point, when one
// comes near it.
import { Box, useComputedColorScheme } from "@mantine/core";
import { useDebouncedValue, useElementSize } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";

import { useLanguage } from "@/messages";

import type { Datum } from "./chart";
import { addressOf, asPng, draw, type Drawn } from "./drawn";
import { Loading } from "./states";

const Live = lazy(() => import("./live"));

export type Give = (kind: "png" | "svg") => Promise<string>;

type Props = { spec: object; data: readonly Datum[]; height: number; onReady: (give: Give) => void };

// Not at once: where the menu folds, the first width is that of its first frame.
const CALM = 60;

export const Drawing = ({ spec, data, height, onReady }: Props) => {
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  const [width] = useDebouncedValue(Math.floor(measured), CALM);
  const scheme = useComputedColorScheme("light");
  const { language } = useLanguage();
  const drawn = useMemo(() => ({ spec, data, width, height, scheme, language }), [spec, data, width, height, scheme, language]);
  const [isNear, setIsNear] = useState(false);
  const [live, setLive] = useState<Drawn>();
  const { svg, isBroken } = usePicture(drawn, onReady);
  const isLive = live === drawn;
  const near = () => setIsNear(true);
  return (
    <Box ref={ref} pos="relative" w="100%" mih={height} aria-hidden onPointerEnter={near}>
      {!isLive && (svg ? <Picture svg={svg} /> : <Loading />)}
      {(isNear || isBroken) && width > 0 && (
        <Suspense>
          <Box style={isLive ? undefined : { position: "absolute", inset: 0, visibility: "hidden" }}>
            <Live {...drawn} onReady={() => setLive(drawn)} />
          </Box>
        </Suspense>
      )}
    </Box>
  );
};

/** What the worker drew, as elements of the page: so it is printed in the colours of paper. */
const Picture = ({ svg }: { svg: string }) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    place.current?.replaceChildren(document.importNode(drawing, true));
  }, [svg]);
  return <div ref={place} />;
};

/** The picture, the last one until there is a newer; whether there can be none. */
const usePicture = (drawn: Drawn, onReady: Props["onReady"]) => {
  const [svg, setSvg] = useState<string>();
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    if (drawn.width === 0) return undefined;
    let isGone = false;
    const show = (made: string) => {
      if (isGone) return;
      setSvg(made);
      onReady((kind) => (kind === "png" ? asPng(made) : Promise.resolve(addressOf(made))));
    };
    draw(drawn).then(show, () => setIsBroken(true));
    return () => {
      isGone = true;
    };
  }, [drawn]);
  return { svg, isBroken };
};
