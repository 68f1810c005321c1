import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { Story } from './story.ts';

/** A line of the demo's narration. */
export type NarratedLine = {
  /** Virtual time. */
  at: Date;
  story: Story;
  /** A person, an account, or a part of the system. */
  who: string;
  /** One or more lines. The narrator shows a time in ISO 8601 as a day and an hour. */
  text: string;
  /** The status in the text, to be colored. */
  status?: RequestStatus;
  /** Something that doesn't belong in the story went wrong. */
  isError?: true;
};
