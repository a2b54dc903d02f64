import { Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useParams } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";
import { Facts } from "@/ui/table";

import { AuditTable } from "../audit/AuditTable";
import { Access } from "./Access";
import { AccountState } from "./AccountState";
import { EditUser } from "./EditUser";

type OneUser = Schema["UserOut"];

/** One account: what it may, what can be done about it, and what its owner did. */
const User = () => {
  const say = useText();
  const userId = Number(useParams().userId);
  const query = $api.useQuery("get", "/api/users/{user_id}", { params: { path: { user_id: userId } } });
  return (
    <Page title={query.data?.user_name ?? say("admin.user")} above={[{ label: say("nav.admin"), to: "/admin" }]}>
      <Loaded query={query}>{(user) => <Told user={user} />}</Loaded>
    </Page>
  );
};

const Told = ({ user }: { user: OneUser }) => {
  const say = useText();
  const formats = useFormats();
  const me = useMe();
  const isGone = user.state === "deleted";
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card withBorder>
          <Stack>
            <Facts
              facts={[
                [say("word.status"), <AccountState key="state" state={user.state} />],
                [say("admin.mail"), user.user_mail],
                [say("admin.since"), formats.day(user.member_since)],
              ]}
            />
            {!isGone && <EditUser key={`${user.user_name} ${user.user_role} ${user.is_active}`} user={user} isMe={user.user_id === me.user_id} />}
          </Stack>
        </Card>
        {user.user_id === me.user_id ? <Text size="sm">{say("admin.you")}</Text> : !isGone && <Access user={user} />}
      </SimpleGrid>
      <section>
        <Title order={2} size="h4" mb="xs">
          {say("admin.deeds")}
        </Title>
        <AuditTable asked={{ actor_id: user.user_id }} />
      </section>
    </Stack>
  );
};

export default User;
