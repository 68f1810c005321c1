import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { Story } from './story.ts';

/** One line of what the demo tells. */
export type Telling = {
  /** Virtual time. */
  at: Date;
  story: Story;
  /** A person, an account, or the part of the system that speaks. */
  who: string;
  /** Of one or more lines. A time in ISO 8601 is set as a day and an hour. */
  text: string;
  /** A status that the text names. */
  status?: RequestStatus;
  /** Set where the story leaves what was to be told. */
  amiss?: true;
};
