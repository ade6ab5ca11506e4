import type { EvaluateFunc, Page } from 'puppeteer';
import { ActionError } from '../actions.ts';
import { errorText, isNavigation } from './classify-error.ts';
import { withDeadline } from './deadlines.ts';
import type { PageAnswer } from './page-actions.ts';

type Answered<T> = Promise<PageAnswer<T | undefined>> | undefined;

/**
 * Has the page do something and say what came of it.
 * @throws ActionError `unknown` when no answer came in time: what was asked may still happen
 */
export async function askPage<T, Args extends unknown[]>(
  page: Page,
  what: string,
  ms: number,
  work: (...args: Args) => Answered<T>,
  ...args: Args
): Promise<T> {
  let answer: PageAnswer<T | undefined> | undefined;
  try {
    const asked = page.evaluate(work as unknown as EvaluateFunc<Args>, ...args);
    answer = (await withDeadline(what, ms, asked)) as typeof answer;
  } catch (error) {
    const begun = isNavigation(error) ? 'the page was loaded anew in the middle' : errorText(error);
    throw new ActionError('unknown', begun);
  }
  if (answer === undefined) throw new ActionError('not_ready', 'WhatsApp Web is being loaded');
  if (!answer.ok) throw new ActionError(answer.code, answer.detail);
  return answer.value as T;
}
