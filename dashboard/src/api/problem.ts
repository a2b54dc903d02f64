type FieldError = { pointer: string; message: string };

// What the validator puts before a rule of ours says nothing to who filled in a form.
const bare = ({ pointer, message }: FieldError): FieldError => ({ pointer, message: message.replace(/^Value error, /, "") });

/** A refusal as RFC 9457 tells it; status 0 where nobody answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly requestId: string | null = null,
    readonly errors: FieldError[] = [],
    /** Everything the refusal said, also what only this kind of refusal has. */
    readonly told: Record<string, unknown> = {},
  ) {
    super(detail);
    this.name = "Problem";
  }

  static async of(response: Response): Promise<Problem> {
    try {
      const told = await response.json();
      return new Problem(response.status, told.code, told.detail, told.request_id, (told.errors ?? []).map(bare), told);
    } catch {
      return new Problem(response.status, "unknown", response.statusText, response.headers.get("X-Request-Id"));
    }
  }

  static offline(): Problem {
    return new Problem(0, "offline", "");
  }

  /** The message for one field of a form, by its JSON pointer. */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.message;
  }

  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, "unknown", error instanceof Error ? error.message : String(error));
