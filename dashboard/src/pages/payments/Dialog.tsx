import { Button, Group, Modal, Stack } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";

import { useText } from "@/messages";

import { Refused } from "./Refused";

type Props = {
  title: string;
  label: string;
  isDangerous?: boolean;
  isReady?: boolean;
  send: () => Promise<unknown>;
  onClose: () => void;
  onLeaveOut?: (ids: number[]) => void;
  children: ReactNode;
};

/** Give the focus back to what opened this; to the page where that is gone, as the button of a step that was taken. */
const useFocusBack = (): void => {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const target = opener instanceof HTMLElement && opener.isConnected ? opener : document.getElementById("main");
      target?.focus({ preventScroll: true });
    },
    [opener],
  );
};

// Below the modal that asks for a code, which comes while this one stands open.
const LAYER = 190;

/** Something to be done with money: asked for in a form, refused beside it, closed once it is done. */
export const Dialog = ({ title, label, isDangerous, isReady = true, send, onClose, onLeaveOut, children }: Props) => {
  const say = useText();
  useFocusBack();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const go = async () => {
    setSending(true);
    setError(null);
    try {
      await send();
      onClose();
    } catch (refused) {
      setError(refused);
      setSending(false);
    }
  };
  const leaveOut = onLeaveOut && ((ids: number[]) => (setError(null), onLeaveOut(ids)));
  return (
    <Modal opened onClose={onClose} title={title} zIndex={LAYER} closeOnEscape={!isSending} closeOnClickOutside={!isSending} closeButtonProps={{ "aria-label": say("action.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <Stack>
          {children}
          {error !== null && <Refused error={error} onLeaveOut={leaveOut} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {say("action.cancel")}
            </Button>
            <Button type="submit" loading={isSending} disabled={!isReady} color={isDangerous ? "red" : undefined}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
