import { Group, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconClock } from "@tabler/icons-react";

import { $api, type Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { DataTable } from "@/ui/table";

import { AdminPage } from "../AdminPage";
import { differing, type Verdict, verdictOf } from "./books";

type Books = Schema["BooksOut"];

/** Whether what is kept agrees with the records that it follows from. */
const BooksPage = () => {
  const say = useText();
  const query = $api.useQuery("get", "/api/books");
  return (
    <AdminPage title="admin.books" about={say("admin.books.about")}>
      <Loaded query={query}>
        {(books) => (
          <Stack>
            <Checks books={books} />
            {books.breaches.length > 0 && <Breaches books={books} />}
          </Stack>
        )}
      </Loaded>
    </AdminPage>
  );
};

const Checks = ({ books }: { books: Books }) => {
  const say = useText();
  const text = useSay();
  const formats = useFormats();
  const named = (check: Schema["CheckOut"]) => {
    const words = text(`admin.check.${check.check}`);
    return words.startsWith("admin.") ? check.compares : words;
  };
  return (
    <DataTable
      label={say("admin.checks")}
      rows={books.checks}
      idOf={(check) => check.check}
      columns={[
        { key: "compares", label: say("admin.compared"), show: named },
        { key: "at", label: say("admin.checked"), show: (check) => formats.instant(check.checked_at) },
        { key: "verdict", label: say("admin.verdict"), show: (check) => <Told verdict={verdictOf(check)} count={differing(check)} /> },
      ]}
    />
  );
};

const SIGNS = { unchecked: [IconClock, "gray"], balanced: [IconCheck, "teal"], differs: [IconAlertTriangle, "red"] } as const;

const Told = ({ verdict, count }: { verdict: Verdict; count: number }) => {
  const say = useText();
  const [Icon, colour] = SIGNS[verdict];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden color={`var(--mantine-color-${colour}-filled)`} />
      <Text span size="sm">
        {say(`admin.verdict.${verdict}`, { count })}
      </Text>
    </Group>
  );
};

const Breaches = ({ books }: { books: Books }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <section>
      <Title order={2} size="h4">
        {say("admin.breaches")}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say("admin.breaches.about")}
      </Text>
      <DataTable
        label={say("admin.breaches")}
        rows={books.breaches}
        idOf={(breach) => `${breach.book}/${breach.record}`}
        columns={[
          { key: "book", label: say("admin.book"), show: (breach) => breach.book },
          { key: "record", label: say("admin.record"), isFigure: true, show: (breach) => breach.record },
          { key: "held", label: say("admin.held"), isFigure: true, show: (breach) => formats.count(breach.held) },
          { key: "expected", label: say("admin.expected"), isFigure: true, show: (breach) => formats.count(breach.expected) },
          { key: "by", label: say("admin.by"), isFigure: true, show: (breach) => formats.count(breach.held - breach.expected) },
          { key: "at", label: say("admin.at"), show: (breach) => formats.instant(breach.found_at) },
        ]}
      />
    </section>
  );
};

export default BooksPage;
