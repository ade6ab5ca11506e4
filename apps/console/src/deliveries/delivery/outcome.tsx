import { useTranslation } from 'react-i18next';
import type en from '../texts/en.ts';

type OutcomeCode = keyof typeof en.outcomes;

interface Outcome {
  readonly outcome: string;
  readonly status: number | null;
  readonly detail: string | null;
}

/** What came of an attempt, in one sentence. */
export function useOutcome() {
  const { t, i18n } = useTranslation('deliveries');
  return ({ outcome, status, detail }: Outcome): string => {
    if (status !== null) return t(outcome === 'delivered' ? 'accepted' : 'answered', { status });
    // Codes may come that this page does not know.
    if (!i18n.exists(`deliveries:outcomes.${outcome}`)) return detail ?? outcome;
    return t(`outcomes.${outcome as OutcomeCode}`);
  };
}

/** The sentence of the API about a failure, which speaks English, as far as it says more than a connection's own message. */
export function useFailure() {
  const { t } = useTranslation('deliveries');
  return (sentence: string): string => {
    const status = /^The receiver answered (\d{3})\.$/.exec(sentence)?.[1];
    return status === undefined ? sentence : t('answered', { status });
  };
}
