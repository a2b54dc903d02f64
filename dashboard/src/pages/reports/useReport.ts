// What can be done with a report that was asked for.
import { useQueryClient } from "@tanstack/react-query";

import { $api, api } from "@/api/client";
import { useText } from "@/messages";
import { done, tell } from "@/ui/forms";

import { REPORTS } from "./keys";

/** The browser follows the link; its answer is a file, so the page stays. */
const follow = (address: string): void => {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "noopener";
  link.click();
};

export const useReport = () => {
  const say = useText();
  const queries = useQueryClient();
  const refused = (error: unknown) => tell(error, say);
  const read = async (report_id: string) => (await api.GET("/api/reports/{report_id}", { params: { path: { report_id } } })).data;

  /** Links last for 15 minutes, so each click fetches its own. */
  const download = (report_id: string, what: "download_url" | "about_url" = "download_url") =>
    read(report_id)
      .then((report) => (report?.[what] ? follow(report[what]) : done(say("reports.notReady"))))
      .catch(refused);

  const cancel = (report_id: string) =>
    api
      .POST("/api/reports/{report_id}/cancel", { params: { path: { report_id } } })
      .then(() => done(say("reports.cancelled")))
      .catch(refused)
      .then(() =>
        Promise.all([
          queries.invalidateQueries({ queryKey: REPORTS }),
          queries.invalidateQueries({ queryKey: $api.queryOptions("get", "/api/reports/{report_id}", { params: { path: { report_id } } }).queryKey }),
        ]),
      );

  return { download, cancel };
};
