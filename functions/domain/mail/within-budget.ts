import { budgetHour } from '../request/budget-hour.ts';
import type { Budgets, Clock } from '../request/ports.ts';
import { MailRefusedError } from './errors.ts';
import type { Mailer } from './ports.ts';

/**
 * A mailer that sends no more mails on behalf of an account than it may have in an hour. What is refused is sent
 * later, like any other mail that is refused. No account uses up another's budget.
 */
export const withinBudget = (
  mailer: Mailer,
  perHour: number,
  { budgets, clock }: { budgets: Budgets; clock: Clock },
): Mailer => ({
  send: async (mail) => {
    const account = mail.about?.on_behalf_of;
    if (account && !(await budgets.spendMail(account, budgetHour(clock()).start, perHour))) {
      throw new MailRefusedError(`account ${account} reached its limit of emails per hour`);
    }
    await mailer.send(mail);
  },
});
