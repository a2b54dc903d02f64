import { Button } from "@mantine/core";
import { IconCalculator } from "@tabler/icons-react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";

import { PaymentsPage } from "../area";
import { Filters } from "./Filters";
import { List } from "./List";
import { States } from "./States";

const Payments = () => {
  const say = useText();
  const may = useMay();
  const compute = may("payments.compute") && (
    <Button component={Link} to="/payments/compute" leftSection={<IconCalculator size={18} aria-hidden />}>
      {say("payments.compute")}
    </Button>
  );
  return (
    <PaymentsPage title={say("payments.title")} about={say("payments.about")} actions={compute}>
      <States />
      <Filters />
      <List />
    </PaymentsPage>
  );
};

export default Payments;
