import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconEdit, IconShoppingCartPlus, IconUserX } from "@tabler/icons-react";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";

import { Erase } from "./Erase";

export const CustomerActions = ({ customer }: { customer: Schema["CustomerOut"] }) => {
  const say = useText();
  const may = useMay();
  const [isErasing, erasing] = useDisclosure();
  const { customer_id } = customer;
  return (
    <>
      {may("purchases.manage") && (
        <Button component={Link} to={`/products/purchases/new?customer_id=${customer_id}`} variant="default" leftSection={<IconShoppingCartPlus size={16} aria-hidden />}>
          {say("purchases.new")}
        </Button>
      )}
      <Button component={Link} to={`/customers/${customer_id}/edit`} variant="default" leftSection={<IconEdit size={16} aria-hidden />}>
        {say("action.edit")}
      </Button>
      <Button variant="light" color="red" leftSection={<IconUserX size={16} aria-hidden />} onClick={erasing.open}>
        {say("customers.erase")}
      </Button>
      {isErasing && <Erase customer={customer} onClose={erasing.close} />}
    </>
  );
};
