import { html } from 'hono/html';
import type { Check, PeeringRequest } from '../../domain/request/peering-request.ts';
import type { Html } from '../../edge/page-handler.ts';
import type { Tone } from './parts.ts';

const MARKS = {
  pass: { sign: '✓', word: 'Passed', tone: 'good' },
  warn: { sign: '!', word: 'Warning', tone: 'urgent' },
  fail: { sign: '✕', word: 'Failed', tone: 'bad' },
  unknown: { sign: '?', word: 'Unknown', tone: 'neutral' },
} as const satisfies Record<Check['result'], { sign: string; word: string; tone: Tone }>;

const ORDER = ['fail', 'warn', 'unknown', 'pass'] as const;

type Checked = Pick<PeeringRequest, 'preflight' | 'origin'>;

/** The preflight's findings: warnings and failures first, passed checks collapsed. */
export const checks = ({ preflight: found, origin }: Checked, isAsked: boolean): Html => {
  const when = origin ? 'when Peerway found the connection' : 'when this request was submitted';
  const open = ORDER.flatMap((result) =>
    found.filter((check) => check.result === result && result !== 'pass'),
  );
  const passed = found.filter(({ result }) => result === 'pass');
  if (found.length === 0) return html`<p class="soft">No checks ran ${when}.</p>`;
  return html`<p>${summary(open, found.length, when, isAsked)}</p>
    ${open.length > 0 ? html`<ul class="checks">${open.map(item)}</ul>` : ''}
    ${
      passed.length > 0
        ? html`<details><summary>${passed.length === 1 ? '1 check' : `${passed.length} checks`} passed</summary><ul class="checks">${passed.map(item)}</ul></details>`
        : ''
    }`;
};

const summary = (open: readonly Check[], all: number, when: string, isAsked: boolean): string => {
  const isWrong = open.some(({ result }) => result === 'fail');
  if (isWrong) return `Some checks failed ${when}:`;
  if (open.length === 0) return `All ${all} checks passed.`;
  if (!isAsked) return `${open.length === 1 ? 'One finding' : `${open.length} findings`} ${when}:`;
  return `Before you decide, review ${open.length === 1 ? 'this finding' : `these ${open.length} findings`}:`;
};

const item = ({ result, message, remedy }: Check): Html => {
  const { sign, word, tone } = MARKS[result];
  return html`<li><span class="mark ${tone}" aria-hidden="true">${sign}</span><div><p><span class="unseen">${word}: </span>${message}</p>${
    remedy && result !== 'pass' ? html`<p class="soft small">${remedy}</p>` : ''
  }</div></li>`;
};
