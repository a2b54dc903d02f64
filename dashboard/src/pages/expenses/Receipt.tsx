import { Alert, Button, Card, FileButton, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useState } from "react";

import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { download } from "@/ui/download";
import { done, tell, wordsOf } from "@/ui/forms";

import { type Expense, useRefresh } from "./data";
import { ACCEPTED, faultOf, giveReceipt } from "./receipts";
import { mayGiveReceipt } from "./rules";

/** The receipt: read it, or give one. */
export const Receipt = ({ expense }: { expense: Expense }) => {
  const say = useText();
  const may = useMay();
  const mayGive = mayGiveReceipt(expense, useMe());
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="xs">
        {say("expenses.receipt")}
      </Title>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{expense.receipt_name ?? say("expenses.receipt.none")}</Text>
        {expense.receipt_name && may("expenses.manage") && <Download expense={expense} />}
        {mayGive ? <Upload expense={expense} /> : !expense.receipt_name && <Text size="sm" c="dimmed">{say("expenses.receipt.byRecorder")}</Text>}
      </Stack>
    </Card>
  );
};

const Download = ({ expense: { expense_id } }: { expense: Expense }) => {
  const say = useText();
  const read = () =>
    api
      .GET("/api/expenses/{expense_id}/receipt", { params: { path: { expense_id } } })
      .then(({ data }) => data && download(data.file_name, data.download_url))
      .catch((error: unknown) => tell(error, say));
  return (
    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void read()}>
      {say("action.download")}
    </Button>
  );
};

const Upload = ({ expense }: { expense: Expense }) => {
  const say = useText();
  const refresh = useRefresh();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const send = async (file: File) => {
    const found = faultOf(file);
    setFault(found && say(`expenses.receipt.fault.${found}`));
    if (found) return;
    setBusy(true);
    try {
      await giveReceipt(expense.expense_id, file);
      done(say("expenses.receipt.given"));
      await refresh();
    } catch (error) {
      const problem = asProblem(error);
      setFault(problem.code === "offline" || problem.code === "upload_refused" ? say("expenses.receipt.fault.storage") : wordsOf(problem, say));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Group>
        <FileButton accept={ACCEPTED} onChange={(file) => file && void send(file)}>
          {(props) => (
            <Button {...props} loading={isBusy} variant={expense.receipt_name ? "default" : "filled"} leftSection={<IconUpload size={16} aria-hidden />}>
              {say(expense.receipt_name ? "expenses.receipt.replace" : "expenses.receipt.give")}
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="xs" c="dimmed">
        {say("expenses.receipt.hint")}
      </Text>
      {fault && (
        <Alert color="red" variant="light" role="alert">
          {fault}
        </Alert>
      )}
    </>
  );
};
