// Edits that can be taken back: a switch shows at once what was chosen, and each is undone by the opposite edit, under
// the version that it left. Nothing that pays, approves or deletes comes here.
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";

import { LAST_READ } from "@/api/client";
import { asProblem } from "@/api/problem";
import { type Say, useText } from "@/messages";

import { done, tell, wordsOf } from "./forms";

export type Version = { "If-Match": string };
type Answer = { response: Response };
type TakeBack = (version: Version) => Promise<unknown>;

const LONG_ENOUGH = 12_000;
const STALE = 412;

/** What brings the changed fields back to what they were. */
export const inverse = <Changes extends object>(before: Changes, changes: Partial<Changes>): Partial<Changes> =>
  Object.fromEntries(Object.keys(changes).map((name) => [name, before[name as keyof Changes]])) as Partial<Changes>;

/** The version that a change left; null where the answer names none, so that it cannot be taken back safely. */
export const versionOf = ({ response }: Answer): Version | null => {
  const etag = response.headers.get("ETag");
  return etag && !etag.startsWith("W/") ? { "If-Match": etag } : null;
};

/** Say that it is saved, and offer to take it back as long as nobody changed the record since. */
export const useSaved = () => {
  const say = useText();
  return (message: string, answer: Answer, takeBack: TakeBack): void => {
    const version = versionOf(answer);
    if (version) offer(message, () => takeBack(version), say);
    else done(message);
  };
};

const offer = (message: string, takeBack: () => Promise<unknown>, say: Say): void => {
  const id = crypto.randomUUID();
  const undo = () => {
    notifications.hide(id);
    takeBack().then(
      () => done(say("action.undone")),
      (error: unknown) => notUndone(error, say),
    );
  };
  const button = (
    <Button size="compact-sm" variant="default" onClick={undo}>
      {say("action.undo")}
    </Button>
  );
  notifications.show({ id, color: "teal", autoClose: LONG_ENOUGH, message: <Group justify="space-between"><Text size="sm">{message}</Text>{button}</Group> });
};

const notUndone = (error: unknown, say: Say): void => {
  const problem = asProblem(error);
  notifications.show({ color: "red", autoClose: false, title: say("problem.notUndone"), message: problem.status === STALE ? say("problem.undo.stale") : wordsOf(problem, say) });
};

export type Edit<Changes extends object> = {
  before: Changes;
  changes: Partial<Changes>;
  /** Under which what is shown is kept. */
  queryKey: QueryKey;
  /** What is shown as it will be, of what is shown now. */
  shown: (changes: Partial<Changes>) => (kept: unknown) => unknown;
  send: (changes: Partial<Changes>, version: Version) => Promise<Answer>;
  /** Read anew what depends on it. */
  refresh: () => Promise<unknown>;
  message: string;
};

/** Show an edit at once, send it, and offer to take it back; a refusal takes it back by itself and says why. */
export const useEdit = () => {
  const say = useText();
  const queries = useQueryClient();
  const saved = useSaved();
  return async <Changes extends object>({ before, changes, queryKey, shown, send, refresh, message }: Edit<Changes>): Promise<void> => {
    const show = (what: Partial<Changes>) => queries.setQueriesData({ queryKey }, (kept) => (kept === undefined ? kept : shown(what)(kept)));
    const back = inverse(before, changes);
    const attempt = async (what: Partial<Changes>, otherwise: Partial<Changes>, version: Version) => {
      // An answer that is on its way would show the old state again.
      await queries.cancelQueries({ queryKey });
      show(what);
      try {
        return await send(what, version);
      } catch (error) {
        show(otherwise);
        throw error;
      } finally {
        void refresh();
      }
    };
    try {
      saved(message, await attempt(changes, back, LAST_READ), (version) => attempt(back, changes, version));
    } catch (error) {
      tell(error, say);
    }
  };
};

/** How a record by itself is shown with some of its fields changed. */
export const inRecord = <Changes extends object>(changes: Partial<Changes>) => (kept: unknown): unknown => ({ ...(kept as object), ...changes });
