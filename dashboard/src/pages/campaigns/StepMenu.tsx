import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCopy, IconDots, IconPencil } from "@tabler/icons-react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";

import { CloneDialog } from "./CloneDialog";
import type { Campaign } from "./data";
import { useSteps } from "./useSteps";

/** All that one may do to a campaign, behind one button. */
export const StepMenu = ({ campaign }: { campaign: Campaign }) => {
  const say = useText();
  const may = useMay();
  const steps = useSteps(campaign);
  const [isCloning, cloning] = useDisclosure();
  const { user_role } = useMe();
  // Campaign managers change only some campaigns; the campaign's page knows which.
  const mayEdit = may("campaigns.edit") && user_role !== "campaign_manager" && campaign.status !== "cancelled";
  if (!mayEdit && !may("campaigns.create") && steps.length === 0) return null;
  return (
    <>
      {/* Mantine's placeholder for the first focus is no child that a menu may have. */}
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" size="lg" aria-label={say("campaigns.actions", { name: campaign.campaign_name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayEdit && (
            <Menu.Item component={Link} to={`/campaigns/${campaign.campaign_id}/edit`} leftSection={<IconPencil size={16} aria-hidden />}>
              {say("action.edit")}
            </Menu.Item>
          )}
          {may("campaigns.create") && (
            <Menu.Item onClick={cloning.open} leftSection={<IconCopy size={16} aria-hidden />}>
              {say("campaigns.clone")}
            </Menu.Item>
          )}
          {steps.map(({ step, label, ask }) => (
            <Menu.Item key={step} onClick={ask}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <CloneDialog campaign={campaign} opened={isCloning} onClose={cloning.close} />
    </>
  );
};
