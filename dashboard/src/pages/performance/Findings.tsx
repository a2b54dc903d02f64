import { Anchor, List, Text } from "@mantine/core";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";
import { useFormats } from "@/ui/formats";

import { type Finding, sentenceOf } from "./sentences";

/** Findings about the data: those of one kind with whom they concern, or those of one influencer with their kind. */
export const Findings = ({ findings, isNamed = true }: { findings: readonly Finding[]; isNamed?: boolean }) => {
  const say = useText();
  const formats = useFormats();
  const catalogue = useCatalogue();
  const nameOf = (measure: string) => (measure === "followers" ? say("performance.followers") : (catalogue(measure)?.label ?? measure));
  return (
    <List spacing="xs" size="sm" listStyleType="none" withPadding={false}>
      {findings.map((finding) => (
        <List.Item key={[finding.flag, finding.influencer_id, finding.channel, finding.measure, finding.day].join(" ")}>
          {isNamed && finding.influencer_id !== null && (
            <>
              <Anchor component={Link} to={`/influencers/${finding.influencer_id}`}>
                {finding.influencer_name ?? finding.influencer_id}
              </Anchor>{" "}
              <Text span inherit c="dimmed">
                · {finding.platform}
              </Text>
              <br />
            </>
          )}
          {!isNamed && <b>{say(`quality.${finding.flag}`)}. </b>}
          {sentenceOf(finding, say, formats, nameOf)}
        </List.Item>
      ))}
    </List>
  );
};
