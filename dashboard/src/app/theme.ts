import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

// One blue whose shades keep 4.5:1 on white (6 and up) and on the dark background (0 to 4), as WCAG 2.2 AA asks.
const brand: MantineColorsTuple = [
  "#eef4ff", "#dbe6fe", "#bfd3fe", "#93b4fd", "#6090fa", "#3b6ff6", "#1d4ed8", "#1b45bd", "#1d3c96", "#1c3577",
];

export const theme = createTheme({
  primaryColor: "brand",
  primaryShade: { light: 6, dark: 6 },
  colors: { brand },
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  components: {
    // Days are written so that nobody takes the month for the day, in either language.
    DateInput: { defaultProps: { valueFormat: "D MMM YYYY" } },
    DatePickerInput: { defaultProps: { valueFormat: "D MMM YYYY" } },
    Anchor: { defaultProps: { underline: "always", inherit: true } },
    Table: { defaultProps: { verticalSpacing: "xs", highlightOnHover: true } },
    Tooltip: { defaultProps: { multiline: true, maw: 360, events: { hover: true, focus: true, touch: true } } },
  },
});

// Mantine's own grey for what is less important and its red for errors have too little contrast (3.3:1 on white),
// and so have links on dark cards and rows (3.7:1).
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-error": "#c92a2a", "--mantine-color-dimmed": "#575e66", "--mantine-color-placeholder": "#676e76" },
  dark: { "--mantine-color-anchor": "#93b4fd", "--mantine-color-error": "#ff8787", "--mantine-color-dimmed": "#a9aeb6", "--mantine-color-placeholder": "#9aa0a8" },
});
