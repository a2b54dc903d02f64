import { Button, Checkbox, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { done, tell } from "@/ui/forms";

import { refreshCustomer } from "./refresh";

const MEANS = ["personal", "kept", "imports", "forever"] as const;

/** Make nobody of a customer, after saying what that means; it cannot be undone. */
export const Erase = ({ customer, onClose }: { customer: Schema["CustomerOut"]; onClose: () => void }) => {
  const say = useText();
  const queries = useQueryClient();
  const [isSure, setSure] = useState(false);
  const [isErasing, setErasing] = useState(false);
  const { customer_id, customer_name } = customer;
  const erase = async () => {
    setErasing(true);
    try {
      await api.DELETE("/api/customers/{customer_id}", { params: { path: { customer_id } } });
      await refreshCustomer(queries);
      done(say("customers.erase.done"));
      onClose();
    } catch (error) {
      tell(error, say);
      setErasing(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={say("customers.erase.title", { name: customer_name })} closeButtonProps={{ "aria-label": say("action.close") }}>
      <Stack>
        <Text size="sm">{say("customers.erase.means")}</Text>
        <List size="sm" spacing="xs">
          {MEANS.map((one) => (
            <List.Item key={one}>{say(`customers.erase.means.${one}`)}</List.Item>
          ))}
        </List>
        <Checkbox label={say("customers.erase.sure")} checked={isSure} onChange={(event) => setSure(event.currentTarget.checked)} data-autofocus />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say("action.cancel")}
          </Button>
          <Button color="red" disabled={!isSure} loading={isErasing} onClick={() => void erase()}>
            {say("customers.erase.go")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
