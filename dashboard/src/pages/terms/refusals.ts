// What the API refuses in terms, beside the field that it is about. Pure.
import { asProblem } from "@/api/problem";

export type Refusals = { general: string[]; components: ReadonlyMap<number, Readonly<Record<string, string>>> };

export const NONE: Refusals = { general: [], components: new Map() };

// "/rules/components/0/revenue_share/rate": which component, its basis, and what of it.
const OF_COMPONENT = /^\/rules\/components\/(\d+)(?:\/\w+)?(?:\/(.+))?$/;

export const refusalsOf = (error: unknown): Refusals => {
  const problem = asProblem(error);
  const components = new Map<number, Record<string, string>>();
  const general: string[] = problem.errors.length > 0 ? [] : [problem.detail];
  for (const { pointer, message } of problem.errors) {
    const place = OF_COMPONENT.exec(pointer);
    if (!place) {
      general.push(`${pointer.replace(/^\/(rules\/)?/, "").replaceAll("/", " ")}: ${message}`);
      continue;
    }
    const at = Number(place[1]);
    components.set(at, { ...components.get(at), [place[2] ?? ""]: message });
  }
  return { general, components };
};
