// Lists of the API, page by page: {items, next_cursor}.
import { Button, Center, Stack } from "@mantine/core";
import { type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useText } from "@/messages";

import { Failure, Loading } from "./states";

type Chunk<Row> = { items: Row[]; next_cursor?: string | null; total?: number | null };

/** Read a list; `fetch` is given the cursor of the page that is wanted. Each page may tell more `Beside` its rows. */
export function useList<Row, Beside = unknown>(key: readonly unknown[], fetch: (cursor: string | undefined) => Promise<{ data?: Chunk<Row> & Beside }>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }) => (await fetch(pageParam)).data as Chunk<Row> & Beside,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  return { query, rows: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** A list with what stands for it while it loads, and a button for more. */
export function Listed<T>({ query, children }: { query: UseInfiniteQueryResult<T, unknown>; children: ReactNode }) {
  const say = useText();
  if (query.error && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  return (
    <Stack gap="sm">
      {children}
      {query.hasNextPage && (
        <Center className="no-print">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {say("action.more")}
          </Button>
        </Center>
      )}
    </Stack>
  );
}
