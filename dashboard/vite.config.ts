import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

// Where `npm run dev` finds the API: the host of `make run`.
const API = process.env.API ?? "http://127.0.0.1:7071";

/** Let the page itself name the scripts and styles of all pages, which are otherwise known once start.ts runs. */
const namesMain: Plugin = {
  name: "names-main",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle = {} }) => {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const main = chunks.find((one) => one.facadeModuleId?.endsWith("/src/main.tsx"));
      return main ? [...scripts(main, chunks), ...styles(main)] : [];
    },
  },
};

const scripts = (main: Rolldown.OutputChunk, chunks: Rolldown.OutputChunk[]): HtmlTagDescriptor[] => {
  const names = new Set([main.fileName]);
  for (const name of names) for (const one of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) names.add(one);
  return [...names].map((name) => link({ rel: "modulepreload", href: `/${name}` }));
};

const styles = (main: Rolldown.OutputChunk): HtmlTagDescriptor[] =>
  [...(main.viteMetadata?.importedCss ?? [])].map((name) => link({ rel: "preload", as: "style", href: `/${name}` }));

const link = (attrs: Record<string, string>): HtmlTagDescriptor => ({ tag: "link", attrs: { ...attrs, crossorigin: true }, injectTo: "head" });

export default defineConfig({
  plugins: [react(), namesMain],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": API } },
  build: { target: "es2023", sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: "es" },
  test: { environment: "jsdom", setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.{ts,tsx}"] },
});
