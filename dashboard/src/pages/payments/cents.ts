// Sums of the API's money. In whole cents, since a double would lose some of them.

const MONEY = /^(-?)(\d+)\.(\d\d)$/;

const centsOf = (amount: string): bigint => {
  const parts = MONEY.exec(amount);
  if (!parts) throw new Error(`${amount} is no amount`);
  const cents = BigInt(`${parts[2]}${parts[3]}`);
  return parts[1] ? -cents : cents;
};

const written = (cents: bigint): string => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Add up amounts as the API writes them, such as "12.30". */
export const sumOf = (amounts: readonly string[]): string => written(amounts.reduce((sum, amount) => sum + centsOf(amount), 0n));
