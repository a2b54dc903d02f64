import { createTheme, type CSSVariablesResolver, darken, type MantineColorsTuple, type MantineTheme } from "@mantine/core";

// One blue whose shades keep 4.5:1 on white (6 and up) and on the dark background and its cards (0 to 4), as WCAG 2.2 AA asks.
const brand: MantineColorsTuple = [
  "#eef4ff", "#dbe6fe", "#bfd3fe", "#93b4fd", "#6b99fb", "#3b6ff6", "#1d4ed8", "#1b45bd", "#1d3c96", "#1c3577",
];

// Mantine's red has 3.3:1 under white text on a button; these keep 4.5:1.
const red: MantineColorsTuple = [
  "#fff1f0", "#ffe0de", "#ffc9c5", "#ffa8a2", "#fa7a72", "#ea4b41", "#d02c22", "#b42318", "#912018", "#7a1b14",
];

export const theme = createTheme({
  primaryColor: "brand",
  primaryShade: { light: 6, dark: 6 },
  colors: { brand, red },
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  components: {
    // Days are written so that nobody takes the month for the day, in either language.
    DateInput: { defaultProps: { valueFormat: "D MMM YYYY" } },
    DatePickerInput: { defaultProps: { valueFormat: "D MMM YYYY" } },
    Anchor: { defaultProps: { underline: "always", inherit: true } },
    // A state is told whole: in a narrow column of a table, too, which then can be moved sideways.
    Badge: { styles: { root: { minWidth: "max-content" } } },
    // Its own grey has too little contrast.
    Notification: { styles: { description: { color: "var(--mantine-color-text)" } } },
    // Their heads are <header>s outside of any section, which would be a second banner of the page.
    Drawer: { defaultProps: { attributes: { header: { role: "none" } } } },
    Modal: { defaultProps: { attributes: { header: { role: "none" } } } },
    Table: { defaultProps: { verticalSpacing: "xs", highlightOnHover: true } },
    Tooltip: { defaultProps: { multiline: true, maw: 360, events: { hover: true, focus: true, touch: true } } },
  },
});

// On its light tints Mantine writes in the darkest shade, which has 3.5 to 4.4:1 in badges; this is a quarter darker.
const onTints = (colors: MantineTheme["colors"]) =>
  Object.fromEntries(Object.entries(colors).map(([name, shades]) => [`--mantine-color-${name}-light-color`, darken(shades[9], 0.25)]));

// Mantine's own grey for what is less important has too little contrast (3.3:1 on white).
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: { "--mantine-color-dimmed": "#575e66", "--mantine-color-placeholder": "#676e76", ...onTints(colors) },
  dark: { "--mantine-color-anchor": brand[3], "--mantine-color-error": red[4], "--mantine-color-dimmed": "#a9aeb6", "--mantine-color-placeholder": "#9aa0a8" },
});
