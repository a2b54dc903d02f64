import { api } from "@/api/client";
import { useText } from "@/messages";

import { OneForm } from "./OneForm";

const Forgot = () => {
  const say = useText();
  return (
    <OneForm
      title={say("forgot.title")}
      about={say("forgot.about")}
      submit={say("forgot.submit")}
      fields={[{ name: "mail", label: say("signIn.mail"), type: "email", autoComplete: "username" }]}
      send={async ({ mail = "" }) => {
        await api.POST("/api/auth/password/forgot", { body: { mail } });
        return say("forgot.sent");
      }}
    />
  );
};

export default Forgot;
