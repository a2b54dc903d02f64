// What covers a page whose session has ended while something on it was not saved.
import { Button, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { useText } from "@/messages";
import { useSession } from "@/session/session";

import { SignInSteps } from "./SignInSteps";

const ABOVE_DIALOGS = 350;
const WIDTH = 420;
// The title in one column with what stands under it.
const COLUMN = { header: { maxWidth: WIDTH, margin: "10vh auto 0", padding: 0 }, title: { fontSize: "var(--mantine-h3-font-size)", fontWeight: 700 } };
const nothing = () => undefined;

const Ended = () => {
  const say = useText();
  const { leave } = useSession();
  return (
    <Modal opened fullScreen onClose={nothing} withCloseButton={false} closeOnEscape={false} zIndex={ABOVE_DIALOGS} transitionProps={{ duration: 0 }} styles={COLUMN} title={say("ended.title")}>
      <Stack maw={WIDTH} mx="auto">
        <SignInSteps Frame={Frame} />
        <Button variant="subtle" color="red" onClick={() => void leave()}>
          {say("ended.leave")}
        </Button>
      </Stack>
    </Modal>
  );
};

const Frame = ({ about, children }: { about?: ReactNode; children?: ReactNode }) => {
  const say = useText();
  return (
    <>
      <Text size="sm">{about ?? say("ended.about")}</Text>
      {children}
    </>
  );
};

export default Ended;
