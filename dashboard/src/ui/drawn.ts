// Pictures of charts, drawn by a worker: compiling and laying out one takes longer than a page may stand still.
import type { Datum } from "./chart";
import type { Size, Scheme } from "./look";

export type Drawn = Size & { spec: object; data: readonly Datum[]; scheme: Scheme; language: string };
export type Question = Drawn & { id: number };
export type Answer = { id: number; svg: string } | { id: number; error: string };

type Waiting = { resolve: (svg: string) => void; reject: (error: Error) => void };

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let asked = 0;

const answered = ({ data }: MessageEvent<Answer>): void => {
  const one = waiting.get(data.id);
  waiting.delete(data.id);
  if ("svg" in data) one?.resolve(data.svg);
  else one?.reject(new Error(data.error));
};

/** The script did not come or broke: whoever waits is told, and the next chart tries with a new worker. */
const broke = (): void => {
  worker?.terminate();
  worker = undefined;
  for (const one of waiting.values()) one.reject(new Error("the drawing worker stopped"));
  waiting.clear();
};

const started = (): Worker => {
  const made = new Worker(new URL("./drawing.worker.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", answered);
  made.addEventListener("error", broke);
  return made;
};

/** Return a chart as SVG. One worker draws all, one after the other. */
export const draw = (drawn: Drawn): Promise<string> =>
  new Promise((resolve, reject) => {
    const id = ++asked;
    waiting.set(id, { resolve, reject });
    worker ??= started();
    worker.postMessage({ ...drawn, id } satisfies Question);
  });

const SHARPNESS = 2;

/** An SVG as an address that an image can show and that can be saved. */
export const addressOf = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/** An SVG as the address of a PNG, twice as fine. */
export const asPng = async (svg: string): Promise<string> => {
  const picture = new Image();
  picture.src = addressOf(svg);
  await picture.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: picture.naturalWidth * SHARPNESS, height: picture.naturalHeight * SHARPNESS });
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
};
