import { Button } from "@mantine/core";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { tell } from "@/ui/forms";

import { AdminPage } from "../AdminPage";
import { AuditFilters, askedOf } from "./AuditFilters";
import { type Asked, AuditTable } from "./AuditTable";
import { saveAnswer } from "./saving";

/** Who did what, when and from where; what is filtered can be taken away as a file. */
const Audit = () => {
  const say = useText();
  const { search } = useFilters();
  const asked = askedOf(search);
  return (
    <AdminPage title="admin.audit" about={say("admin.audit.about")} actions={<Export asked={asked} />}>
      <AuditFilters />
      <AuditTable asked={asked} />
    </AdminPage>
  );
};

const Export = ({ asked }: { asked: Asked }) => {
  const say = useText();
  const [isLoading, setLoading] = useState(false);
  const save = () => {
    setLoading(true);
    void api
      .GET("/api/audit/export", { params: { query: asked }, parseAs: "blob" })
      .then(({ response, data }) => saveAnswer(response, data, "audit-log.csv"))
      .catch((error: unknown) => tell(error, say))
      .finally(() => setLoading(false));
  };
  return (
    <Button variant="default" loading={isLoading} onClick={save}>
      {say("admin.export")}
    </Button>
  );
};

export default Audit;
