import { Alert, Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { wordsOf } from "@/ui/forms";

import { Card, tokenOfLink } from "./Card";

const Verify = () => {
  const say = useText();
  const token = tokenOfLink();
  const { error, isSuccess } = useQuery({
    queryKey: ["verify", token],
    queryFn: async () => {
      await api.POST("/api/auth/verify-mail", { body: { token: token ?? "" } });
      return true;
    },
    enabled: Boolean(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refused = token ? error && wordsOf(asProblem(error), say) : say("link.missing");
  return (
    <Card title={say("verify.title")} about={!refused && !isSuccess && say("verify.working")}>
      {refused && <Alert color="red">{refused}</Alert>}
      {isSuccess && <Alert color="teal">{say("verify.done")}</Alert>}
      <Anchor component={Link} to="/sign-in" size="sm">
        {say("signIn.title")}
      </Anchor>
    </Card>
  );
};

export default Verify;
