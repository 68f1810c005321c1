import { html } from 'hono/html';
import type { AlreadyDecidedError, WindowClosedError } from '../../domain/request/errors.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { describeActor } from '../../domain/wording/actors.ts';
import { describeDecision } from '../../domain/wording/statuses.ts';
import type { Html } from '../../edge/page-handler.ts';
import { moment } from './parts.ts';

/** Why a form was refused. */
export type Refused =
  | { kind: 'used-form' }
  | { kind: 'not-allowed' }
  | { kind: 'bad-comment'; problem: string }
  | { kind: 'too-late'; error: AlreadyDecidedError | WindowClosedError };

type Alert = { tone: 'urgent' | 'bad'; title: string; text: Html | string };

/** Explains to the sender why a form was refused. */
export const refusal = (refused: Refused, request: PeeringRequest): { alert?: Alert; problem?: string } => {
  switch (refused.kind) {
    case 'bad-comment':
      return { problem: refused.problem };
    case 'used-form':
      return {
        alert: {
          tone: 'bad',
          title: 'This form was already used or isn’t valid',
          text: 'Nothing was changed. The request’s current state is below.',
        },
      };
    case 'not-allowed':
      return {
        alert: {
          tone: 'bad',
          title: 'You can’t decide this request here',
          text: 'Nothing was changed. The reason is below.',
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
        title: `${describeActor(decision.by)} has already decided`,
        text: html`The request was ${describeDecision(decision.kind)} on ${moment(decision.at)}. Your response wasn’t applied, but was logged.`,
      }
    : {
        tone: 'urgent',
        title: 'Your response came too late',
        text: `${error.message} Your response wasn’t applied, but was logged.`,
      };
