import { download } from "@/ui/download";

const NAME = /filename="([^"]+)"/;
const A_WHILE = 60_000;

/** Save the body of an answer under the name that it gives itself. */
export const saveAnswer = (response: Response, body: unknown, otherwise: string): void => {
  if (!(body instanceof Blob)) return;
  const address = URL.createObjectURL(body);
  download(NAME.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? otherwise, address);
  // Not at once: the browser may still be reading it.
  setTimeout(() => URL.revokeObjectURL(address), A_WHILE);
};
