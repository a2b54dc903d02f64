// Draws charts as SVG, off the page. Expressions are interpreted: the policy forbids eval here, too.
import "./drawing.canvas";

import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { formatLocale, parse, timeFormatLocale, View } from "vega";

import type { Answer, Question } from "./drawn";
import { numberLocale, timeLocale } from "./locale";
import { look, whole } from "./look";

const drawn = async ({ spec, data, scheme, language, ...size }: Question): Promise<string> => {
  const { spec: compiled } = compile(whole(spec, data, size) as TopLevelSpec, { config: look(scheme) });
  formatLocale(numberLocale(language));
  timeFormatLocale(timeLocale(language));
  const view = new View(parse(compiled, {}, { ast: true }), { expr: expressionInterpreter, renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
};

self.addEventListener("message", ({ data: question }: MessageEvent<Question>) => {
  const { id } = question;
  const say = (answer: Answer) => self.postMessage(answer);
  drawn(question).then(
    (svg) => say({ id, svg }),
    (error: unknown) => say({ id, error: String(error) }),
  );
});
