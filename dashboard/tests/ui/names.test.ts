import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";

import { forgetNames, type Named, readNames } from "@/ui/names";

it("asks for each name once, at most 200 at a time, until they are forgotten", async () => {
  const queries = new QueryClient();
  const asked: number[][] = [];
  const ask = (ids: number[]): Promise<Named[]> => {
    asked.push(ids);
    return Promise.resolve(ids.map((id) => ({ id, name: `Demo ${id}` })));
  };
  const ids = Array.from({ length: 250 }, (_, index) => index + 1);

  await readNames(queries, "product", ids, ask);
  expect(asked.map(({ length }) => length)).toEqual([200, 50]);

  const names = await readNames(queries, "product", [...ids, 251], ask);
  expect(asked.slice(2)).toEqual([[251]]);
  expect(names).toHaveLength(251);

  await forgetNames(queries, "product");
  await readNames(queries, "product", [1], ask);
  expect(asked.slice(3)).toEqual([[1]]);
});
