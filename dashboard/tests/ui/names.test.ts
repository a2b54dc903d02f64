import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";

import { forgetNames, gathered, type Named, readNames } from "@/ui/names";

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

it("asks once for all names that are wanted in the same moment, and anew for those wanted later", async () => {
  const asked: number[][] = [];
  const nameOf = gathered((ids) => {
    asked.push(ids);
    return Promise.resolve(ids.filter((id) => id !== 3).map((id) => ({ id, name: `Demo ${id}` })));
  });

  const names = await Promise.all([1, 2, 3, 1].map(nameOf));
  expect(names.map((one) => one?.name)).toEqual(["Demo 1", "Demo 2", undefined, "Demo 1"]);

  await nameOf(4);
  expect(asked).toEqual([[1, 2, 3], [4]]);
});
