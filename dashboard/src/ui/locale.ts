// How charts write numbers and days: d3's locales, made from what the browser knows of the language.

const parts = (language: string) => new Intl.NumberFormat(language).formatToParts(-1_234_567.8);

export const numberLocale = (language: string) => {
  const of = (type: string, usual: string) => parts(language).find((part) => part.type === type)?.value ?? usual;
  return { decimal: of("decimal", "."), thousands: of("group", ","), grouping: [3], currency: ["", ""] as [string, string] };
};

const list = (count: number, give: (index: number) => string): string[] => Array.from({ length: count }, (_, index) => give(index));

export const timeLocale = (language: string) => {
  const written = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
    return (month: number, day: number) => format.format(Date.UTC(2023, month, day));
  };
  const [weekday, shortWeekday, month, shortMonth] = [written({ weekday: "long" }), written({ weekday: "short" }), written({ month: "long" }), written({ month: "short" })];
  return {
    dateTime: "%x %X",
    date: "%d.%m.%Y",
    time: "%H:%M",
    periods: ["AM", "PM"],
    // 1 January 2023 was a Sunday, with which d3 begins.
    days: list(7, (index) => weekday(0, index + 1)),
    shortDays: list(7, (index) => shortWeekday(0, index + 1)),
    months: list(12, (index) => month(index, 1)),
    shortMonths: list(12, (index) => shortMonth(index, 1)),
  };
};
