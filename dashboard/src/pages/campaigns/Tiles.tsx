import { Card, SimpleGrid, Text, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";

export type Tile = { label: string; about?: string; value: ReactNode; note?: ReactNode };

/** Figures that are no metrics of the catalogue, each with what it means on hover and focus. */
export const Tiles = ({ tiles, most = 4 }: { tiles: readonly Tile[]; most?: number }) => (
  <SimpleGrid cols={{ base: 1, xs: 2, md: Math.min(tiles.length, most) }}>
    {tiles.map(({ label, about, value, note }) => (
      <Card key={label} withBorder padding="md">
        <Text size="sm" c="dimmed" component="div">
          {about ? (
            <Tooltip label={about}>
              <Text span inherit tabIndex={0} td="underline dotted" style={{ textUnderlineOffset: 3, cursor: "help" }}>
                {label}
              </Text>
            </Tooltip>
          ) : (
            label
          )}
        </Text>
        <Text fz={22} fw={650} component="div" style={{ fontVariantNumeric: "tabular-nums" }}>
          {value}
        </Text>
        {note && (
          <Text size="xs" c="dimmed" component="div">
            {note}
          </Text>
        )}
      </Card>
    ))}
  </SimpleGrid>
);
