// What forms share: refusals beside their fields, a guard for what is not saved, a second factor asked for when needed.
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { useBlocker } from "react-router";

import { api } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { type Say, useText } from "@/messages";
import { noteUnsaved } from "@/session/unsaved";

/** Tell of a refusal at the edge of the screen. */
export const tell = (error: unknown, say: Say): void => {
  const problem = asProblem(error);
  if (problem.code === "unauthenticated") return; // the sign-in that takes the place of the page says so
  // It stays until it is closed: who was looking elsewhere would think it was done.
  notifications.show({ color: "red", autoClose: false, title: say("problem.refused"), message: wordsOf(problem, say) });
};

export const wordsOf = (problem: Problem, say: Say): string => {
  if (problem.code === "offline") return say("problem.offline");
  if (problem.status === 412) return say("problem.stale");
  const isMalformed = problem.code === "malformed" && problem.errors.length > 0;
  return [isMalformed ? say("problem.malformed") : problem.detail, ...problem.errors.map((error) => `${error.pointer.replace(/^\//, "")}: ${error.message}`)].join(" ");
};

export const done = (message: string): void => {
  notifications.show({ color: "teal", message });
};

/** The errors of a refusal by the names of a form's fields. */
export const fieldErrors = (error: unknown): Record<string, string> =>
  Object.fromEntries(asProblem(error).errors.map(({ pointer, message }) => [pointer.replace(/^\//, "").replaceAll("/", "."), message]));

/**
 * Ask before a page with changes that are not saved is left, and keep it when the session ends meanwhile.
 *
 * While they are on their way, `isLeaving`, the page may be left; it is kept still, for they may be refused.
 */
export const useUnsavedGuard = (isDirty: boolean, isLeaving = false): void => {
  const say = useText();
  const isGuarded = isDirty && !isLeaving;
  // Another filter or tab of the same page leaves nothing.
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isGuarded && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    modals.openConfirmModal({
      children: <Text>{say("action.unsaved")}</Text>,
      labels: { confirm: say("action.leave"), cancel: say("action.stay") },
      confirmProps: { color: "red" },
      onConfirm: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, say]);
  useEffect(() => (isDirty ? noteUnsaved() : undefined), [isDirty]);
  useEffect(() => {
    if (!isGuarded) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isGuarded]);
};

/** Do something that may want a fresh second factor; ask for a code and do it again where it does. */
export const withFreshFactor = async <T,>(deed: () => Promise<T>, say: Say): Promise<T> => {
  try {
    return await deed();
  } catch (error) {
    if (asProblem(error).code !== "fresh_two_factor_required") throw error;
    await askForCode(say);
    return deed();
  }
};

const askForCode = (say: Say): Promise<void> =>
  new Promise((resolve, reject) => {
    const id = modals.open({
      title: say("factor.title"),
      // Once the key that closed it is done with: a dialog below hears it, too, and would close as soon as it may.
      onClose: () => void window.setTimeout(() => reject(new Error(say("factor.needed")))),
      children: (
        <CodeForm
          onDone={() => {
            resolve();
            modals.close(id);
          }}
        />
      ),
    });
  });

const CodeForm = ({ onDone }: { onDone: () => void }) => {
  const say = useText();
  const [code, setCode] = useState("");
  const [error, setError] = useState<string>();
  const verify = async () => {
    try {
      await api.POST("/api/me/two-factor/verify", { body: { code } });
      onDone();
    } catch (refused) {
      setError(wordsOf(asProblem(refused), say));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void verify();
      }}
    >
      <Stack>
        <Text size="sm">{say("factor.why")}</Text>
        <TextInput label={say("factor.code")} value={code} onChange={(event) => setCode(event.currentTarget.value)} error={error} autoComplete="one-time-code" inputMode="numeric" data-autofocus required />
        <Group justify="flex-end">
          <Button type="submit">{say("action.confirm")}</Button>
        </Group>
      </Stack>
    </form>
  );
};

type Confirmation = { title: string; text: string; label: string; isDangerous?: boolean; deed: () => Promise<unknown>; after?: () => void };

/** Ask, do it, tell what came of it. */
export const confirm = ({ title, text, label, isDangerous, deed, after }: Confirmation, say: Say): void => {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{text}</Text>,
    labels: { confirm: label, cancel: say("action.cancel") },
    confirmProps: isDangerous ? { color: "red" } : {},
    onConfirm: () =>
      void deed()
        .then(() => after?.())
        .catch((error: unknown) => tell(error, say)),
  });
};
