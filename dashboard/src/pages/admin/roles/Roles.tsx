import { Anchor, List, Stack, Table, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "react-router";

import { useText } from "@/messages";

import { AdminPage } from "../AdminPage";
import { AREAS, grants, ROLES } from "./roles";

const RULES = ["own", "masked", "separate", "admin", "factor", "ends"] as const;

/** What each role may: one row per permission, one column per role. */
const Roles = () => {
  const say = useText();
  return (
    <AdminPage title="admin.roles" about={say("admin.roles.about")}>
      <Table.ScrollContainer minWidth={680} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": say("admin.roles") } }}>
        <Table aria-label={say("admin.roles")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th miw={170}>{say("admin.permission")}</Table.Th>
              {ROLES.map((role) => (
                <Table.Th key={role} ta="center" w={105}>
                  <Anchor component={Link} to={`/admin?role=${role}`} inherit>
                    {say(`role.${role}`)}
                  </Anchor>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          {AREAS.map(({ area, permissions }) => (
            <Table.Tbody key={area}>
              <Table.Tr>
                <Table.Th colSpan={ROLES.length + 1} scope="rowgroup" pt="md">
                  {say(`admin.area.${area}`)}
                </Table.Th>
              </Table.Tr>
              {permissions.map((permission) => (
                <Table.Tr key={permission}>
                  <Table.Th scope="row" fw={400}>
                    {say(`admin.may.${permission}`)}
                  </Table.Th>
                  {ROLES.map((role) => (
                    <Table.Td key={role} ta="center">
                      <Granted yes={grants(role, permission)} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          ))}
        </Table>
      </Table.ScrollContainer>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {say("admin.rules")}
        </Title>
        <List size="sm">
          {RULES.map((rule) => (
            <List.Item key={rule}>{say(`admin.rule.${rule}`)}</List.Item>
          ))}
        </List>
      </Stack>
    </AdminPage>
  );
};

const Granted = ({ yes }: { yes: boolean }) => {
  const say = useText();
  return yes ? (
    <IconCheck size={18} role="img" aria-label={say("word.yes")} />
  ) : (
    <Text span c="dimmed" role="img" aria-label={say("word.no")}>
      –
    </Text>
  );
};

export default Roles;
