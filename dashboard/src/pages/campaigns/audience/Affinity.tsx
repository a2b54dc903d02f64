import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { GroupTable } from "./Groups";

/** What the audience buys more, or less, than the shop's customers do. */
export const Affinity = ({ groups }: { groups: readonly Schema["CategoryGroup"][] }) => {
  const say = useText();
  const formats = useFormats();
  const told = (index: number | null) => (index === null ? "–" : say("campaigns.affinity.times", { index: formats.number(index) }));
  return (
    <GroupTable
      title={say("campaigns.affinity")}
      about={say("campaigns.affinity.about")}
      rows={groups}
      idOf={({ category }) => category}
      first={{ key: "category", label: say("word.category"), show: ({ category }) => category }}
      more={[{ key: "index", label: say("campaigns.affinity.index"), isFigure: true, show: ({ index }) => told(index) }]}
    />
  );
};
