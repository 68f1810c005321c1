import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import type { ConnectSettings } from '../../domain/connectivity/left-to-do.ts';
import type { Directory } from '../../domain/directory/ports.ts';
import type { OpenLinkDeps } from '../../domain/links/open-link.ts';
import { openStatus } from '../../domain/links/open-status.ts';
import { NotFoundError, RequestError } from '../../domain/request/errors.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { STATUS_CODES } from '../../edge/error-envelope.ts';
import { logger } from '../../edge/logger.ts';
import { page, pageHandler, seeOther } from '../../edge/page-handler.ts';
import { sourceAddress } from '../../edge/source-address.ts';
import { validate } from '../../edge/validate.ts';
import { errorPage } from './error-page.ts';
import { statusPage } from './status.ts';

type Deps = OpenLinkDeps & { directory: Directory; connectSettings: ConnectSettings };

export type StatusForm = {
  /** What the page says first if it can't be done. */
  failed: string;
  /** Does what the form asks for, and returns where to go. */
  act: (token: string, formToken: string, sourceIp: string, deps: Deps, body: unknown) => Promise<string>;
  explain?: (error: RequestError, request: PeeringRequest) => string;
  deps: () => Deps;
};

const form = z.object({ form_token: z.string() });

const tellDetails = ({ details, message }: RequestError): string =>
  details.map((detail) => detail.message).join(' ') || message;

/** A form of the status page. If what it asks for fails, the page explains why. */
export const statusForm = ({ failed, act, explain = tellDetails, deps: depsOf }: StatusForm) =>
  pageHandler(errorPage, async (event) => {
    const token = event.pathParameters?.['token'] ?? '';
    const { form_token } = validate(form, event.body);
    const deps = depsOf();
    try {
      return seeOther(await act(token, form_token, sourceAddress(event), deps, event.body));
    } catch (error) {
      if (!(error instanceof RequestError) || error instanceof NotFoundError) throw error;
      if (error.cause) logger.error(failed, error);
      const opened = await openStatus(token, deps);
      const alert = { title: failed, text: explain(error, opened.request) };
      return page(
        STATUS_CODES[error.code],
        statusPage({
          ...opened,
          token,
          alert,
          connectSettings: deps.connectSettings,
          now: deps.clock(),
        }),
      );
    }
  }).use(formBody());
