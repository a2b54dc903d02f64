// A chart one can point at: drawn in the page itself, a script of its own. Expressions are interpreted: the page's
// policy forbids eval.
import { useEffect, useRef } from "react";
import type { VisualizationSpec } from "vega-embed";
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

import type { Drawn } from "./drawn";
import { numberLocale, timeLocale } from "./locale";
import { look, whole } from "./look";

type Props = Drawn & { onReady: () => void };

const Live = ({ spec, data, width, height, scheme, language, onReady }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const ready = useRef(onReady);
  ready.current = onReady;

  useEffect(() => {
    const node = place.current;
    if (!node) return undefined;
    let isGone = false;
    let finalize = (): void => undefined;
    const drawn = whole(spec, data, { width, height }) as VisualizationSpec;
    void embed(node, drawn, { actions: false, renderer: "svg", ast: true, expr: expressionInterpreter, config: look(scheme), tooltip: { theme: scheme }, formatLocale: numberLocale(language), timeFormatLocale: timeLocale(language) }).then((result) => {
      if (isGone) return result.finalize();
      finalize = () => result.finalize();
      ready.current();
    });
    return () => {
      isGone = true;
      finalize();
    };
  }, [spec, data, width, height, scheme, language]);

  return <div ref={place} />;
};

export default Live;
