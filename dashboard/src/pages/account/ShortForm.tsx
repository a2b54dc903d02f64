import { Alert, Button, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { wordsOf } from "@/ui/forms";

type Props = { submit: string; send: () => Promise<void>; /** Its fields. */ children: ReactNode; /** What stands under the button. */ below?: ReactNode };

/** A few fields and one button, above which a refusal stands. */
export const ShortForm = ({ submit, send, children, below }: Props) => {
  const say = useText();
  const [error, setError] = useState<string>();
  const [isSending, setSending] = useState(false);
  const go = async () => {
    setSending(true);
    setError(undefined);
    try {
      await send();
    } catch (refused) {
      setError(wordsOf(asProblem(refused), say));
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <Stack>
        {children}
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <Button type="submit" loading={isSending}>
          {submit}
        </Button>
        {below}
      </Stack>
    </form>
  );
};
