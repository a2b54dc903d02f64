import { useQuery } from "@tanstack/react-query";

import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { useMay } from "@/session/session";
import { Failure, Loaded } from "@/ui/states";

import { readForEditing, useCampaignId } from "./data";
import { PlanForm } from "./PlanForm";

/** The plan of a campaign, read once: what was read is what is changed. */
const EditBudget = () => {
  const say = useText();
  const may = useMay();
  const id = useCampaignId();
  const query = useQuery({ queryKey: ["budget for editing", id], queryFn: () => readForEditing(id), staleTime: Infinity, gcTime: 0 });
  const name = query.data?.budget.campaign_name ?? "";
  const above = [
    { label: say("budgets.title"), to: "/finance/budgets" },
    { label: name, to: `/finance/budgets/${id}` },
  ];
  return (
    <FinancePage title={say("budgets.edit")} about={say("budgets.edit.about")} above={above}>
      {may("budgets.manage") ? (
        <Loaded query={query}>{(read) => <PlanForm key={read.version} read={read} onReload={() => void query.refetch()} />}</Loaded>
      ) : (
        <Failure error={new Error(say("state.forbidden"))} />
      )}
    </FinancePage>
  );
};

export default EditBudget;
