import type { AlreadyDecidedError, WindowClosedError } from '../../domain/request/errors.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { describeActor } from '../../domain/wording/actor-words.ts';
import { utc } from '../../domain/wording/time-words.ts';

/** Why a form was not taken. */
export type Refused =
  | { kind: 'used-form' }
  | { kind: 'not-allowed' }
  | { kind: 'bad-comment'; problem: string }
  | { kind: 'too-late'; error: AlreadyDecidedError | WindowClosedError };

type Alert = { tone: 'urgent' | 'bad'; title: string; text: string };

/** Why a form was not taken, for whoever sent it. */
export const refusal = (refused: Refused, request: PeeringRequest): { alert?: Alert; problem?: string } => {
  switch (refused.kind) {
    case 'bad-comment':
      return { problem: refused.problem };
    case 'used-form':
      return {
        alert: {
          tone: 'bad',
          title: 'That form was used already, or is not of this page',
          text: 'Nothing was changed. Below is how the request stands now.',
        },
      };
    case 'not-allowed':
      return {
        alert: {
          tone: 'bad',
          title: 'You cannot decide this request here',
          text: 'Nothing was changed. Below is why.',
        },
      };
    case 'too-late':
      return { alert: tooLate(refused.error, request) };
    default:
      return refused satisfies never;
  }
};

const tooLate = (error: AlreadyDecidedError | WindowClosedError, { decision }: PeeringRequest): Alert =>
  error.code === 'ALREADY_DECIDED' && decision
    ? {
        tone: 'urgent',
        title: `${describeActor(decision.by)} was faster`,
        text: `They decided it already: ${decision.kind}, ${utc(decision.at)}. Your answer changed nothing; that you tried is on record.`,
      }
    : {
        tone: 'urgent',
        title: 'Your answer came too late',
        text: `${error.message} Your answer changed nothing; that you tried is on record.`,
      };
