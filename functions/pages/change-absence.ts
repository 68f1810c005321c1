import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import { endAbsence, setAbsence } from '../domain/decision/change-absence.ts';
import { openAbsence } from '../domain/links/open-absence.ts';
import { NotFoundError, RequestError, ValidationError } from '../domain/request/errors.ts';
import { startOfDay } from '../domain/wording/times.ts';
import { STATUS_CODES } from '../edge/error-envelope.ts';
import { page, pageHandler, seeOther } from '../edge/page-handler.ts';
import { sourceAddress } from '../edge/source-address.ts';
import { validate } from '../edge/validate.ts';
import { clock, defaultReminders, directory, directoryStore, links, requests } from '../wiring.ts';
import { absencePage } from './views/absence.ts';
import { errorPage } from './views/error-page.ts';

const form = z.object({
  change: z.enum(['away', 'back']),
  form_token: z.string(),
  /** A day. */
  until: z._default(z.string().check(z.maxLength(40)), ''),
  instead: z._default(z.string().check(z.maxLength(254)), ''),
});

/** Has somebody else decide while an approver is away, or ends that. */
export const handler = pageHandler(errorPage, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const { change, form_token, until, instead } = validate(form, event.body);
  const deps = {
    links: links(),
    requests: requests(),
    directory: directory(),
    directoryStore: directoryStore(),
    defaultReminders: defaultReminders(),
    clock,
  };
  const source = sourceAddress(event);
  try {
    if (change === 'back') {
      const { purpose } = await endAbsence(token, form_token, source, deps);
      return seeOther(`../${purpose === 'review' ? 'reviews' : 'decisions'}/${token}`);
    }
    const { account } = await openAbsence(token, deps);
    const said = { until: startOfDay(until, account?.time_zone) ?? '', instead };
    await setAbsence(token, form_token, said, source, deps);
    return seeOther(token);
  } catch (error) {
    if (!(error instanceof RequestError) || error instanceof NotFoundError) throw error;
    const [problem] = error instanceof ValidationError ? error.details : [];
    const opened = await openAbsence(token, deps);
    return page(
      STATUS_CODES[error.code],
      absencePage({
        ...opened,
        token,
        now: clock(),
        ...(problem
          ? { form: { until, instead, problem } }
          : { alert: { title: 'Nothing was changed', text: error.message } }),
      }),
    );
  }
}).use(formBody());
