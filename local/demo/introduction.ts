import { styleText } from 'node:util';
import { paintStory } from './narrator.ts';
import type { Story } from './story.ts';

/** What is about to be shown, and who is who in it. */
export const introduction = (stories: readonly Story[]): string => `
${styleText('bold', 'Seven days of VPC peering requests')}

Five requests run side by side through the seven days in which EC2 lets somebody accept them.
They come in through the API, people answer through the links in their mails, and EC2 has the last
word. In the end each audit trail is held against what EC2 itself said.

${stories.map((story) => `  ${paintStory(story)}  ${sides(story)}  ${story.about}`).join('\n')}

`;

const sides = ({ account, request: { vpc_region, peer_owner_id, peer_region } }: Story): string =>
  `${account} ${vpc_region} → ${peer_owner_id} ${peer_region}`;
