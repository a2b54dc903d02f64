import { Alert } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** Something to know (or, as a warning, to look at) in ink that can be read in both themes. */
export const Note = ({ title, isWarning = false, children }: { title?: string; isWarning?: boolean; children?: ReactNode }) => {
  const Icon = isWarning ? IconAlertTriangle : IconInfoCircle;
  return (
    <Alert variant="default" role={isWarning ? "status" : "note"} icon={<Icon aria-hidden />} title={title}>
      {children}
    </Alert>
  );
};
