// How many forms hold what is typed and not saved.
let forms = 0;

export const isAnythingUnsaved = (): boolean => forms > 0;

/** Count one form in; the function that is returned counts it out. */
export const noteUnsaved = (): (() => void) => {
  forms += 1;
  return () => {
    forms -= 1;
  };
};
