import { Alert, Anchor, Button, List, Stack, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { Link } from "react-router";

import { asProblem } from "@/api/problem";
import { type Say, useText } from "@/messages";
import { useMe } from "@/session/session";
import { type Formats, useFormats } from "@/ui/formats";

import { type Obstacle, namedIds, obstaclesOf, refusalWords } from "./refusals";

type Props = { error: unknown; /** Go on without those that the refusal names. */ onLeaveOut?: (ids: number[]) => void };

const obstacleWords = (one: Obstacle, say: Say, formats: Formats): string =>
  say(`payments.obstacle.${one.reason}`, { day: formats.day(one.held_until), batch: one.batch_id ?? "" });

/** Why something was refused, of which payments, and what can be done about it. */
export const Refused = ({ error, onLeaveOut }: Props) => {
  const say = useText();
  const formats = useFormats();
  const { two_factor } = useMe();
  const problem = asProblem(error);
  const obstacles = obstaclesOf(problem);
  const named = [...obstacles.map((one) => one.payment_id), ...namedIds(problem)];
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{refusalWords(problem, say, formats, two_factor.enabled)}</Text>
        {obstacles.length > 0 && (
          <List size="sm">
            {obstacles.map((one) => (
              <List.Item key={one.payment_id}>{say("payments.obstacle", { payment: one.payment_id, why: obstacleWords(one, say, formats) })}</List.Item>
            ))}
          </List>
        )}
        {obstacles.length === 0 && named.length > 0 && <Text size="sm">{say("payments.obstacle.named", { payments: named.join(", ") })}</Text>}
        {problem.code === "fresh_two_factor_required" && !two_factor.enabled && (
          <Anchor component={Link} to="/account" size="sm">
            {say("payments.refusal.factor.setUp")}
          </Anchor>
        )}
        {onLeaveOut && named.length > 0 && (
          <Button size="xs" variant="default" onClick={() => onLeaveOut(named)}>
            {say("payments.leaveOut", { count: named.length })}
          </Button>
        )}
      </Stack>
    </Alert>
  );
};
