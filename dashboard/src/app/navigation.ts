// What there is to go to, and who may: what one may not do is not shown.
import {
  IconAd2,
  IconArrowsSplit,
  IconCash,
  IconChartBar,
  IconCoins,
  IconFileImport,
  IconLayoutDashboard,
  IconReportAnalytics,
  IconSettings,
  IconShoppingBag,
  IconSpeakerphone,
  IconUsers,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

import type { MessageId } from "@/messages";
import type { Permission } from "@/session/session";

export type Place = {
  label: MessageId;
  to: string;
  icon: ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: boolean }>;
  needs: Permission;
};

export const PLACES: readonly Place[] = [
  { label: "nav.overview", to: "/", icon: IconLayoutDashboard, needs: "analytics.read" },
  { label: "nav.ranking", to: "/ranking", icon: IconChartBar, needs: "analytics.read" },
  { label: "nav.influencers", to: "/influencers", icon: IconSpeakerphone, needs: "influencers.read" },
  { label: "nav.campaigns", to: "/campaigns", icon: IconAd2, needs: "campaigns.read" },
  { label: "nav.attribution", to: "/attribution", icon: IconArrowsSplit, needs: "analytics.read" },
  { label: "nav.products", to: "/products", icon: IconShoppingBag, needs: "products.read" },
  { label: "nav.customers", to: "/customers", icon: IconUsers, needs: "customers.read" },
  { label: "nav.finance", to: "/finance", icon: IconCash, needs: "budgets.read" },
  { label: "nav.payments", to: "/payments", icon: IconCoins, needs: "payments.read" },
  { label: "nav.reports", to: "/reports", icon: IconReportAnalytics, needs: "reports.create" },
  { label: "nav.imports", to: "/imports", icon: IconFileImport, needs: "imports.read" },
  { label: "nav.admin", to: "/admin", icon: IconSettings, needs: "users.manage" },
];
